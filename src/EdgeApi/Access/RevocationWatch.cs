using Halle.Clustering;

namespace Halle.Access;

/// <summary>Asks once a second what was revoked, so that an open connection ends within 5 s of the receipt.</summary>
public sealed partial class RevocationWatch(
    IGrainFactory grains, SiloLink link, Revoked revoked, TimeProvider time, ILogger<RevocationWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.Reached.WaitAsync(stoppingToken);
        var access = grains.GetGrain<IAccessGrain>(IAccessGrain.Key);
        var version = 0L;
        var failing = false;
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                var news = await access.ReadSince(version);
                revoked.Add(news.Entries.Select(entry => (entry.Kind, entry.Id)));
                version = news.Version;
                failing = false;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // What was revoked stays revoked; what is new is learned when the silo answers again.
                if (!failing)
                {
                    LogFailing(error);
                }

                failing = true;
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Revocations cannot be read; asking again each second")]
    private partial void LogFailing(Exception error);
}
