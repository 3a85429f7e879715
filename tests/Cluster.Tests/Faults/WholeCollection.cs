using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Halle.Cluster.Tests.Faults;

/// <summary>Has another .NET process collect all its garbage, over the runtime's diagnostic port: what stays is what it holds.</summary>
internal static class WholeCollection
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    /// <summary>GCHeapCollect: a whole, blocking collection when a session that wants it begins (the runtime's event provider documentation).</summary>
    private const long Collect = 0x80_0000;

    /// <summary>Asks for it, and gives it so long: that it was made, the process's own figures tell.</summary>
    public static async Task InAsync(int pid, TimeSpan time, CancellationToken cancellationToken)
    {
        using var session = await new DiagnosticsClient(pid).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, Collect)], requestRundown: false, circularBufferMB: 16, cancellationToken);
        var told = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await Lasting.ForAsync(time, cancellationToken);
        await session.StopAsync(cancellationToken);
        await told;
    }
}
