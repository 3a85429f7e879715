using Halle.Capacity;
using Halle.Live;
using Halle.Live.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Live.Host;

/// <summary>An edge's replicas over scripted rooms, without a server around them, on a clock that the test moves.</summary>
internal sealed class BareReplicas : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<LiveInstruments>().BuildServiceProvider();

    public BareReplicas()
    {
        var context = new ReplicaContext(
            Rooms, new NoProgramme(), Options.Create(new LiveOptions()), new Overload(), Time, _services.GetRequiredService<LiveInstruments>(),
            NullLogger<ReplicaContext>.Instance);
        Replicas = new RoomReplicas(context, NullLogger<RoomReplicas>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));

    public ScriptedRooms Rooms { get; } = new();

    public RoomReplicas Replicas { get; }

    /// <summary>Time passes, and the replicas do what is due.</summary>
    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Replicas.Tick();
    }

    public void Dispose()
    {
        Replicas.Dispose();
        _services.Dispose();
    }
}
