using System.Collections.Concurrent;
using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Tests.Shell;

/// <summary>An edge that keeps everything it is told.</summary>
internal sealed class TestEdge(IGrainFactory grains, RoomId room, string name) : IRoomFeed
{
    private readonly Lock _gate = new();
    private readonly List<StoredEvent> _events = [];
    private IRoomFeed? _reference;
    private long _version;
    private long _jumpedTo = -1;
    private List<FeedBatch>? _early;

    public EdgeId Id { get; } = new(name);

    /// <summary>Set to make it stop taking anything.</summary>
    public TaskCompletionSource? Stuck { get; set; }

    /// <summary>The answers to so many of the next batches are lost; the batches arrive all the same.</summary>
    public int Failing { get; set; }

    public int Deliveries { get; private set; }

    public ConcurrentQueue<RoomPulse> Pulses { get; } = [];

    public RoomPosition At { get; private set; }

    /// <summary>What does not follow on: must stay empty.</summary>
    public ConcurrentQueue<string> Holes { get; } = [];

    public ImmutableArray<StoredEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public async Task<Subscription> SubscribeAsync(bool resume = false)
    {
        _reference ??= grains.CreateObjectReference<IRoomFeed>(this);
        lock (_gate)
        {
            _early = [];
        }

        Subscription? answer = null;
        try
        {
            answer = await grains.GetRoom(room).Subscribe(Id, _reference, resume ? At : null);
            return answer;
        }
        finally
        {
            lock (_gate)
            {
                if (answer is { Rejection: null })
                {
                    Adopt(answer);
                }

                // The feed begins where the answer ends, and its first batches may overtake the answer.
                var early = _early ?? [];
                _early = null;
                early.ForEach(Follow);
            }
        }
    }

    /// <summary>Fills what a snapshot skipped from the store.</summary>
    public async Task CatchUpAsync(FaultJournal journal)
    {
        var stored = await journal.EventsAsync(room);
        lock (_gate)
        {
            var known = _events.Select(happened => happened.Seq).ToHashSet();
            _events.AddRange(stored.Where(happened => happened.Seq <= At.Seq && !known.Contains(happened.Seq)));
            _events.Sort((one, other) => one.Seq.CompareTo(other.Seq));
        }
    }

    public Task<bool> ReportAsync(int present, ImmutableArray<NamedPresence>? named = null, string? reaction = null, bool repeat = false) =>
        grains.GetRoom(room).ReportPresence(Id, new PresenceReport(
            repeat ? _version : ++_version,
            ImmutableDictionary<Role, int>.Empty.Add(Role.Visitor, present),
            named ?? [],
            reaction is null ? ImmutableDictionary<string, int>.Empty : ImmutableDictionary<string, int>.Empty.Add(reaction, 3)));

    /// <summary>How often the room said that it ends.</summary>
    public int Ends { get; private set; }

    public Task Ended()
    {
        Ends++;
        return Task.CompletedTask;
    }

    public async Task Deliver(FeedBatch batch)
    {
        if (Stuck is { } stuck)
        {
            await stuck.Task;
        }

        lock (_gate)
        {
            Deliveries++;
            if (batch.Pulse is { } pulse)
            {
                Pulses.Enqueue(pulse);
            }

            if (_early is { } early)
            {
                early.Add(batch);
                return;
            }

            Follow(batch);
            if (Failing > 0)
            {
                Failing--;
                throw new InvalidOperationException("Demo: the answer is lost on the way.");
            }
        }
    }

    private void Adopt(Subscription answer)
    {
        if (answer.Snapshot is null)
        {
            Take(answer.Tail, answer.Seq);
        }
        else
        {
            // Batches may arrive before the history it skips has been read.
            _jumpedTo = answer.Seq;
        }

        At = new RoomPosition(answer.Epoch, answer.Seq);
    }

    private void Follow(FeedBatch batch)
    {
        if (batch.To <= At.Seq)
        {
            return;
        }

        if (batch.From != At.Seq)
        {
            Holes.Enqueue($"at {At.Seq}, given {batch.From}-{batch.To}");
            return;
        }

        Take(batch.Commits, batch.To);
        At = At with { Seq = batch.To };
    }

    private void Take(ImmutableArray<byte[]> commits, long to)
    {
        foreach (var stored in commits.SelectMany(commit => RoomJson.ReadEvents(commit)))
        {
            if (_events.Count > 0 && stored.Seq != _events[^1].Seq + 1 && stored.Seq != _jumpedTo + 1)
            {
                Holes.Enqueue($"{stored.Seq} after {_events[^1].Seq}");
            }

            _events.Add(stored);
        }

        if (_events.Count > 0 && _events[^1].Seq != to && !commits.IsEmpty)
        {
            Holes.Enqueue($"a batch to {to} ended at {_events[^1].Seq}");
        }
    }
}
