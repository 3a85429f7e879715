using System.Collections.Frozen;
using Halle.Clustering;

namespace Halle.Access;

/// <summary>
/// This edge's copy of which invitations there are, refreshed once a second. An invitation that is not on the list does not exist: no grain is
/// woken for it, however many are tried. The names on it are those staff appear under, which no visitor may take.
/// </summary>
public sealed partial class InviteDirectory(IGrainFactory grains, SiloLink link, TimeProvider time, ILogger<InviteDirectory> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Known _known = new(-1, FrozenSet<string>.Empty, []);

    /// <summary>Grows with every change of the list.</summary>
    public long Version => _known.Version;

    /// <summary>Names under which staff appear or may appear: of invitations that are neither revoked nor over.</summary>
    public IEnumerable<string> StaffNames
    {
        get
        {
            var now = time.GetUtcNow();
            return _known.Listed.Where(invite => !invite.Revoked && invite.Terms.ExpiresAt > now).Select(invite => invite.Terms.Name);
        }
    }

    /// <summary>Whether there is such an invitation. One that is not in the copy may have just been made: the list is asked again.</summary>
    public async Task<bool> KnowsAsync(string id, CancellationToken cancellationToken)
    {
        if (!_known.Ids.Contains(id))
        {
            await RefreshAsync(cancellationToken);
        }

        return _known.Ids.Contains(id);
    }

    /// <summary>Takes the list in now, without waiting for the next second.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (await grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key).ReadIfChanged(_known.Version) is { } copy)
            {
                _known = new Known(
                    copy.Version, copy.Invites.Select(invite => invite.Id).ToFrozenSet(StringComparer.Ordinal), [.. copy.Invites]);
            }
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public override void Dispose()
    {
        _refreshing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        try
        {
            await link.Reached.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Period, time);
            do
            {
                try
                {
                    await RefreshAsync(stoppingToken);
                    failing = false;
                }
                catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // The last list goes on holding; a change is learned when the silo answers again.
                    if (!failing)
                    {
                        LogFailing(error);
                    }

                    failing = true;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The edge stops.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of invitations cannot be read; asking again each second")]
    private partial void LogFailing(Exception error);

    private sealed record Known(long Version, FrozenSet<string> Ids, IReadOnlyList<InviteSummary> Listed);
}
