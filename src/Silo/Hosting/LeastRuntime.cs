using System.Reflection;

namespace Halle.Hosting;

/// <summary>The oldest runtime an event is served on. The machine or the image decides which one it is, not the build.</summary>
public static class LeastRuntime
{
    /// <summary>
    /// What is older can be stopped from outside: SignalR (CVE-2026-56170), ASP.NET Core (CVE-2026-45591, CVE-2026-42899), .NET (CVE-2026-57108).
    /// </summary>
    public static Version Version { get; } = new(10, 0, 10);

    /// <summary>Of .NET and ASP.NET Core, which are installed apart, the older.</summary>
    public static Version Installed { get; } = AspNetCore() is { } web && web < Environment.Version ? web : Environment.Version;

    /// <returns>The runtime.</returns>
    /// <exception cref="StartUpException">It is older, and this is no development.</exception>
    public static Version Check(Version runtime, bool development) =>
        development || runtime >= Version
            ? runtime
            : throw new StartUpException(
                [$"The .NET or ASP.NET Core runtime is {runtime}; before {Version} it can be stopped from outside. Install a newer one, or build the images anew."]);

    /// <summary>"10.0.12+" and a commit; null for a preview, whose number says little.</summary>
    private static Version? AspNetCore() =>
        Version.TryParse(
            typeof(WebApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0], out var version)
            ? version
            : null;
}
