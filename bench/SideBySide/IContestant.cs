namespace Halle.Bench.SideBySide;

/// <summary>A server the driver can play: how to start it, read a room and write in it.</summary>
internal interface IContestant
{
    string Name { get; }

    Task<ServerProcess> StartAsync(CancellationToken cancellationToken);

    /// <summary>Connects one reader of the one room; its records go to <paramref name="deliveries"/>.</summary>
    Task<LiveSocket> ConnectReaderAsync(ServerProcess server, int number, Deliveries deliveries, CancellationToken cancellationToken);

    /// <summary>Connects somebody who writes; the result posts one text and ends when the server has answered.</summary>
    Task<Func<string, Task>> ConnectWriterAsync(ServerProcess server, int number, CancellationToken cancellationToken);
}
