using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Talks.Polls;

/// <summary>
/// The talk's polls: draft → open → closed → archived (a draft may be archived unopened). One is open at a time; one vote a person, which
/// may be moved while it is open. Who voted what is never shown to anybody else.
/// </summary>
public sealed class PollBoard : IRoomPart
{
    /// <summary>Polls of one talk, archived ones included: a bound on what a room holds, far above half an hour's use.</summary>
    public const int MaxPolls = 50;

    public const int MinOptions = 2;

    public const int MaxOptions = 6;

    /// <summary>In characters as people count them.</summary>
    public const int MaxQuestion = 200;

    /// <summary>In characters as people count them.</summary>
    public const int MaxOption = 80;

    // In the order of drafting, which is the order of their ids.
    private readonly List<Entry> _inOrder = [];
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);

    public string Name => "polls";

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        DraftPoll draft => Draft(draft, situation),
        OpenPoll open => Step(open.Poll, PollState.Open, poll => poll.State == PollState.Draft && !AnyOpen(), new PollOpened(open.Poll)),
        ClosePoll close => Step(close.Poll, PollState.Closed, poll => poll.State == PollState.Open, new PollClosed(close.Poll)),
        ArchivePoll archive => Step(
            archive.Poll, PollState.Archived, poll => poll.State is PollState.Closed or PollState.Draft, new PollArchived(archive.Poll)),
        VotePoll vote => Vote(vote, situation.Actor.Person),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case PollDrafted drafted:
                Add(new Entry(stored.Seq.ToString(CultureInfo.InvariantCulture), drafted.Question, drafted.Options));
                changes.Touch("poll", _inOrder[^1].Id);
                break;
            case PollOpened opened:
                Move(opened.Poll, PollState.Open, changes);
                break;
            case PollClosed closed:
                Move(closed.Poll, PollState.Closed, changes);
                break;
            case PollArchived archived:
                Move(archived.Poll, PollState.Archived, changes);
                break;
            case PollVoted voted:
                _byId[voted.Poll].Vote(stored.By.Id, voted.Option);
                changes.Touch("poll", voted.Poll);
                changes.Touch(stored.By.Id);
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience)
    {
        if (!string.Equals(key.Type, "poll", StringComparison.Ordinal)
            || !_byId.TryGetValue(key.Id, out var poll)
            || (audience == Audience.Public && poll.State is PollState.Draft or PollState.Archived))
        {
            return null;
        }

        // A running count would lead the public by the nose; who has voted gets it in PollVote.
        var hidden = audience == Audience.Public && poll.State == PollState.Open;
        return new Poll(poll.Id, poll.Question, poll.Options, poll.State, hidden ? null : poll.Results(), poll.Voted);
    }

    public IEnumerable<EntityKey> Keys() => _inOrder.Select(poll => new EntityKey("poll", poll.Id));

    public You Tell(PersonId person, You you) => you with
    {
        PollVotes =
        [
            .. from poll in _inOrder
               let option = poll.VoteOf(person)
               where option is not null
               select new PollVote(poll.Id, option.Value, poll.Results()),
        ],
    };

    public object Save() => new Saved(
        [.. _inOrder.Select(poll => new SavedPoll(poll.Id, poll.Question, poll.Options, poll.State, poll.Voters()))]);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No polls.");
        _inOrder.Clear();
        _byId.Clear();
        foreach (var poll in saved.Polls)
        {
            var entry = new Entry(poll.Id, poll.Question, poll.Options) { State = poll.State };
            for (var option = 0; option < poll.Voters.Length; option++)
            {
                foreach (var person in poll.Voters[option])
                {
                    entry.Vote(person, option);
                }
            }

            Add(entry);
        }
    }

    private Decision Draft(DraftPoll draft, in Situation situation)
    {
        if (_inOrder.Count >= MaxPolls)
        {
            return Decision.Refuse(RejectionCode.Full);
        }

        if (draft.Options.IsDefault || draft.Options.Length is < MinOptions or > MaxOptions)
        {
            return Decision.Refuse(RejectionCode.BadRequest);
        }

        if (Line.Read(draft.Question, MaxQuestion, out var question) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        var options = ImmutableArray.CreateBuilder<string>(draft.Options.Length);
        foreach (var given in draft.Options)
        {
            if (Line.Read(given, MaxOption, out var option) is { } wrong)
            {
                return Decision.Refuse(wrong);
            }

            if (options.Contains(option, StringComparer.OrdinalIgnoreCase))
            {
                return Decision.Refuse(RejectionCode.Duplicate);
            }

            options.Add(option);
        }

        if (MessagePolicy.GivesContact(string.Join(' ', options.Prepend(question)), situation))
        {
            return Decision.Refuse(RejectionCode.ContactRefused);
        }

        return Decision.Of(new PollDrafted(question, options.MoveToImmutable()));
    }

    private Decision Step(string id, PollState to, Func<Entry, bool> may, RoomEvent happened) =>
        !_byId.TryGetValue(id, out var poll) ? Decision.Refuse(RejectionCode.NotFound)
        : poll.State == to ? Decision.NoChange
        : may(poll) ? Decision.Of(happened)
        : Decision.Refuse(RejectionCode.WrongState);

    private Decision Vote(VotePoll vote, PersonId person) =>
        !_byId.TryGetValue(vote.Poll, out var poll) ? Decision.Refuse(RejectionCode.NotFound)
        : vote.Option < 0 || vote.Option >= poll.Options.Length ? Decision.Refuse(RejectionCode.BadRequest)
        : poll.State != PollState.Open ? Decision.Refuse(RejectionCode.WrongState)
        : poll.VoteOf(person) == vote.Option ? Decision.NoChange
        : Decision.Of(new PollVoted(vote.Poll, vote.Option));

    private bool AnyOpen() => _inOrder.Exists(poll => poll.State == PollState.Open);

    private void Move(string id, PollState to, Changes changes)
    {
        _byId[id].State = to;
        changes.Touch("poll", id);
    }

    private void Add(Entry poll)
    {
        _inOrder.Add(poll);
        _byId.Add(poll.Id, poll);
    }

    private sealed class Entry(string id, string question, ImmutableArray<string> options)
    {
        private readonly int[] _counts = new int[options.Length];
        private readonly Dictionary<PersonId, int> _votes = [];

        public string Id => id;

        public string Question => question;

        public ImmutableArray<string> Options => options;

        public PollState State { get; set; } = PollState.Draft;

        public int Voted => _votes.Count;

        public ImmutableArray<int> Results() => [.. _counts];

        public int? VoteOf(PersonId person) => _votes.TryGetValue(person, out var option) ? option : null;

        /// <summary>By option, in an order that depends on nothing else.</summary>
        public ImmutableArray<ImmutableArray<PersonId>> Voters() =>
        [
            .. Enumerable.Range(0, options.Length).Select(option => _votes
                .Where(vote => vote.Value == option)
                .Select(vote => vote.Key)
                .OrderBy(person => person.Value, StringComparer.Ordinal)
                .ToImmutableArray()),
        ];

        public void Vote(PersonId person, int option)
        {
            if (_votes.TryGetValue(person, out var before))
            {
                _counts[before]--;
            }

            _votes[person] = option;
            _counts[option]++;
        }
    }

    private sealed record Saved(ImmutableArray<SavedPoll> Polls);

    private sealed record SavedPoll(
        string Id, string Question, ImmutableArray<string> Options, PollState State, ImmutableArray<ImmutableArray<PersonId>> Voters);
}
