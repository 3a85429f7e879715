using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Playing;

/// <summary>Everything a process needs to play its share. Sent to other processes as JSON.</summary>
internal sealed record Plan
{
    public required Uri Server { get; init; }

    /// <summary>People are dealt out to these, sign-in and all; <see cref="Server"/> is one of them.</summary>
    public IReadOnlyList<Uri> Edges { get; init; } = [];

    public string? Origin { get; init; }

    /// <summary>Schools and visitors come from networks of their own: only on a loopback, where every 127.x.y.z is at hand.</summary>
    public bool OwnNetworks { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>See <see cref="Judging.Mark.NewRun"/>.</summary>
    public required string Run { get; init; }

    public int Seed { get; init; }

    public int Processes { get; init; } = 1;

    /// <summary>From 0.</summary>
    public int Process { get; init; }

    /// <summary>Microseconds of the machine's monotonic clock at which it begins.</summary>
    public long BeginsAt { get; init; }

    public required IReadOnlyList<string> Booths { get; init; }

    public required IReadOnlyList<string> Talks { get; init; }

    /// <summary>Dealt out to the scenario's crowds of pupils in their order.</summary>
    public IReadOnlyList<SchoolClass> Classes { get; init; } = [];

    /// <summary>An invitation's token for each professional.</summary>
    public IReadOnlyList<string> Professionals { get; init; } = [];

    /// <summary>Questions to support in the first talk.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    public string? Poll { get; init; }
}

/// <param name="Code">Lets its pupils in.</param>
/// <param name="Pupils">How many of them come.</param>
internal sealed record SchoolClass(string Code, int Pupils);
