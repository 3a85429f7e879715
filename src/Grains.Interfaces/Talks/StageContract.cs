using Halle.Rooms;

namespace Halle.Talks;

public enum StageState
{
    Scheduled,
    Live,
    Ended,
}

/// <summary>Scheduled → live. Before it, the public may ask and vote but not chat.</summary>
[GenerateSerializer, Immutable, Alias("talk.start")]
public sealed record StartTalk : RoomCommand;

/// <summary>Live → ended. Afterwards the public reads only.</summary>
[GenerateSerializer, Immutable, Alias("talk.end")]
public sealed record EndTalk : RoomCommand;

/// <summary>Ended → live again: the undo of an end pressed too early.</summary>
[GenerateSerializer, Immutable, Alias("talk.resume")]
public sealed record ResumeTalk : RoomCommand;

[EventName("talk.started")]
public sealed record TalkStarted : RoomEvent;

[EventName("talk.ended")]
public sealed record TalkEnded : RoomEvent;

[EventName("talk.resumed")]
public sealed record TalkResumed : RoomEvent;

[EntityName("stage")]
public sealed record Stage(StageState State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt) : Entity("");

/// <summary>The reactions a browser can send; anything else is a bad request.</summary>
public static class Reaction
{
    public static readonly IReadOnlySet<string> All =
        new HashSet<string>(StringComparer.Ordinal) { "clap", "heart", "idea", "laugh" };
}
