using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Judging;

/// <summary>What a rehearsal came to.</summary>
internal sealed record Verdict
{
    public required string Scenario { get; init; }

    public required string About { get; init; }

    public required double Scale { get; init; }

    public required double Stretch { get; init; }

    public required string Server { get; init; }

    public required DateTimeOffset At { get; init; }

    public required double Seconds { get; init; }

    public required bool Passed { get; init; }

    public required IReadOnlyList<Judged> Objectives { get; init; }

    public required Figures Figures { get; init; }

    public required IReadOnlyDictionary<string, int> Troubles { get; init; }

    public required IReadOnlyList<Second> Timeline { get; init; }

    public static (bool Passed, IReadOnlyList<Judged> All) Judge(Objectives objectives, Figures figures)
    {
        var all = new List<Judged>();
        AtMost("p50 from send to shown, ms", objectives.P50Ms, figures.Latency.P50Ms);
        AtMost("p99 from send to shown, ms", objectives.P99Ms, figures.Latency.P99Ms);
        AtMost("p99.9 from send to shown, ms", objectives.P999Ms, figures.Latency.P999Ms);
        AtMost("p99 from dialling to being in, ms", objectives.ConnectP99Ms, figures.Connect.P99Ms);
        AtMost("p99 from a call to its answer, ms", objectives.AnswerP99Ms, figures.Answer.P99Ms);
        AtMost("lost", objectives.Lost, figures.Lost + figures.Holes + figures.Strays);
        AtMost("duplicated", objectives.Duplicated, figures.Duplicated);
        AtMost("reordered", objectives.Reordered, figures.Reordered);
        AtMost("resets", objectives.Resets, figures.Resets);
        AtMost("messages of which nothing is known", objectives.Unsure, figures.Unsure);
        if (objectives.StoredShare is { } share && figures.Sent > 0)
        {
            var actual = (double)figures.Stored / figures.Sent;
            all.Add(new Judged("share of the messages that was stored", "at least", share, actual, actual >= share));
        }

        AtMost("people who are not in", objectives.Failed, figures.Failed);
        AtMost("connections broken", objectives.Broken, figures.Broken);
        AtMost("refused", objectives.Refused, figures.Refused);
        if (figures.ServerMicrosPerDelivery is { } micros)
        {
            AtMost("server CPU per delivery, µs", objectives.ServerMicrosPerDelivery, micros);
        }
        else if (objectives.ServerMicrosPerDelivery is not null && figures.MetricsEndedEarly)
        {
            all.Add(new Judged("readings of the server's metrics at the end", "at least", 1, 0, Passed: false));
        }

        // A play in which nothing was said proves nothing.
        all.Add(new Judged("messages that had to be shown", "at least", 1, figures.Expected, figures.Expected >= 1));
        return (all.TrueForAll(one => one.Passed), all);

        void AtMost(string what, double? limit, double actual)
        {
            if (limit is { } most)
            {
                all.Add(new Judged(what, "at most", most, actual, actual <= most));
            }
        }
    }
}

internal sealed record Judged(string What, string Sense, double Limit, double Actual, bool Passed);

internal sealed record Percentiles(long Count, double P50Ms, double P95Ms, double P99Ms, double P999Ms, double MaxMs)
{
    public static Percentiles Of(Histogram histogram) => new(
        histogram.Count,
        Math.Round(histogram.PercentileMs(0.50), 2),
        Math.Round(histogram.PercentileMs(0.95), 2),
        Math.Round(histogram.PercentileMs(0.99), 2),
        Math.Round(histogram.PercentileMs(0.999), 2),
        Math.Round(histogram.MaxMs, 2));
}

/// <summary>A rehearsal in numbers; see <see cref="TallyResult"/> for what the counts mean.</summary>
internal sealed record Figures
{
    public required Percentiles Latency { get; init; }

    public required Percentiles Connect { get; init; }

    public required Percentiles Answer { get; init; }

    public required int People { get; init; }

    public required int Arrived { get; init; }

    public required long Sent { get; init; }

    public required long Stored { get; init; }

    public required long Expected { get; init; }

    public required long Shown { get; init; }

    public required long Lost { get; init; }

    public required long Holes { get; init; }

    public required long Strays { get; init; }

    public required long Duplicated { get; init; }

    public required long Reordered { get; init; }

    public required long Resets { get; init; }

    public required long Unsure { get; init; }

    public required long Waiting { get; init; }

    public required long Slowed { get; init; }

    public required long Refused { get; init; }

    public required int Failed { get; init; }

    public required int Broken { get; init; }

    public required long Records { get; init; }

    public required double Megabytes { get; init; }

    public required double RehearsalCpuSeconds { get; init; }

    /// <summary>CPU of the rehearsal itself, everything included, per record received.</summary>
    public required double RehearsalMicrosPerRecord { get; init; }

    /// <summary>CPU of the threads that read, per record received: what a message costs the rehearsal once people are there. Null where it is not known.</summary>
    public double? RehearsalReadingMicrosPerRecord { get; init; }

    /// <summary>Managed memory.</summary>
    public required double RehearsalKbPerVisitor { get; init; }

    /// <summary>All that the processes have grown by, per visitor: compiled code and the collector's reserve too.</summary>
    public required double RehearsalResidentKbPerVisitor { get; init; }

    public double? ServerCpuSeconds { get; init; }

    public double? ServerMicrosPerDelivery { get; init; }

    /// <summary>The server's metrics were read at the beginning and not at the end.</summary>
    public bool MetricsEndedEarly { get; init; }

    public double? ServerPeakMegabytes { get; init; }

    public double? ServerMegabytesBefore { get; init; }

    public IReadOnlyList<ServerProcess> ServerProcesses { get; init; } = [];
}

/// <param name="CpuSeconds">User and system, while it was played.</param>
internal sealed record ServerProcess(string Address, double CpuSeconds, double MegabytesBefore, double PeakMegabytes);

/// <summary>One second of all processes.</summary>
internal sealed record Second(
    double At, int Connected, double SentPerSecond, double ShownPerSecond, double P50Ms, double P99Ms, double? ServerCores, double? ServerMegabytes);
