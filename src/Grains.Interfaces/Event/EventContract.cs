using Halle.Rooms;

namespace Halle.Event;

[GenerateSerializer, Alias("halle.AnnouncementLevel")]
public enum AnnouncementLevel
{
    Info,
    Important,
}

[GenerateSerializer, Immutable, Alias("announcement.post")]
public sealed record PostAnnouncement(string Text, AnnouncementLevel Level = AnnouncementLevel.Info) : RoomCommand;

[GenerateSerializer, Immutable, Alias("announcement.withdraw")]
public sealed record WithdrawAnnouncement(string Announcement) : RoomCommand;

/// <summary>Pauses writing for the public in every room; after the receipt no room accepts a public message.</summary>
[GenerateSerializer, Immutable, Alias("breaker.pause")]
public sealed record PauseEvent(string Reason) : RoomCommand;

[GenerateSerializer, Immutable, Alias("breaker.resume")]
public sealed record ResumeEvent : RoomCommand;

[EventName("announcement.posted")]
public sealed record AnnouncementPosted(string Text, AnnouncementLevel Level) : RoomEvent;

[EventName("announcement.withdrawn")]
public sealed record AnnouncementWithdrawn(string Announcement) : RoomEvent;

[EventName("breaker.paused")]
public sealed record EventPaused(string Reason) : RoomEvent;

[EventName("breaker.resumed")]
public sealed record EventResumed : RoomEvent;

[EntityName("announcement")]
public sealed record Announcement(string Id, DateTimeOffset At, string Text, AnnouncementLevel Level, string By) : Entity(Id);

[EntityName("breaker")]
public sealed record Breaker(bool Paused, string? Reason, DateTimeOffset? Since) : Entity("");
