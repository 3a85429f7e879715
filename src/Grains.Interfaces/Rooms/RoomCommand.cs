namespace Halle.Rooms;

/// <summary>
/// Something a person asks of a room. Each command is a sealed record whose <c>[Alias]</c> is its dotted, imperative name
/// (<c>chat.post</c>): the same word in Orleans, in the browser's JSON (<c>type</c>) and in the permission table.
/// </summary>
[GenerateSerializer, Immutable, Alias("halle.RoomCommand")]
public abstract record RoomCommand;
