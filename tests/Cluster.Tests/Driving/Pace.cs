using System.Collections.Immutable;

namespace Halle.Cluster.Tests.Driving;

/// <summary>Limits of a server under test. People write slower than its defaults allow; faults are to meet many messages in flight.</summary>
internal static class Pace
{
    public static readonly ImmutableDictionary<string, string> Unlimited = ImmutableDictionary<string, string>.Empty
        .Add("Halle__Live__Limits__Speak__Burst", "1000").Add("Halle__Live__Limits__Speak__Tokens", "1000")
        .Add("Halle__Live__Limits__Room__Burst", "5000").Add("Halle__Live__Limits__Room__Tokens", "5000")
        .Add("Halle__Live__Limits__Enter__Burst", "1000").Add("Halle__Live__Limits__Enter__Tokens", "100")
        .Add("Halle__Live__Limits__History__Burst", "1000").Add("Halle__Live__Limits__History__Tokens", "1000")
        .Add("Logging__LogLevel__Default", "Warning");
}
