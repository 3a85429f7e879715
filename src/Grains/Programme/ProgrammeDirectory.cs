using System.Collections.Frozen;
using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Programme;

/// <summary>
/// A silo's copy of which rooms exist. Asked once per activation; the programme grain is asked at most once a second, however many unknown
/// rooms are tried.
/// </summary>
public sealed class ProgrammeDirectory(IGrainFactory grains, TimeProvider time) : IDisposable
{
    /// <summary>How old the copy may be when a room is not in it: somebody may just have been registered.</summary>
    private static readonly TimeSpan FreshEnoughToDeny = TimeSpan.FromSeconds(1);

    /// <summary>How old the copy may be when the room is in it.</summary>
    private static readonly TimeSpan FreshEnoughToAllow = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Copy? _copy;

    /// <summary>The room's settings; null when it is not in the programme. Throws when the programme cannot be read at all.</summary>
    public async ValueTask<RoomSettings?> FindAsync(RoomId room, CancellationToken cancellationToken)
    {
        if (room.Kind == RoomKind.Event)
        {
            return room == RoomId.TheEvent ? new RoomSettings() : null;
        }

        var copy = _copy;
        var settings = copy?.Rooms.GetValueOrDefault(room);
        // While there is no programme yet, somebody is about to load one: nobody is told that its rooms do not exist.
        if (copy is { Version: > 0 } && time.GetElapsedTime(copy.ReadAt) < (settings is null ? FreshEnoughToDeny : FreshEnoughToAllow))
        {
            return settings;
        }

        return (await RefreshAsync(copy, cancellationToken)).Rooms.GetValueOrDefault(room);
    }

    /// <summary>Every site's booth with the times the organiser planned, at most a second old. Throws as above.</summary>
    public async ValueTask<IReadOnlyDictionary<RoomId, ImmutableArray<OpenHours>>> PlannedHoursAsync(CancellationToken cancellationToken)
    {
        var copy = _copy;
        return copy is not null && time.GetElapsedTime(copy.ReadAt) < FreshEnoughToDeny
            ? copy.Hours
            : (await RefreshAsync(copy, cancellationToken)).Hours;
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task<Copy> RefreshAsync(Copy? seen, CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (_copy is { } newer && !ReferenceEquals(newer, seen))
            {
                return newer;
            }

            var readAt = time.GetTimestamp();
            var programme = await grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(seen?.Version ?? -1);
            return _copy = programme is null && seen is not null
                ? seen with { ReadAt = readAt }
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
