using System.Globalization;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>The servers that are measured, and the sockets they are measured with.</summary>
internal sealed class Company : IDisposable
{
    private readonly VisitorSockets _sockets = new();
    private readonly HalleContestant _halle;

    /// <param name="root">Of the repository, built in Release.</param>
    public Company(string root)
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("HALLE_BENCH_PORT") ?? "20480", CultureInfo.InvariantCulture);
        var only = Environment.GetEnvironmentVariable("HALLE_BENCH_ONLY")?.Split(',');
        _halle = new HalleContestant(Server("src/EdgeApi", "EdgeApi"), port, port + 3, _sockets);
        Wanted = [.. new IContestant[]
        {
            _halle,
            new PlainContestant("signalr", Server("bench/PlainSignalR", "PlainSignalR"), port + 1, _sockets),
            new PlainContestant("kestrel", Server("bench/RawKestrel", "RawKestrel"), port + 2, _sockets),
        }.Where(contestant => only?.Contains(contestant.Name, StringComparer.Ordinal) ?? true)];

        string Server(string folder, string name) => Path.Combine(root, folder, "bin", "Release", "net10.0", $"Halle.{name}.dll");
    }

    /// <summary>Those of HALLE_BENCH_ONLY, or all.</summary>
    public IReadOnlyList<IContestant> Wanted { get; }

    public void Dispose()
    {
        _halle.Dispose();
        _sockets.Dispose();
    }
}
