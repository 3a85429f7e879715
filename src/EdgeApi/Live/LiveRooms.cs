using System.Globalization;
using System.Text.Json;
using Halle.Classrooms;
using Halle.Live.Connections;
using Halle.Live.Contract;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Programme;
using Halle.Rooms;
using Halle.Talks;

namespace Halle.Live;

/// <summary>What the hub's methods do: parse, limit, ask the room, answer with values. Nothing here throws for an expected refusal.</summary>
internal sealed partial class LiveRooms(
    RoomReplicas replicas, ReplicaContext context, IProgrammeCache programme, PersonLimits limits, RefusalAudit audit, ILogger<LiveRooms> logger)
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer than a room takes with a store that is well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Calls under way at once for one command: the one that got lost, one that fell to a silo not yet known to be dead, and one more.</summary>
    private const int Beside = 3;

    public async Task<EnterAnswer> EnterAsync(LiveConnection caller, EnterRequest? request)
    {
        var actor = caller.Session.Actor;
        if (!RoomId.TryParse(request?.Room, out var room))
        {
            return NotEntered(new Rejection(RejectionCode.BadRequest));
        }

        var refused = limits.Enter(actor) ?? MayRead(actor, room) ?? HasSpace(caller, room) ?? await VisitsLockedAsync(caller, room);
        if (refused is not null)
        {
            return NotEntered(refused);
        }

        if (room != RoomId.TheEvent)
        {
            // Event-wide sanctions are told in every room, so the event's room is at hand before any other.
            await OpenForAMomentAsync(RoomId.TheEvent);
        }

        var claimed = request is { Epoch: { } epoch, LastSeq: { } lastSeq } ? new RoomPosition(epoch, lastSeq) : default;
        var (lease, unavailable) = await replicas.OpenAsync(room, claimed);
        if (lease is null)
        {
            return NotEntered(unavailable!);
        }

        var you = Personal.Combine(lease.Replica.Tell(actor.Person), context.TellWide(actor.Person));
        if (Personal.PutOut(room, you, context.Time.GetUtcNow()) is { } left)
        {
            lease.Dispose();
            return NotEntered(new Rejection(left.Code, Until: left.Until, Reason: left.Reason));
        }

        return Enter(caller, lease, request!);
    }

    public Task<CommandAnswer> LeaveAsync(LiveConnection caller, string? text)
    {
        if (!RoomId.TryParse(text, out var room))
        {
            return Answer(RejectionCode.BadRequest);
        }

        caller.Remove(room, lost: false);
        return Task.FromResult(new CommandAnswer(ReceiptStatus.Ok, 0, Code: null, RetryAfterMs: null, Until: null, Reason: null));
    }

    public async Task<CommandAnswer> ExecuteAsync(
        LiveConnection caller, string? roomText, string? clientIdText, JsonElement json, CancellationToken cancellationToken)
    {
        if (!RoomId.TryParse(roomText, out var room) || !ClientId.TryParse(clientIdText, out var clientId) || !Commands.TryRead(json, out var command))
        {
            return Refused(new Rejection(RejectionCode.BadRequest));
        }

        if (caller.Find(room) is not { } cursor)
        {
            audit.Forbidden(caller.Session.Actor, room, command);
            return Refused(new Rejection(RejectionCode.Forbidden));
        }

        if (context.Visits.Forbid(caller.Session.Actor, room))
        {
            // On its way out: whoever does not read cannot go on writing there either.
            return Refused(new Rejection(RejectionCode.Locked));
        }

        if (command is PointTour { Room: var stop } && !programme.Knows(stop))
        {
            // A class would stand before a closed door.
            return Refused(new Rejection(RejectionCode.NotFound));
        }

        if ((context.Overload.Refuse(caller.Session.Actor, command) ?? limits.Execute(caller.Session.Actor, room, cursor.Audience, command)) is { } tooFast)
        {
            return Refused(tooFast);
        }

        try
        {
            var receipt = await AskAsync(cursor.Room, caller.Session.Actor, clientId, command, cancellationToken)
                .WaitAsync(CommandTimeout, context.Time, cancellationToken);
            if (receipt.Rejection is { Code: RejectionCode.Forbidden })
            {
                audit.Forbidden(caller.Session.Actor, room, command);
            }

            return ToAnswer(receipt);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.ExecuteFailed(logger, exception, room);

            // It may have been stored: the browser sends it again with the same client id.
            return ToAnswer(Receipt.Unknown(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1))));
        }
    }

    /// <summary>
    /// A silo that dies takes calls with it, and for a while refuses others: they are repeated here, under the same client id, so that the browser
    /// hears nothing of it. What the room itself answers, or fails with, is not. Shortly after a silo was lost nobody waits for the end of a call
    /// that may have gone down with it: others are sent beside it, a second apart.
    /// </summary>
    private async Task<Receipt> AskAsync(RoomReplica room, Actor actor, ClientId clientId, RoomCommand command, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        var asked = new List<Task<Receipt>>(1) { Ask() };
        while (true)
        {
            var answer = asked.Count == 1 ? asked[0] : Task.WhenAny(asked).Unwrap();
            try
            {
                return await answer.WaitAsync(Patience, context.Time, cancellationToken);
            }
            catch (TimeoutException) when (!answer.IsCompleted && context.Time.GetElapsedTime(begun) < CommandTimeout)
            {
                if (context.Source.JustBroke && asked.Count < Beside)
                {
                    asked.Add(Ask());
                }
            }
            catch (Exception broken) when (answer.IsFaulted && broken is OrleansException or TimeoutException && context.Time.GetElapsedTime(begun) < CommandTimeout)
            {
                Log.Repeated(logger, broken, room.Id);
                asked.RemoveAll(call => call.IsFaulted);

                // Whatever else is under way may be lost as well.
                await Task.Delay(BetweenAttempts, context.Time, cancellationToken);
                asked.Add(Ask());
            }
        }

        // A call that cannot even be sent fails like one that was.
        async Task<Receipt> Ask() => await room.Grain.Execute(actor, clientId, command, cancellationToken);
    }

    public Task<CommandAnswer> ReactAsync(LiveConnection caller, string? roomText, string? reaction)
    {
        if (!RoomId.TryParse(roomText, out var room) || reaction is null || !Reaction.All.Contains(reaction))
        {
            return Answer(RejectionCode.BadRequest);
        }

        if (room.Kind != RoomKind.Talk || caller.Find(room) is not { AtDoor: false } cursor)
        {
            return Answer(RejectionCode.Forbidden);
        }

        if ((context.Overload.RefuseReaction() ?? limits.React(caller.Session.Actor)) is { } tooFast)
        {
            return Task.FromResult(Refused(tooFast));
        }

        cursor.Room.React(reaction);
        return Task.FromResult(new CommandAnswer(ReceiptStatus.Ok, 0, Code: null, RetryAfterMs: null, Until: null, Reason: null));
    }

    public async Task<HistoryPage> HistoryAsync(
        LiveConnection caller, string? roomText, string? before, int limit, CancellationToken cancellationToken)
    {
        if (!RoomId.TryParse(roomText, out var room) ||
            !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1)
        {
            return NoHistory(RejectionCode.BadRequest);
        }

        if (caller.Find(room) is not { AtDoor: false } cursor)
        {
            return NoHistory(RejectionCode.Forbidden);
        }

        if (limits.History(caller.Session.Actor) is { } tooFast)
        {
            return NoHistory(tooFast.Code);
        }

        try
        {
            var page = await cursor.Room.History.ReadAsync(
                cursor.Room.Grain,
                cursor.Audience,
                seq,
                Math.Clamp(limit, 1, context.Overload.HistoryPage),
                cursor.Room.Position?.Seq ?? 0,
                cancellationToken);
            return page.Code is { } code ? NoHistory(code) : page;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.HistoryFailed(logger, exception, room);
            return NoHistory(RejectionCode.Unavailable);
        }
    }

    private HistoryPage NoHistory(string code)
    {
        context.Instruments.Refused(code);
        return new HistoryPage(code, [], More: false);
    }

    private EnterAnswer Enter(LiveConnection caller, RoomLease lease, EnterRequest request)
    {
        var actor = caller.Session.Actor;
        var replica = lease.Replica;
        caller.Remove(replica.Id, lost: true);
        var audience = Permissions.AudienceOf(actor, replica.Id);
        if (caller.Enter(lease, audience, request.Epoch, request.LastSeq) is not var (cursor, epoch, seq))
        {
            // It closed while the room was opened: nobody is there to enter.
            return NotEntered(new Rejection(RejectionCode.Unavailable));
        }

        return new EnterAnswer(
            Code: null,
            RetryAfterMs: null,
            Until: null,
            Reason: null,
            epoch,
            seq,
            audience == Audience.Staff,
            Permissions.CommandsFor(actor, replica.Id),
            context.Time.GetUtcNow())
        {
            Written = () => replica.Release(cursor),
        };
    }

    private Rejection? MayRead(Actor actor, RoomId room) =>
        !programme.Knows(room) ? new Rejection(RejectionCode.NotFound)
        : Permissions.MayEnter(actor, room) ? null

        // A class one does not belong to is not even there.
        : new Rejection(room.Kind == RoomKind.Class ? RejectionCode.NotFound : RejectionCode.Forbidden);

    private Rejection? HasSpace(LiveConnection caller, RoomId room) =>
        caller.Rooms < context.Options.RoomsPerConnection || caller.Find(room) is not null ? null : new Rejection(RejectionCode.TooManyRooms);

    private async Task<Rejection?> VisitsLockedAsync(LiveConnection caller, RoomId room)
    {
        var actor = caller.Session.Actor;
        if (actor.Role != Role.Pupil || actor.Own.IsDefault)
        {
            return null;
        }

        foreach (var own in actor.Own.Where(own => own.Kind == RoomKind.Class && own != room && programme.Knows(own)))
        {
            var (lease, rejection) = await replicas.OpenAsync(own);
            if (lease is null)
            {
                return rejection;
            }

            // Kept, so that this edge learns of a lock that comes later.
            caller.Keep(lease);
        }

        return context.Visits.Forbid(actor, room) ? new Rejection(RejectionCode.Locked) : null;
    }

    private async Task OpenForAMomentAsync(RoomId room)
    {
        var (lease, _) = await replicas.OpenAsync(room);
        lease?.Dispose();
    }

    private EnterAnswer NotEntered(Rejection rejection)
    {
        context.Instruments.Refused(rejection.Code);
        return new EnterAnswer(
            rejection.Code, Milliseconds(rejection.RetryAfter), rejection.Until, rejection.Reason, "", 0, Staff: false, [], context.Time.GetUtcNow());
    }

    private Task<CommandAnswer> Answer(string code) => Task.FromResult(Refused(new Rejection(code)));

    private CommandAnswer Refused(Rejection rejection) => ToAnswer(Receipt.Refused(rejection));

    private CommandAnswer ToAnswer(Receipt receipt)
    {
        if (receipt.Rejection is { } rejection)
        {
            context.Instruments.Refused(rejection.Code);
        }

        return new CommandAnswer(
            receipt.Status,
            receipt.Seq,
            receipt.Rejection?.Code,
            Milliseconds(receipt.Rejection?.RetryAfter),
            receipt.Rejection?.Until,
            receipt.Rejection?.Reason);
    }

    private static int? Milliseconds(TimeSpan? time) => time is { } value ? (int)Math.Ceiling(value.TotalMilliseconds) : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "A command did not get through to {Room}, sending it again")]
        public static partial void Repeated(ILogger logger, Exception exception, RoomId room);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A command to {Room} was not answered")]
        public static partial void ExecuteFailed(ILogger logger, Exception exception, RoomId room);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The history of {Room} was not read")]
        public static partial void HistoryFailed(ILogger logger, Exception exception, RoomId room);
    }
}
