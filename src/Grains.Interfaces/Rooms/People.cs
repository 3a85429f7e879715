using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Halle.Rooms;

/// <summary>A person for the length of one sign-in: 128 random bits in lower-case hexadecimal. Says nothing about who it is.</summary>
[GenerateSerializer, Immutable, Alias("halle.PersonId")]
public readonly record struct PersonId(string Value)
{
    // Plain loops, no pattern with a time limit: an id must be read the same on a machine that has no time.
    private static readonly SearchValues<char> Symbols = SearchValues.Create("0123456789abcdef");

    public static bool TryParse([NotNullWhen(true)] string? text, out PersonId person)
    {
        person = text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept(Symbols) ? new PersonId(text) : default;
        return person.Value is not null;
    }

    private const string ForgottenMark = "00000000";

    /// <summary>Nobody in particular: what the room itself does, and who wrote what has expired.</summary>
    public static readonly PersonId Nobody = new(new string('0', 32));

    /// <summary>Stands in the place of somebody the room has forgotten: rules hold such a one for nobody they could point at.</summary>
    public bool IsForgotten => Value.StartsWith(ForgottenMark, StringComparison.Ordinal);

    /// <param name="bits">24 lower-case hexadecimal digits or more.</param>
    public static PersonId Forgotten(string bits) => new(string.Concat(ForgottenMark, bits.AsSpan(0, 32 - ForgottenMark.Length)));

    /// <summary>32 of the random bits: enough to tell apart the people of one room, too few to act as anybody.</summary>
    public uint Mark => uint.Parse(Value.AsSpan(24), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public override string ToString() => Value;
}

/// <summary>The sender's idempotency key for one command: 8 to 64 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
[GenerateSerializer, Immutable, Alias("halle.ClientId")]
public readonly record struct ClientId(string Value)
{
    private static readonly SearchValues<char> Symbols =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static bool TryParse([NotNullWhen(true)] string? text, out ClientId id)
    {
        id = text is { Length: >= 8 and <= 64 } && !text.AsSpan().ContainsAnyExcept(Symbols) ? new ClientId(text) : default;
        return id.Value is not null;
    }

    public override string ToString() => Value;
}

/// <summary>What somebody is at the event. Ordered by nothing: rights come from the permission table alone.</summary>
[GenerateSerializer, Alias("halle.Role")]
public enum Role
{
    Visitor,
    Pupil,
    Teacher,
    Professional,
    Moderator,
    Organiser,
}

/// <summary>
/// Who acts, as the edge read it from the session; never from a payload. <paramref name="Own"/> lists the rooms that
/// are this person's: a professional's booths and talks, a teacher's or pupil's class.
/// </summary>
[GenerateSerializer, Immutable, Alias("halle.Actor")]
public sealed record Actor(PersonId Person, Role Role, string Name, ImmutableArray<RoomId> Own)
{
    public bool Owns(RoomId room) => !Own.IsDefault && Own.Contains(room);

    public Author ToAuthor() => new(Person, Role, Name);

    public bool IsStaff => Role is Role.Professional or Role.Moderator or Role.Organiser or Role.Teacher;
}

/// <summary>Who wrote something, as everybody in the room may see it.</summary>
public sealed record Author(PersonId Id, Role Role, string Name);

/// <summary>
/// Who is shown what. The audience is a property of a person in a room, and each has one shared, once-serialised frame.
/// </summary>
public enum Audience
{
    /// <summary>Visitors, pupils and every person without duty in this room.</summary>
    Public,

    /// <summary>Moderators and organisers everywhere, professionals in their own booths and talks, a teacher in the own class.</summary>
    Staff,
}
