namespace Halle.Rehearsal;

/// <summary>What was asked for on the command line.</summary>
internal sealed record RehearsalOptions
{
    public required Uri Server { get; init; }

    /// <summary>Further addresses of the same deployment.</summary>
    public IReadOnlyList<Uri> Edges { get; init; } = [];

    public required string Scenario { get; init; }

    public double Scale { get; init; } = 1;

    public double Stretch { get; init; } = 1;

    /// <summary>Null: as many as the people need.</summary>
    public int? Processes { get; init; }

    /// <summary>Default: the server's own.</summary>
    public string? Origin { get; init; }

    /// <summary>An organiser's invitation: the link, or what stands after its #.</summary>
    public string? Organiser { get; init; }

    /// <summary>The file a demo server writes its links to; the organiser's is taken from it.</summary>
    public string? Links { get; init; }

    public IReadOnlyList<Uri> Metrics { get; init; } = [];

    public string? Report { get; init; }

    public string? Json { get; init; }

    /// <summary>Of everything drawn by lot.</summary>
    public int Seed { get; init; } = 20_261_123;
}
