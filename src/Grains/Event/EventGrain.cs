using System.Collections.Immutable;
using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Event;

/// <summary>
/// The event's own room. A receipt for what holds in every room is given only when every silo goes by it: then no room anywhere accepts what
/// it forbids.
/// </summary>
[GrainType("halle.event")]
internal sealed class EventGrain(RoomServices services, IOptions<EventOptions> options) : RoomGrain(services), IEventGrain
{
    private readonly ZoneBoard _zone = new(options.Value.SiteLease);
    private readonly WatchList _watches = new(options.Value.WatchLease, services.Time, services.Logger);
    private EventWide _wide = EventWide.None;
    private Task _confirming = Task.CompletedTask;
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
    }

    private protected override void Stored(Room room, Changes changes)
    {
        if (changes.Entities.Any(key => key.Type is "breaker" or "sanction"))
        {
            _wide = EventWideView.Of(room);
            _newestWide = room.Seq;
            _confirming = Task.WhenAll(_confirming, _watches.ConfirmAsync(_wide));
        }
    }

    private protected override Task Confirmed(long seq) => seq > _newestWide ? Task.CompletedTask : _confirming;

    private protected override ImmutableDictionary<string, SiteStatus>? WholeZone() => _zone.Whole();

    private protected override ImmutableDictionary<string, SiteStatus>? TakeZoneChanges() => _zone.TakeChanges();

    private protected override void Ticked() => _zone.Lapse(Elapsed);
}
