using Halle.Chat;
using Halle.Programme;
using Halle.Rooms;
using Halle.Silo;
using Halle.Storage.Journal;
using Halle.Tests.Rooms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Halle.Tests.Shell;

public sealed class SiloCompositionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-silo-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(_folder.FullName, "halle.db");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[ST60] A silo that is started again goes on where it was stopped")]
    public async Task A_silo_that_is_started_again_goes_on()
    {
        var room = RoomId.Booth("booth-1");
        var id = ShellCluster.NewId();
        using (var first = Host())
        {
            await first.StartAsync(Stop);
            await ShellCluster.FillAsync(first.Services.GetRequiredService<IGrainFactory>());
            Assert.Equal(1, (await PostAsync(first, room, id)).Seq);
            await first.StopAsync(Stop);
        }

        using var second = Host();
        await second.StartAsync(Stop);
        var grains = second.Services.GetRequiredService<IGrainFactory>();
        Assert.Equal(1, (await grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(-1))?.Version);
        Assert.Equal(1, (await PostAsync(second, room, id)).Seq);
        Assert.Equal(2, (await PostAsync(second, room, ShellCluster.NewId())).Seq);
        await second.StopAsync(Stop);
    }

    [Fact(DisplayName = "[ST61] A silo whose journal is damaged does not start")]
    public async Task A_silo_whose_journal_is_damaged_does_not_start()
    {
        await File.WriteAllTextAsync(Store, string.Concat(Enumerable.Repeat("This is no database. ", 1_000)), Stop);
        using var host = Host();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Stop));

        Assert.Contains(Causes(failure), cause => cause is JournalDamagedException);
    }

    [Theory(DisplayName = "[ST62] A setting out of its range stops the start")]
    [InlineData("Halle:Rooms:MaxPending", "0")]
    [InlineData("Halle:Rooms:ReopenAfter", "00:00:00.1")]
    [InlineData("Halle:Event:WatchRenewal", "00:00:05")]
    [InlineData("Halle:Storage:Sqlite:Path", "")]
    public async Task A_setting_out_of_its_range_stops_the_start(string key, string value)
    {
        using var host = Host((key, value));

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));
    }

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            yield return failure;
        }
    }

    private static async Task<Receipt> PostAsync(IHost host, RoomId room, ClientId id)
    {
        var receipt = Receipt.Unknown(new Rejection(RejectionCode.Unavailable));
        await Eventually.HoldsAsync(() => $"the post is taken; last answer {receipt}", async () =>
        {
            receipt = await host.Services.GetRequiredService<IGrainFactory>().GetRoom(room)
                .Execute(Cast.Visitor(1), id, new PostMessage($"Demo {id}"), Stop);
            return receipt.Status == ReceiptStatus.Ok;
        });
        return receipt;
    }

    private IHost Host(params ReadOnlySpan<(string Key, string Value)> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Halle:Storage:Sqlite:Path", Store)]);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.AddHalleSilo();
        return builder.Build();
    }
}
