namespace Halle.Cluster.Tests.History;

/// <summary>The final history, findable by seq and by content.</summary>
internal sealed record FinalHistory(SortedDictionary<long, StoredMessage> BySeq, Dictionary<string, long> ByHash)
{
    public long? SeqOf(string hash) => ByHash.TryGetValue(hash, out var seq) ? seq : null;
}

/// <summary>A broken promise.</summary>
/// <param name="Invariant">I1 … I9.</param>
public sealed record Violation(string Invariant, string What)
{
    public override string ToString() => Invariant + " " + What;
}

/// <param name="Unsure">Sent and never answered, up to the end.</param>
/// <param name="UnsureStored">Of those, how many are in the final history.</param>
public sealed record Figures(int Acked, int Unsure, int UnsureStored, int Refused, int Observers, int Stored)
{
    public static readonly Figures None = new(0, 0, 0, 0, 0, 0);

    public Figures Plus(Figures other) => new(
        Acked + other.Acked,
        Unsure + other.Unsure,
        UnsureStored + other.UnsureStored,
        Refused + other.Refused,
        Observers + other.Observers,
        Stored + other.Stored);
}

/// <param name="Violations">The first 50.</param>
/// <param name="Count">All of them.</param>
public sealed record Verdict(IReadOnlyList<Violation> Violations, int Count, Figures Figures)
{
    public bool Holds => Count == 0;

    public override string ToString() =>
        $"{Figures.Acked} acknowledged, {Figures.Unsure} unknown ({Figures.UnsureStored} of them stored), {Figures.Refused} refused, "
        + $"{Figures.Stored} in the final history, {Figures.Observers} observers, {Count} violations"
        + string.Concat(Violations.Select(violation => "\n  " + violation));
}
