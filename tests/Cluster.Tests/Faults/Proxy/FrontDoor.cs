using System.Net;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults.Proxy;

/// <summary>
/// One address before both edges, as proxies are: every 2 s (deploy/Caddyfile more often) it asks each whether it is ready, brings those who come to
/// the first that is, and goes on to the next when that one takes no connection.
/// </summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Uri[] _edges;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = Interval };
    private readonly Task _watching;
    private volatile Uri[] _ready;

    /// <param name="edges">The first that is ready is taken.</param>
    public FrontDoor(string network, IEnumerable<Uri> edges)
    {
        Address = At(network);
        _ready = _edges = [.. edges];
        Proxy = new FaultProxy(PointOf(Address), () => [.. _ready.Select(PointOf)], seed: 0)
        {
            LeavesOut = (payload, _) => LosesReceipts && FaultProxy.IsReceipt(payload),
        };
        _watching = WatchAsync();
    }

    public Uri Address { get; }

    public FaultProxy Proxy { get; }

    /// <summary>Answers to commands do not reach the browser; everything else does.</summary>
    public bool LosesReceipts { get; set; }

    public static Uri At(string network) => new($"http://{network}.50:8080");

    public Task LeadsToAsync(Uri edge, CancellationToken cancellationToken) => Eventually.BecomesTrueAsync(
        () => _ready.Contains(edge), $"the front door leads to {edge}", () => string.Join(' ', _ready.AsEnumerable()), TimeSpan.FromSeconds(20), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await Proxy.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private static IPEndPoint PointOf(Uri at) => new(IPAddress.Parse(at.Host), at.Port);

    private async Task WatchAsync()
    {
        using var pace = new PeriodicTimer(Interval);
        try
        {
            do
            {
                var ready = await Task.WhenAll(_edges.Select(IsReadyAsync));
                _ready = [.. _edges.Where((_, at) => ready[at])];
            }
            while (await pace.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task<bool> IsReadyAsync(Uri edge)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(edge, "/ready"), _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !_stop.IsCancellationRequested))
        {
            return false;
        }
    }
}
