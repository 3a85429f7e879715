using System.Globalization;
using Halle.Programme;
using Halle.Rooms;
using Halle.Silo;
using Microsoft.Data.Sqlite;

namespace Halle.Bench.Acknowledgements;

/// <summary>A silo in this process with a database of its own, a programme of booths and classes, and nothing else.</summary>
internal sealed class RunningSilo(IHost host, string folder) : IAsyncDisposable
{
    public const int Booths = 64;

    public const int Classes = 450;

    private static int _ids;

    public IGrainFactory Grains { get; } = host.Services.GetRequiredService<IGrainFactory>();

    public static RoomId Booth(int number) => RoomId.Booth(string.Create(CultureInfo.InvariantCulture, $"booth-{number}"));

    public static RoomId Class(int number) => RoomId.Class(number.ToString("x32", CultureInfo.InvariantCulture));

    public static PersonId Person(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture));

    public static ClientId NextId() => new(string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _ids):D9}"));

    public static async Task<RunningSilo> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("halle-acknowledgements-").FullName;
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Halle:Storage:Sqlite:Path", Path.Combine(folder, "halle.db"))]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddHalleSilo();
        var host = builder.Build();
        await host.StartAsync();
        var silo = new RunningSilo(host, folder);
        await silo.Grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Replace(EventProgramme.Empty with
        {
            Demo = true,
            Sites = [.. Enumerable.Range(0, Booths).Select(number =>
                new Site(number + 1, Booth(number).Key, "Demo", new LocalText("", ""), "port", "", Fictional: true, []))],
            Classes = [.. Enumerable.Range(0, Classes).Select(number =>
                new ClassRegistration(Class(number).Key, "Demo", "", 45, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))],
        });
        return silo;
    }

    /// <summary>Sends until it is acknowledged: the event's room is heard of a moment after the start.</summary>
    public async Task SendSurelyAsync(RoomId room, Actor actor, RoomCommand command)
    {
        var receipt = Receipt.Unknown(new Rejection(RejectionCode.Unavailable));
        for (var attempt = 0; attempt < 50; attempt++)
        {
            receipt = await Grains.GetRoom(room).Execute(actor, NextId(), command, CancellationToken.None);
            if (receipt.Status == ReceiptStatus.Ok)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"{room} answers {receipt}.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
