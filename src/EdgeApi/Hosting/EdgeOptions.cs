namespace Halle.Hosting;

/// <summary>How this process is started and reached. Section <c>Halle</c>; docs/operations.md lists every setting.</summary>
public sealed class EdgeOptions
{
    public const string Section = "Halle";

    /// <summary>Where the public side listens when neither <c>--urls</c> nor ASPNETCORE_URLS says so: loopback, so that nobody is
    /// served by accident; below the ephemeral ports, so that no outgoing connection can hold it.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Which parts run in this process. <c>Embedded</c>: edge and silo together, on SQLite. <c>Cluster</c>: an edge alone,
    /// client of the silos that are found in Redis.</summary>
    public string Shape { get; init; } = nameof(DeploymentShape.Embedded);

    /// <summary>Public addresses, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Metrics and dashboard; a loopback http address, or <c>off</c>. They have no sign-in of their own.</summary>
    public string AdminUrl { get; init; } = "http://127.0.0.1:5081";

    /// <summary>Origins whose pages may post and connect, exact. Empty in Development: the loopback addresses served.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Further origins that may show the pages in a frame (an exhibitor's site), exact.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];

    /// <summary>A proxy in front ends TLS: http is then served outside Development too, and the forwarded address is believed
    /// when it comes from one of <see cref="Proxies"/>.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Addresses of the proxies in front. Empty: loopback only.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Loads a fictional event at first start and prints sign-in links. Default: in Development only.</summary>
    public bool? Demo { get; init; }
}

/// <summary>Which parts run in this process.</summary>
public enum DeploymentShape
{
    /// <summary>Edge and silo in one process.</summary>
    Embedded,

    /// <summary>An edge; the silos (<c>src/Silo</c>) are processes of their own.</summary>
    Cluster,
}
