namespace Halle.Cluster.Tests.Faults.Proxy;

/// <summary>What a <see cref="FaultProxy"/> does to what passes through it.</summary>
internal enum ProxyFault
{
    /// <summary>Everything passes.</summary>
    None,

    /// <summary>Nobody listens: connections are refused, and those there were are reset.</summary>
    Refused,

    /// <summary>Every HTTP request is answered 503 and reaches nobody.</summary>
    Unavailable,

    /// <summary>Connections are taken, and nothing that comes over them is passed on: a server that is frozen.</summary>
    Silent,

    /// <summary>HTTP requests that write wait for <see cref="FaultProxy.Delay"/> first.</summary>
    Slow,
}
