using BenchmarkDotNet.Attributes;
using Halle.Capacity;
using Halle.Live;
using Halle.Live.Connections;
using Halle.Live.Frames;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.SignIn;
using Halle.Tests.Live.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Bench.Micro;

/// <summary>
/// What one message costs an edge from the room's feed to the way out to each of a thousand browsers: decoded, applied, made into a frame, and pumped through every
/// reader's connection. The outlets alone are not the product's: they count. A tick of the clock is a step of the benchmark, so that all of it runs on one thread.
/// </summary>
[MemoryDiagnoser, InProcess]
public class PumpBenchmarks : IAsyncDisposable
{
    private const int Readers = 1_000;

    private static readonly RoomId Booth = RoomId.Booth("edf");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<LiveInstruments>().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedRooms _rooms = new();
    private readonly LiveOptions _options = new();
    private RoomReplicas _replicas = null!;
    private long _given;

    [GlobalSetup]
    public async Task EnterAsync()
    {
        var instruments = _services.GetRequiredService<LiveInstruments>();
        var context = new ReplicaContext(
            _rooms, new NoProgramme(), Options.Create(_options), new Overload(), _clock, instruments, NullLogger<ReplicaContext>.Instance);
        _replicas = new RoomReplicas(context, NullLogger<RoomReplicas>.Instance);
        for (var number = 0; number < Readers; number++)
        {
            var (lease, _) = await _replicas.OpenAsync(Booth);
            var actor = new Actor(new PersonId(number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture)), Role.Visitor, "Camille Essai", []);
            var live = new LiveConnection(
                new CountingOutlet(this), new Session("bench", actor, Invite: null, DateTimeOffset.MaxValue), new ConnectionGuard(new GuardOptions(), _clock), instruments, NullLogger.Instance)
            {
                HasShakenHands = true,
            };
            var entry = live.Enter(lease!, Audience.Public, epoch: null, lastSeq: null);
            lease!.Replica.Release(entry!.Cursor);
        }

        // The first message of a quiet room does not wait for a tick and is shown by another thread.
        var due = _given + Readers;
        _rooms[Booth].Say("Bonjour");
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _given) == due, TimeSpan.FromSeconds(10)))
        {
            throw new InvalidOperationException("The readers were not shown the first message.");
        }
    }

    [Benchmark]
    public void FromFeedToThousandOutlets()
    {
        var due = _given + Readers;
        _rooms[Booth].Say("A message about the work of a welder");
        _clock.Advance(_options.FrameTick);
        if (_given != due)
        {
            throw new InvalidOperationException("A reader was not shown the message.");
        }
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        _replicas.Dispose();
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A browser that takes everything at once.</summary>
    private sealed class CountingOutlet(PumpBenchmarks counts) : IOutlet
    {
        public TimeSpan Waiting => TimeSpan.Zero;

        public void OnFree(Action wake)
        {
        }

        public void OnWaiting(Action tell)
        {
        }

        public bool TryBegin() => true;

        public bool Give(WireMessage message)
        {
            counts._given++;
            return true;
        }

        public void End()
        {
        }

        public void Say(WireMessage message)
        {
        }

        public void KeepAlive()
        {
        }

        public void Abort()
        {
        }
    }
}
