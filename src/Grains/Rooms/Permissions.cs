using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>Who may do what: one table, command × role × own or foreign room. docs/permissions.md is generated from it.</summary>
public static class Permissions
{
    /// <summary>Whether the table lets this role use the command in a room of this kind.</summary>
    public static bool Allows(RoomCommand command, Role role, bool own, RoomKind kind) =>
        throw new NotSupportedException($"{command} {role} {own} {kind}");

    /// <summary>Whether this person may read the room at all.</summary>
    public static bool MayEnter(Actor actor, RoomId room) => throw new NotSupportedException($"{actor} {room}");

    /// <summary>Which of the two shared views this person gets.</summary>
    public static Audience AudienceOf(Actor actor, RoomId room) => throw new NotSupportedException($"{actor} {room}");

    /// <summary>Names of the commands this person may use there, for a screen to offer.</summary>
    public static ImmutableArray<string> CommandsFor(Actor actor, RoomId room) =>
        throw new NotSupportedException($"{actor} {room}");
}
