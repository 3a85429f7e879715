using System.Collections.Immutable;
using Halle.Booths;
using Halle.Programme;
using Halle.Rooms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Event;

/// <summary>
/// The event's own room. A receipt for what holds in every room is given only when every silo goes by it: then no room anywhere accepts what
/// it forbids.
/// </summary>
[GrainType("halle.event")]
internal sealed partial class EventGrain(RoomServices services, IOptions<EventOptions> options) : RoomGrain(services), IEventGrain
{
    /// <summary>Booths asked together: asking opens them, and the rooms that people are in must not wait for it.</summary>
    private const int AskedAtOnce = 8;

    private readonly ZoneBoard _zone = new(
        options.Value.SiteLease, options.Value.SiteCountsSettle, new CountBudget(options.Value.SiteCountsAMinute));
    private readonly WatchList _watches = new(options.Value.WatchLease, services.Time, services.Logger);
    private readonly ProgrammeDirectory _programme = services.Programme;
    private readonly ILogger _logger = services.Logger;
    private readonly Timetable _timetable = new();
    private EventWide _wide = EventWide.None;
    private Task _confirming = Task.CompletedTask;
    private Task _looking = Task.CompletedTask;
    private TimeSpan _lookAt = options.Value.LookEvery;
    private long _newestWide;

    public async Task<EventWide> Watch(string silo, IEventWatch watch)
    {
        // An activation that a partition left behind must not go on handing out leases on what no longer holds.
        if (!IsOpen || await IsOvertakenAsync() || !IsOpen)
        {
            throw new InvalidOperationException("The event's room is not open.");
        }

        _watches.Register(silo, watch);
        return _wide;
    }

    public Task ReportSite(RoomId room, SiteStatus status)
    {
        // A class's key is a secret, and the zone is shown to everybody.
        if (IsOpen && room.Kind is RoomKind.Booth or RoomKind.Talk)
        {
            _zone.Report(room, status, Elapsed);
            KeepTime();
        }

        return Task.CompletedTask;
    }

    public Task ReportHours(RoomId booth, SaidHours said)
    {
        if (IsOpen && booth.Kind == RoomKind.Booth)
        {
            _timetable.Say(booth, said);
            HasNews();
        }

        return Task.CompletedTask;
    }

    // Everybody has this room on the line, and no screen shows who is in it.
    private protected override TimeSpan PresenceSettle => options.Value.SiteCountsSettle;

    private protected override bool IsWatchful => !_zone.IsEmpty;

    // The sanctions given here are this room's own.
    private protected override EventWide? Wide(Actor actor, RoomCommand command) => EventWide.None;

    private protected override void Opened(Room stored)
    {
        _wide = EventWideView.Of(stored);
        _newestWide = stored.Seq;

        // Silos that watched an earlier activation are not known here; what that one stored and did not confirm holds for them when their
        // leases are over.
        _confirming = Task.Delay(options.Value.WatchLease, Time);
        _looking = LookAsync();
    }

    private protected override void Stored(Room room, Changes changes)
    {
        if (changes.Entities.Any(key => key.Type is "breaker" or "sanction"))
        {
            Confirm(room);
        }
    }

    private protected override void Rebuilt(Room stored) => Confirm(stored);

    private void Confirm(Room room)
    {
        _wide = EventWideView.Of(room);
        _newestWide = room.Seq;
        _confirming = Task.WhenAll(_confirming, _watches.ConfirmAsync(_wide));
    }

    private protected override Task Confirmed(long seq) => seq > _newestWide ? Task.CompletedTask : _confirming;

    private protected override ImmutableDictionary<string, SiteStatus>? WholeZone() => _zone.Whole();

    private protected override ImmutableDictionary<string, SiteStatus>? TakeZoneChanges() => _zone.TakeChanges(Elapsed);

    private protected override TimeSpan? NextLook =>
        _timetable.NextChange is { } change && Elapsed + (change - Time.GetUtcNow()) is var due && due < _lookAt ? due : _lookAt;

    private protected override void Ticked()
    {
        _zone.Lapse(Elapsed);
        foreach (var (booth, next) in _timetable.Read(Time.GetUtcNow()))
        {
            _zone.Expect(booth, next);
        }

        if (Elapsed >= _lookAt)
        {
            _lookAt = Elapsed + options.Value.LookEvery;
            if (_looking.IsCompleted)
            {
                _looking = LookAsync();
            }
        }
    }

    /// <summary>Takes in what the programme plans, and asks the booths that have told nothing to this activation yet.</summary>
    private async Task LookAsync()
    {
        // Not within the room's opening: booths are asked, and may ask back.
        await Task.Yield();
        try
        {
            _timetable.Plan(await _programme.PlannedHoursAsync(CancellationToken.None));
        }
        catch (Exception exception)
        {
            LogNoProgramme(_logger, exception);
            return;
        }

        foreach (var some in _timetable.Unheard.ToList().Chunk(AskedAtOnce))
        {
            await Task.WhenAll(some.Select(AskAsync));
        }

        if (IsOpen)
        {
            HasNews();
        }
    }

    private async Task AskAsync(RoomId booth)
    {
        try
        {
            if (await GrainFactory.GetBooth(booth).ReadHours() is { } said && _timetable.Unheard.Contains(booth))
            {
                _timetable.Say(booth, said);
            }
        }
        catch (Exception exception)
        {
            // It is asked again with the next look.
            LogUnheard(_logger, exception, booth);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The programme cannot be read; the zone shows the times it knows")]
    private static partial void LogNoProgramme(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Booth} does not tell when somebody is there")]
    private static partial void LogUnheard(ILogger logger, Exception exception, RoomId booth);
}
