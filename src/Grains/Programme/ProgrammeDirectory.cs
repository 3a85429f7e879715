using System.Collections.Frozen;
using System.Collections.Immutable;
using Halle.Rooms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Halle.Programme;

/// <summary>
/// A silo's copy of which rooms exist, kept at hand: a room that is in it opens without asking anybody, because rooms open in great number when
/// a silo has died, and the programme's own grain may have died with it. The grain is asked at most once a second, however many unknown rooms are tried.
/// </summary>
public sealed partial class ProgrammeDirectory(
    Func<long, Task<EventProgramme?>> ask, TimeProvider time, ILogger<ProgrammeDirectory> logger)
    : BackgroundService
{
    /// <summary>How often the copy is renewed; unchanged it is a few bytes.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>How old the copy may be when a room is not in it: somebody may just have been registered.</summary>
    private static readonly TimeSpan FreshEnoughToDeny = TimeSpan.FromSeconds(1);

    /// <summary>For the programme's answer: an opening has 5 s in all, and who ends meanwhile is not kept.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Copy? _copy;

    /// <summary>The room's settings; null when it is not in the programme. Throws when the programme cannot be read and the room is not known.</summary>
    public async ValueTask<RoomSettings?> FindAsync(RoomId room, CancellationToken cancellationToken)
    {
        if (room.Kind == RoomKind.Event)
        {
            return room == RoomId.TheEvent ? new RoomSettings() : null;
        }

        var copy = _copy;
        if (copy is not null && copy.Rooms.TryGetValue(room, out var settings))
        {
            return settings;
        }

        // While there is no programme yet, somebody is about to load one: nobody is told that its rooms do not exist.
        return copy is { Version: > 0 } && time.GetElapsedTime(copy.ReadAt) < FreshEnoughToDeny
            ? null
            : (await RefreshAsync(copy, cancellationToken)).Rooms.GetValueOrDefault(room);
    }

    /// <summary>Every site's booth with the times the organiser planned, at most a second old. Throws as above.</summary>
    public async ValueTask<IReadOnlyDictionary<RoomId, ImmutableArray<OpenHours>>> PlannedHoursAsync(CancellationToken cancellationToken)
    {
        var copy = _copy;
        return copy is not null && time.GetElapsedTime(copy.ReadAt) < FreshEnoughToDeny
            ? copy.Hours
            : (await RefreshAsync(copy, cancellationToken)).Hours;
    }

    public override void Dispose()
    {
        _refreshing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Renewal, time);
        try
        {
            do
            {
                try
                {
                    await RefreshAsync(_copy, stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogOld(logger, exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    private async Task<Copy> RefreshAsync(Copy? seen, CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (_copy is { } newer && !ReferenceEquals(newer, seen) && time.GetElapsedTime(newer.ReadAt) < FreshEnoughToDeny)
            {
                return newer;
            }

            var readAt = time.GetTimestamp();
            var known = _copy;
            var programme = await ask(known?.Version ?? -1).WaitAsync(Patience, time, cancellationToken);
            return _copy = programme is null && known is not null
                ? known with { ReadAt = readAt }
                : Copy.Of(programme ?? EventProgramme.Empty, readAt);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private static FrozenDictionary<RoomId, RoomSettings> RoomsOf(EventProgramme programme)
    {
        var rooms = new Dictionary<RoomId, RoomSettings>();
        foreach (var site in programme.Sites)
        {
            rooms[RoomId.Booth(site.Key)] = new RoomSettings();
        }

        foreach (var talk in programme.Talks)
        {
            rooms[RoomId.Talk(talk.Key)] = new RoomSettings();
        }

        foreach (var registered in programme.Classes)
        {
            rooms[RoomId.Class(registered.Key)] = new RoomSettings(registered.Size);
        }

        return rooms.ToFrozenDictionary();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The programme cannot be read; rooms are opened by what was read before")]
    private static partial void LogOld(ILogger logger, Exception exception);

    private sealed record Copy(
        long ReadAt,
        long Version,
        FrozenDictionary<RoomId, RoomSettings> Rooms,
        FrozenDictionary<RoomId, ImmutableArray<OpenHours>> Hours)
    {
        public static Copy Of(EventProgramme programme, long readAt) => new(
            readAt,
            programme.Version,
            RoomsOf(programme),
            programme.Sites.ToFrozenDictionary(site => RoomId.Booth(site.Key), site => site.Hours));
    }
}
