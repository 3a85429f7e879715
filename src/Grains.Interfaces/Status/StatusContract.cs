using System.Collections.Immutable;

namespace Halle.Status;

/// <summary>How the service is, as the edges tell it every few seconds. Nothing is stored: after its silo's death it is whole again with the next reports.</summary>
[GrainInterfaceType("halle.status"), Alias("halle.IServiceStatusGrain")]
public interface IServiceStatusGrain : IGrainWithStringKey
{
    const string Key = "main";

    [Alias("Report")]
    Task Report(EdgeReport report);

    /// <summary>As it was at most 2 s ago.</summary>
    [Alias("Read")]
    Task<ServiceStatus> Read();
}

/// <summary>One edge, by its own account.</summary>
/// <param name="Edge">Machine and port.</param>
/// <param name="Leaving">It ends in order: its absence is no fault.</param>
/// <param name="Places">Live connections it can hold.</param>
/// <param name="Overload">What it leaves out just now: 0 nothing, 7 everything that may be (docs/decisions/0029).</param>
/// <param name="DeliveriesPerSecond">Messages written to readers, since its last report.</param>
/// <param name="Cores">Processor time a second, since its last report.</param>
/// <param name="Refused">Calls refused in the last minute.</param>
/// <param name="Closed">Connections ended by the server in the last minute.</param>
[GenerateSerializer, Immutable, Alias("halle.EdgeReport")]
public sealed record EdgeReport(
    string Edge,
    DateTimeOffset StartedAt,
    bool Leaving,
    int Connections,
    int Places,
    int Overload,
    double DeliveriesPerSecond,
    double BytesPerSecond,
    double Cores,
    long MemoryBytes,
    ImmutableArray<CodeCount> Refused,
    ImmutableArray<CodeCount> Closed);

[GenerateSerializer, Immutable, Alias("halle.CodeCount")]
public sealed record CodeCount(string Code, long Count);

/// <param name="Silent">It has not reported for so long that it must be taken for dead or cut off.</param>
[GenerateSerializer, Immutable, Alias("halle.EdgeStatus")]
public sealed record EdgeStatus(EdgeReport Report, DateTimeOffset HeardAt, bool Silent);

/// <param name="Silo">Its address.</param>
/// <param name="State">Orleans' word: Active, Joining, ShuttingDown, Stopping, Dead; <see cref="Stopped"/> for one that ended in order.</param>
/// <param name="Activations">Grains it holds.</param>
/// <param name="MemoryBytes">What its managed heap takes.</param>
[GenerateSerializer, Immutable, Alias("halle.SiloReport")]
public sealed record SiloReport(string Silo, string State, DateTimeOffset StartedAt, int Activations, long MemoryBytes)
{
    /// <summary>Its rooms were handed over and nobody had to declare it dead: no problem, whether or not another takes its place.</summary>
    public const string Stopped = "Stopped";
}

[GenerateSerializer, Immutable, Alias("halle.ServiceStatus")]
public sealed record ServiceStatus(DateTimeOffset At, ImmutableArray<EdgeStatus> Edges, ImmutableArray<SiloReport> Silos)
{
    /// <summary>False: the silos did not answer for their state, and <see cref="Silos"/> is empty.</summary>
    [Id(3)]
    public bool SilosKnown { get; init; } = true;
}
