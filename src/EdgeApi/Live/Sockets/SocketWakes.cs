namespace Halle.Live.Sockets;

/// <summary>
/// Where the work begins that arriving bytes cause: on the runtime's own socket threads, or on one of the pool that is woken for it. Fifteen thousand
/// idle browsers send a thousand pings a second; to wake a second thread for each costs more than the ping does (docs/decisions/0047).
/// What may take long goes to the pool: HTTP by its pipes, calls of browsers by <see cref="LineConversation"/>.
/// </summary>
internal static class SocketWakes
{
    /// <summary>The runtime reads it once, before the first socket is awaited.</summary>
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Called first of all. Whoever set the variable has their way.</summary>
    public static void HandleInPlace() => Environment.SetEnvironmentVariable(Setting, Environment.GetEnvironmentVariable(Setting) ?? "1");
}
