using System.Collections.Immutable;
using Halle.Chat;
using Halle.Keeping;
using Halle.Rooms;

namespace Halle.Tests.Live.Host;

/// <summary>One room that does what the test says: it stores events, feeds edges and hears their reports, without deciding anything.</summary>
internal sealed class ScriptedRoom(RoomId id) : IRoomGrain
{
    private readonly Lock _gate = new();
    private readonly List<StoredEvent> _events = [];
    private readonly List<PresenceReport> _reports = [];
    private readonly Dictionary<EdgeId, IRoomFeed> _feeds = [];
    private long _pulses;

    public RoomId Id => id;

    public string Epoch { get; set; } = "e1";

    public int Subscriptions { get; private set; }

    public int Executions { get; private set; }

    /// <summary>Events handed out to readers.</summary>
    public int EventsRead { get; private set; }

    /// <summary>Decides commands; the default posts every message.</summary>
    public Func<Actor, ClientId, RoomCommand, Task<Receipt>>? OnExecute { get; set; }

    /// <summary>Swallows batches, as a broken feed would.</summary>
    public bool Silent { get; set; }

    public Rejection? Refuses { get; set; }

    /// <summary>Subscribers wait for it, as for a room that is being opened.</summary>
    public Task Opened { get; set; } = Task.CompletedTask;

    public IReadOnlyList<PresenceReport> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    /// <summary>Of the edges it feeds.</summary>
    public ImmutableArray<IRoomFeed> Feeds
    {
        get
        {
            lock (_gate)
            {
                return [.. _feeds.Values];
            }
        }
    }

    public long Seq => _events.Count;

    /// <summary>Present by the last report.</summary>
    public int Present => Reports is [.., var last] ? last.Present.Values.Sum() : 0;

    public static Actor Nobody { get; } = new(new PersonId(new string('f', 32)), Role.Visitor, "Alix (démo)", []);

    public static Actor Moderator { get; } = new(new PersonId(new string('e', 32)), Role.Moderator, "Dominique (démo)", []);

    /// <summary>Commits events together and feeds them.</summary>
    public long Happen(Actor by, params RoomEvent[] events) => Happen(by, clientId: null, events);

    public long Say(string text, Actor? by = null) => Happen(by ?? Nobody, new MessagePosted(text, ReplyTo: null, MessageState.Visible, HeldFor: null));

    public void Pulse(RoomPulse pulse)
    {
        foreach (var feed in Feeds)
        {
            _ = feed.Deliver(new FeedBatch(id, Epoch, Seq, Seq, [], pulse with { Version = ++_pulses }));
        }
    }

    /// <summary>Gives the last pulse again, as a room does that got no answer.</summary>
    public async Task PulseAgainAsync(RoomPulse pulse)
    {
        foreach (var feed in Feeds)
        {
            await feed.Deliver(new FeedBatch(id, Epoch, Seq, Seq, [], pulse with { Version = _pulses }));
        }
    }

    /// <summary>Forgets its feeds, as a reactivated room does.</summary>
    public void Reactivate()
    {
        lock (_gate)
        {
            _feeds.Clear();
        }
    }

    /// <summary>Moves elsewhere in order: forgets its feeds and says so.</summary>
    public void Move()
    {
        var feeds = Feeds;
        Reactivate();
        foreach (var feed in feeds)
        {
            _ = feed.Ended();
        }
    }

    public Task<Receipt> Execute(Actor actor, ClientId clientId, RoomCommand command, CancellationToken cancellationToken)
    {
        Executions++;
        if (OnExecute is { } decide)
        {
            return decide(actor, clientId, command);
        }

        return Task.FromResult(command is PostMessage post
            ? Receipt.Ok(Happen(actor, clientId, new MessagePosted(post.Text, post.ReplyTo, MessageState.Visible, HeldFor: null)))
            : Receipt.Refused(new Rejection(RejectionCode.Forbidden)));
    }

    public async Task<Subscription> Subscribe(EdgeId edge, IRoomFeed feed, RoomPosition? from)
    {
        Subscriptions++;
        await Opened;
        lock (_gate)
        {
            if (Refuses is { } rejection)
            {
                return new Subscription(rejection, Epoch, 0, Snapshot: null, [], Pulse: null);
            }

            _feeds[edge] = feed;
            if (from is { } position && position.Epoch == Epoch && position.Seq <= Seq
                && !_events.Skip((int)position.Seq).Any(stored => stored.Event is RoomForgot))
            {
                var tail = _events.Skip((int)position.Seq).ToList();
                return new Subscription(null, Epoch, Seq, null, tail.Count == 0 ? [] : [RoomJson.Write(tail)], null);
            }

            var room = RoomFactory.Create(id, new RoomSettings());
            _events.ForEach(stored => room.Apply(stored, new Changes()));
            return new Subscription(null, Epoch, Seq, room.SaveForReaders(), [], null);
        }
    }

    public Task Unsubscribe(EdgeId edge)
    {
        lock (_gate)
        {
            _feeds.Remove(edge);
        }

        return Task.CompletedTask;
    }

    public Task<bool> ReportPresence(EdgeId edge, PresenceReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
            return Task.FromResult(_feeds.ContainsKey(edge));
        }
    }

    public Task<RoomSlice> Read(long fromSeq, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var slice = _events.Skip((int)Math.Max(0, fromSeq - 1)).Take(count).ToList();
            EventsRead += slice.Count;
            var next = slice is [.., var last] && last.Seq < Seq ? last.Seq + 1 : 0;
            return Task.FromResult(new RoomSlice(null, slice.Count == 0 ? [] : [RoomJson.Write(slice)], next));
        }
    }

    /// <summary>Takes everybody's texts out of what is stored, and says so.</summary>
    public Task<ForgetAnswer> Forget(ForgetOrder order, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            for (var index = 0; index < _events.Count; index++)
            {
                _events[index] = _events[index].Event is MessagePosted
                    ? _events[index] with { Event = new MessagePosted("", null, MessageState.Removed, null) }
                    : _events[index];
            }
        }

        Happen(Nobody, new RoomForgot());
        return Task.FromResult(new ForgetAnswer(Rejection: null, 1));
    }

    private long Happen(Actor by, ClientId? clientId, params RoomEvent[] events)
    {
        FeedBatch batch;
        long first;
        lock (_gate)
        {
            first = Seq + 1;
            var stored = events.Select((happened, index) => new StoredEvent(
                first + index, DateTimeOffset.UnixEpoch.AddSeconds(first + index), by.ToAuthor(), index == 0 ? clientId : null, happened)).ToList();
            _events.AddRange(stored);
            batch = new FeedBatch(id, Epoch, first - 1, Seq, [RoomJson.Write(stored)], Pulse: null);
            if (Silent)
            {
                return first;
            }

            foreach (var feed in _feeds.Values)
            {
                _ = feed.Deliver(batch);
            }
        }

        return first;
    }
}
