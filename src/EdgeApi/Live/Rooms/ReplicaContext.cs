using Halle.Capacity;
using Halle.Live.History;
using Halle.Programme;
using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Live.Rooms;

/// <summary>What every replica of this edge shares.</summary>
internal sealed class ReplicaContext(
    IRoomSource source, IProgrammeCache programme, IOptions<LiveOptions> options, Overload overload, TimeProvider time, LiveInstruments instruments,
    ILogger<ReplicaContext> logger) : IDisposable
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _beganAt = time.GetTimestamp();
    private long _reports;

    public Overload Overload => overload;

    public IRoomSource Source => source;

    public LiveOptions Options => options.Value;

    public TimeProvider Time => time;

    /// <summary>
    /// What lasts is measured by it: the wall clock's time when this began, and monotonic from then on. A clock that is set back would else leave reports
    /// unsent until it is where it was, and a room that hears no report forgets the edge.
    /// </summary>
    public DateTimeOffset SteadyNow => _began + time.GetElapsedTime(_beganAt);

    public ILogger Logger => logger;

    public LiveInstruments Instruments => instruments;

    /// <summary>New with each start of the process: a room tells a restarted edge from the one before.</summary>
    public EdgeId Edge { get; } = new(Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)));

    /// <summary>
    /// The number of this edge's next report of presence, greater than all before, whichever copy of a room they were of: a room that did not hear the goodbye of one copy
    /// would else take the next one's reports for old ones.
    /// </summary>
    public long NextReport() => Interlocked.Increment(ref _reports);

    /// <summary>Of all rooms.</summary>
    public HistoryCache History { get; } = new(options.Value.HistoryEvents);

    public EventWideNews Wide { get; } = new();

    public ClassVisits Visits { get; } = new();

    public RoomSettings SettingsOf(RoomId room) =>
        room.Kind == RoomKind.Class &&
        programme.Current.Classes.FirstOrDefault(entry => string.Equals(entry.Key, room.Key, StringComparison.Ordinal)) is { } registration
            ? new RoomSettings(registration.Size)
            : new RoomSettings();

    /// <summary>What the event's room says of the person; nothing while this edge has no copy of it.</summary>
    public You TellWide(PersonId person) => Wide.Source?.Tell(person) ?? You.Nobody;

    public void Dispose() => History.Dispose();
}

/// <summary>Passes on what the event's room changed about people, to all their rooms.</summary>
internal sealed class EventWideNews
{
    private volatile RoomReplica? _source;

    /// <summary>Tells people again, in all their rooms; null is everybody.</summary>
    public Action<IReadOnlyCollection<PersonId>?>? TellAgain { get; set; }

    public RoomReplica? Source
    {
        get => _source;
        set => _source = value;
    }

    /// <summary>Returns at once: it is called from the feed.</summary>
    public void Touch(IReadOnlyCollection<PersonId>? people)
    {
        if (TellAgain is { } tell)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.tell(work.people), (tell, people), preferLocal: false);
        }
    }
}
