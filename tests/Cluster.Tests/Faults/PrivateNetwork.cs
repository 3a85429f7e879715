using System.Diagnostics;

namespace Halle.Cluster.Tests.Faults;

/// <summary>
/// Firewall rules of the namespace that <c>./test-faults.sh</c> made. Everything in it sends from 127.0.0.1, so a process is told apart by its
/// group, and a server by its own address.
/// </summary>
internal static class PrivateNetwork
{
    /// <summary>The group of the silo that gets cut off.</summary>
    public const int CutGroup = 60_001;

    /// <summary>For <c>HALLE_CLUSTER_WRAP_silo1</c>.</summary>
    public static string InCutGroup { get; } = $"setpriv --regid {CutGroup} --clear-groups";

    /// <summary>Nobody but test-faults.sh may start what changes the machine: the rules would be everybody's.</summary>
    public static void Require() => Assert.True(
        Environment.GetEnvironmentVariable("HALLE_PRIVATE_NETWORK") is "yes", "This runs in ./test-faults.sh only, in a namespace of its own.");

    /// <summary>Nothing the process of the cut group sends reaches these addresses.</summary>
    public static Task DropFromGroupAsync(string address) =>
        RunAsync("iptables", "-A", "OUTPUT", "-m", "owner", "--gid-owner", $"{CutGroup}", "-d", address, "-j", "DROP");

    /// <summary>Nothing reaches the port.</summary>
    public static Task DropToPortAsync(string address, int port) =>
        RunAsync("iptables", "-A", "INPUT", "-p", "tcp", "-d", address, "--dport", $"{port}", "-j", "DROP");

    /// <summary>Nothing that the port sends arrives: answers over connections that others opened.</summary>
    public static Task DropFromPortAsync(string address, int port) =>
        RunAsync("iptables", "-A", "OUTPUT", "-p", "tcp", "-s", address, "--sport", $"{port}", "-j", "DROP");

    public static async Task HealAsync()
    {
        await RunAsync("iptables", "-F", "INPUT");
        await RunAsync("iptables", "-F", "OUTPUT");
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
