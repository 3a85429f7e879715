using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Talks;

/// <summary>
/// Whether the talk is on. Before it the public asks and votes but does not chat; afterwards it reads only, and may still take back
/// its own words and report others'. Staff of the talk are never held up.
/// </summary>
public sealed class TalkStage : IRoomPart
{
    private Stage _now = new(StageState.Scheduled, null, null);

    public string Name => "stage";

    public StageState State => _now.State;

    public Rejection? Gate(RoomCommand command, in Situation situation) => command switch
    {
        PostMessage when _now.State == StageState.Scheduled && IsPublic(situation) => new Rejection(RejectionCode.NotStarted),
        PostMessage or AskQuestion or VoteQuestion or UnvoteQuestion or VotePoll
            when _now.State == StageState.Ended && IsPublic(situation) => new Rejection(RejectionCode.Ended),
        _ => null,
    };

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        StartTalk => Step(StageState.Scheduled, StageState.Live, new TalkStarted()),
        EndTalk => Step(StageState.Live, StageState.Ended, new TalkEnded()),
        ResumeTalk => Step(StageState.Ended, StageState.Live, new TalkResumed()),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        Stage? next = stored.Event switch
        {
            TalkStarted => new Stage(StageState.Live, stored.At, null),
            TalkEnded => _now with { State = StageState.Ended, EndedAt = stored.At },
            TalkResumed => _now with { State = StageState.Live, EndedAt = null },
            _ => null,
        };
        if (next is not null)
        {
            _now = next;
            changes.Touch("stage", "");
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("stage", "") ? _now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("stage", "")];

    public object Save() => new Saved(_now.State, _now.StartedAt, _now.EndedAt);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No stage.");
        _now = new Stage(saved.State, saved.StartedAt, saved.EndedAt);
    }

    private static bool IsPublic(in Situation situation) =>
        Permissions.AudienceOf(situation.Actor, situation.Room) == Audience.Public;

    // Two people press the button at once: the second finds its wish fulfilled. A resumed talk was never started twice.
    private Decision Step(StageState from, StageState to, RoomEvent happened) =>
        _now.State == to ? Decision.NoChange
        : _now.State == from ? Decision.Of(happened)
        : Decision.Refuse(RejectionCode.WrongState);

    private sealed record Saved(StageState State, DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null);
}
