namespace Halle.Clustering;

/// <summary>How silos and edges find each other. Section <c>Halle:Cluster</c>; the same in every process of a deployment but for the address.</summary>
public sealed class HalleClusterOptions
{
    public const string Section = "Halle:Cluster";

    /// <summary>Redis with the table of members, as StackExchange.Redis writes it: <c>host:port,password=…</c>. No default.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Lets a process start in Production with a Redis that asks for no password, where nobody but silos and edges can reach it at all: whoever
    /// can write to the table of members adds a silo of their own, or takes ours away. Never needed in Development.</summary>
    public bool RedisWithoutPassword { get; set; }

    /// <summary>Tells deployments on one Redis apart: 1 to 40 of a-z, 0-9 and '-'. Rooms and programme do not depend on it.</summary>
    public string Name { get; set; } = "halle";

    /// <summary>A silo's own address or host name, as the other silos and the edges reach it. Empty: the private address of this host's name.
    /// Loopback or private only, because the ports have no authentication.</summary>
    public string Address { get; set; } = "";

    /// <summary>Where silos talk to each other.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where edges talk to a silo. Below the ephemeral ports, so that no outgoing connection can hold it.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>How long a silo waits for another's sign of life, and how often it asks at first. 2 s: longer than the pauses seen of a garbage
    /// collector or a crowded host. Also the longest it waits, whatever answers came late before (or 1 s, if this is shorter). 0.2 to 30 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Signs of life missed in a row before a silo suspects another. While its connection stands, as that of a frozen or cut off silo does,
    /// nobody suspects it before so many times the longest wait have passed without a word of it. 1 to 10.</summary>
    public int MissedProbes { get; set; } = 2;

    /// <summary>Silos that must suspect one before it is declared dead. Two, so that one silo's bad network evicts nobody else. 1 to 10.</summary>
    public int Votes { get; set; } = 2;

    /// <summary>How often the table of members is read again, should the news of a change get lost. 1 s to 1 min.</summary>
    public TimeSpan TableRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an edge looks which silos there are. 2 s: a frozen silo keeps its connection, and the edge goes on asking it until it reads
    /// here that it is dead. 1 s to 1 min.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(2);
}
