using System.Text.Json;

namespace Halle.Cluster.Tests.Driving;

/// <summary>The answer to a command, as on the wire.</summary>
public sealed record WireAnswer(string Status, long Seq, string? Code, int? RetryAfterMs, DateTimeOffset? Until, string? Reason)
{
    public static readonly WireAnswer Unknown = new("unknown", 0, null, null, null, null);
}

public sealed record WireEnter(string? Code, int? RetryAfterMs, string? Reason, string? Epoch, long Seq, bool Staff, IReadOnlyList<string>? Can);

public sealed record WirePage(string? Code, IReadOnlyList<JsonElement> Messages, bool More);
