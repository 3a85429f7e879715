using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>What a rule answers: what happened (possibly nothing), or why not.</summary>
public readonly record struct Decision(ImmutableArray<RoomEvent> Events, Rejection? Rejection)
{
    /// <summary>Accepted, and nothing changes: the wish already holds.</summary>
    public static readonly Decision NoChange = new([], Rejection: null);

    public static Decision Of(params ReadOnlySpan<RoomEvent> events) => new([.. events], Rejection: null);

    public static Decision Refuse(string code) => new([], new Rejection(code));

    public static Decision Refuse(Rejection rejection) => new([], rejection);
}
