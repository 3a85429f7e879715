using System.Diagnostics.Metrics;
using Halle.Capacity;
using Halle.Chat;
using Halle.Live;
using Halle.Live.Contract;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Halle.Tests.Live.Rooms;

public abstract class FaultyFrameFacts(bool ownSockets) : OverBothCarriers(ownSockets)
{
    [Fact(DisplayName = "[RC110] What cannot be built for a reader ends its connection with `failed`, is counted, and disturbs nobody else")]
    public async Task A_fault_ends_one_connection()
    {
        var failed = 0;
        using var listener = new MeterListener { InstrumentPublished = Listen };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var tag in tags)
            {
                Interlocked.Add(ref failed, tag.Value is ClosingCode.Failed ? (int)count : 0);
            }
        });
        listener.Start();
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        await using var pupil = await host.ConnectAsync(session);
        await using var visitor = await host.ConnectAsync();
        await pupil.EnterAsync(LiveHost.Booth);
        await pupil.NextAsync<Frame>();
        await visitor.EnterAsync(LiveHost.Booth);
        await visitor.NextAsync<Frame>();

        // Only pupils are held in by a class, so the fault is met by one of the two.
        host.Replicas.Visits.Find = _ => throw new InvalidOperationException("A fault on purpose.");
        RoomReplica.TellAgain(host.Connections.All.Single(live => live.Session.Id == session.Id).Find(LiveHost.Booth)!);

        Assert.Equal(new Closing(ClosingCode.Failed, 5_000), await pupil.NextAsync<Closing>());
        Assert.Equal((1011, "failed"), await pupil.Closed);
        Assert.True(Volatile.Read(ref failed) > 0);
        host.Rooms[LiveHost.Booth].Say("les autres lisent");
        var frame = await visitor.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Equal("les autres lisent", frame.Set.OfType<ChatMessage>().Single().Text);
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument is { Meter.Name: LiveInstruments.MeterName, Name: "halle.live.closings" })
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}

public sealed class FaultyFrameTests() : FaultyFrameFacts(ownSockets: true)
{
    [Fact(DisplayName = "[RC110] A step that cannot be made is logged and tried again with the next change")]
    public async Task A_failed_step_is_tried_again()
    {
        var clock = new FaultyClock();
        var log = new Errors();
        var rooms = new ScriptedRooms();
        var room = rooms[LiveHost.Talk];
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<LiveInstruments>().BuildServiceProvider();
        var context = new ReplicaContext(
            rooms, new NoProgramme(), Options.Create(new LiveOptions()), new Overload(), clock, services.GetRequiredService<LiveInstruments>(), log);
        using var replicas = new RoomReplicas(context, NullLogger<RoomReplicas>.Instance);
        var (lease, _) = await replicas.OpenAsync(LiveHost.Talk);
        Assert.NotNull(lease);
        Cursor? cursor = null;
        var frames = 0;
        cursor = new Cursor(lease.Replica, ScriptedRoom.Nobody, Audience.Public, () =>
        {
            while (cursor is not null && lease.Replica.Next(cursor) is { } due)
            {
                Interlocked.Add(ref frames, due.Kind is Halle.Live.Frames.DeliveryKind.Frame or Halle.Live.Frames.DeliveryKind.FrameAndPulse ? 1 : 0);
            }
        });
        lease.Replica.Enter(cursor, epoch: null, lastSeq: null);
        lease.Replica.Release(cursor);

        clock.FailAfter(1);
        room.Say("perdu ?");
        await Eventually.IsTrueAsync(() => log.Count == 1, what: "the failed step is logged");
        Assert.Equal(0, Volatile.Read(ref frames));
        clock.Heal();
        room.Say("suivant");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref frames) == 1, what: "the next step is shown");
        Assert.Equal(new RoomPosition(room.Epoch, 2), lease.Replica.Position);
        Assert.Equal(2, cursor.Position);
        lease.Dispose();
    }

    /// <summary>Fails after so many readings: to take a batch reads the clock once, the step that is made of it reads it again.</summary>
    private sealed class FaultyClock : TimeProvider
    {
        private int _left = int.MaxValue;

        public void FailAfter(int readings) => Volatile.Write(ref _left, readings);

        public void Heal() => Volatile.Write(ref _left, int.MaxValue);

        public override long GetTimestamp() =>
            Interlocked.Decrement(ref _left) < 0 ? throw new InvalidOperationException("A fault on purpose.") : base.GetTimestamp();
    }

    private sealed class Errors : ILogger<ReplicaContext>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Add(ref _count, logLevel == LogLevel.Error ? 1 : 0);
    }
}

public sealed class FaultyFrameOverSignalRTests() : FaultyFrameFacts(ownSockets: false);
