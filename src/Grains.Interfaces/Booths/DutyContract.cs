using Halle.Rooms;

namespace Halle.Booths;

[GenerateSerializer, Alias("halle.DutyStatus")]
public enum DutyStatus
{
    Available,
    Busy,
    Away,
    Off,
}

/// <summary>A professional says whether visitors can talk to them. Without a connection in the room it is shown as away.</summary>
[GenerateSerializer, Immutable, Alias("duty.set")]
public sealed record SetDuty(DutyStatus Status) : RoomCommand;

[EventName("duty.changed")]
public sealed record DutyChanged(DutyStatus Status) : RoomEvent;

/// <summary>One professional's duty; the id is the person. Dropped when off.</summary>
[EntityName("duty")]
public sealed record Duty(string Id, string Name, DutyStatus Status, DateTimeOffset Since) : Entity(Id);
