using System.Diagnostics.Metrics;

namespace Halle.Capacity;

/// <summary>What the edge takes and leaves out, on the meter <c>Halle.Capacity</c>.</summary>
public sealed class CapacityInstruments : IDisposable
{
    public const string MeterName = "Halle.Capacity";

    private readonly Meter _meter;
    private readonly Counter<long> _sentAway;
    private double _delay;

    public CapacityInstruments(IMeterFactory meters, Overload overload)
    {
        _meter = meters.Create(MeterName);
        _sentAway = _meter.CreateCounter<long>("halle.capacity.sent_away", description: "Comers asked to come later, by who they are.");
        _meter.CreateObservableGauge("halle.capacity.overload", () => overload.Level, description: "What is left out: 0 nothing, 7 everything that may be.");
        _meter.CreateObservableGauge("halle.capacity.thread_delay", () => Volatile.Read(ref _delay), "s", "The longest that work waited for a thread in the last second.");
    }

    public void SentAway(Comer comer) => _sentAway.Add(1, new KeyValuePair<string, object?>("comer", comer.ToString()));

    public void Waited(TimeSpan delay) => Volatile.Write(ref _delay, delay.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
