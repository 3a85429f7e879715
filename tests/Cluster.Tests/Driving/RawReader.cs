using System.Diagnostics;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Cluster.Tests.Driving;

/// <summary>One connection and nothing more: enters a room once and tells what came, for measurements of entering itself.</summary>
internal sealed class RawReader : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private TaskCompletionSource<WireFrame> _frame = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RawReader(HubConnection connection)
    {
        _connection = connection;
        connection.On<WireFrame>("Frame", frame => _frame.TrySetResult(frame));
    }

    public static async Task<RawReader> ConnectAsync(SignedIn who, CancellationToken cancellationToken)
    {
        var reader = new RawReader(new HubConnectionBuilder()
            .WithUrl(new Uri(who.Server, "/live"), HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                options.Headers["Cookie"] = who.Cookie;
                options.Headers["Origin"] = SignedIn.OriginOf(who.Server);
            })
            .Build());
        await reader._connection.StartAsync(cancellationToken);
        return reader;
    }

    /// <returns>The first frame, and the seconds from asking until it was here.</returns>
    public async Task<(WireFrame First, double Seconds)> EnterAsync(string room, string? epoch, long? lastSeq, CancellationToken cancellationToken)
    {
        _frame = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Stopwatch.StartNew();
        var answer = await _connection.InvokeAsync<WireEnter>("Enter", new { room, epoch, lastSeq }, cancellationToken);
        if (answer.Code is not null)
        {
            throw new InvalidOperationException($"{room} was not entered: {answer.Code}");
        }

        var first = await _frame.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        return (first, watch.Elapsed.TotalSeconds);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
