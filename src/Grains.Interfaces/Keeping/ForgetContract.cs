using Halle.Rooms;

namespace Halle.Keeping;

/// <summary>What a room is to forget.</summary>
[GenerateSerializer, Alias("halle.ForgetKind")]
public enum ForgetKind
{
    /// <summary>Everybody's messages before a time, and what moderators wrote about them.</summary>
    Messages,

    /// <summary>One person: words, names and the id itself, and what others wrote about this person.</summary>
    Person,

    /// <summary>Every word and everybody.</summary>
    Everything,
}

/// <param name="Person">With <see cref="ForgetKind.Person"/>.</param>
/// <param name="Before">With <see cref="ForgetKind.Messages"/>: those of earlier times go.</param>
[GenerateSerializer, Immutable, Alias("halle.ForgetOrder")]
public sealed record ForgetOrder(ForgetKind What, PersonId? Person = null, DateTimeOffset? Before = null);

/// <param name="Rejection">It is not known to be done; asked again it goes on.</param>
/// <param name="Events">How many stored events lost something; 0: there was nothing to forget.</param>
[GenerateSerializer, Immutable, Alias("halle.ForgetAnswer")]
public sealed record ForgetAnswer(Rejection? Rejection, int Events);

/// <summary>
/// The room has begun to forget. Its stored events up to here are rewritten, and until <see cref="RoomForgot"/> an activation that ends is taken over
/// by the next one.
/// </summary>
/// <param name="Through">The last seq it concerns.</param>
/// <param name="Person">As it was until the rewriting came to this event itself, the last of all; from then on what stands in its place.</param>
/// <param name="Key">What the ids are hidden with, so that two rows of one person stay two rows of one person; empty once it is done, and then nobody finds back.</param>
[EventName("room.forgetting")]
public sealed record RoomForgetting(ForgetKind What, long Through, PersonId? Person, string Key) : RoomEvent;

/// <summary>
/// What was to be forgotten is in no stored event any more. A copy of the room from before cannot follow this event: whoever has one takes the
/// room anew.
/// </summary>
[EventName("room.forgot")]
public sealed record RoomForgot : RoomEvent;
