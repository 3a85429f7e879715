using Halle.Event;
using Halle.Programme;
using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Rooms;

/// <summary>What every room's shell needs of its silo.</summary>
public sealed class RoomServices(
    IJournal journal,
    TimeProvider time,
    ProgrammeDirectory programme,
    EventWatch watch,
    NearFeeds nearFeeds,
    IOptions<RoomOptions> options,
    RoomInstruments instruments,
    ILoggerFactory loggers)
{
    public IJournal Journal => journal;

    public TimeProvider Time => time;

    public ProgrammeDirectory Programme => programme;

    public EventWatch Watch => watch;

    public NearFeeds NearFeeds => nearFeeds;

    public RoomOptions Options => options.Value;

    public RoomInstruments Instruments => instruments;

    public ILogger Logger { get; } = loggers.CreateLogger("Halle.Rooms");
}
