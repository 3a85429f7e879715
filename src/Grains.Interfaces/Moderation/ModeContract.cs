using Halle.Rooms;

namespace Halle.Moderation;

[GenerateSerializer, Alias("halle.RoomModeKind")]
public enum RoomModeKind
{
    Open,

    /// <summary>One message a person every so many seconds.</summary>
    Slow,

    /// <summary>Every message of the public is held until released.</summary>
    PreModerated,
    StaffOnly,
    Paused,
}

/// <param name="Seconds">With <see cref="RoomModeKind.Slow"/> only: 1 to 600.</param>
[GenerateSerializer, Immutable, Alias("mode.set")]
public sealed record SetMode(RoomModeKind Mode, int Seconds = 0) : RoomCommand;

[EventName("mode.changed")]
public sealed record ModeChanged(RoomModeKind Mode, int Seconds) : RoomEvent;

/// <summary>The room's mode; its id is empty, there is one.</summary>
[EntityName("mode")]
public sealed record RoomModeView(RoomModeKind Mode, int Seconds) : Entity("");
