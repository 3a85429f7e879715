using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Halle.Clustering;
using Halle.Rooms;

namespace Halle.Programme;

/// <inheritdoc cref="IProgrammeCache"/>
public sealed partial class ProgrammeCache(IGrainFactory grains, SiloLink link, TimeProvider time, ILogger<ProgrammeCache> logger)
    : BackgroundService, IProgrammeCache
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private volatile Known _known = Known.Of(EventProgramme.Empty);

    public EventProgramme Current => _known.Programme;

    /// <summary>It was read at least once; it may be empty.</summary>
    public bool WasRead { get; private set; }

    public bool Knows(RoomId room) => room == RoomId.TheEvent || _known.Rooms.Contains(room);

    public bool TryFindClass(string code, [NotNullWhen(true)] out ClassRegistration? registration) =>
        _known.ClassesByCode.TryGetValue(code, out registration);

    /// <summary>Takes the programme in now, without waiting for the next second.</summary>
    public async Task RefreshAsync()
    {
        if (await grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(Current.Version) is { } programme)
        {
            _known = Known.Of(programme);
        }

        WasRead = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.Reached.WaitAsync(stoppingToken);
        var failing = false;
        using var timer = new PeriodicTimer(Period, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync();
                failing = false;
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The last programme goes on holding; a change is learned when the silo answers again.
                if (!failing)
                {
                    LogFailing(error);
                }

                failing = true;
                await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The programme cannot be read; asking again each second")]
    private partial void LogFailing(Exception error);

    private sealed record Known(
        EventProgramme Programme, FrozenSet<RoomId> Rooms, FrozenDictionary<string, ClassRegistration> ClassesByCode)
    {
        public static Known Of(EventProgramme programme) => new(
            programme,
            programme.Sites.Select(site => RoomId.Booth(site.Key))
                .Concat(programme.Talks.Select(talk => RoomId.Talk(talk.Key)))
                .Concat(programme.Classes.Select(registration => RoomId.Class(registration.Key)))
                .ToFrozenSet(),
            programme.Classes.ToFrozenDictionary(registration => registration.Code, StringComparer.Ordinal));
    }
}
