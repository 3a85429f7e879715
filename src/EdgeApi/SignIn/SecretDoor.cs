using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.SignIn;

/// <summary>Every try of a secret passes here: paced before it is looked at, counted after.</summary>
public sealed partial class SecretDoor(
    BrowserTicket tickets,
    IOptions<SignInOptions> options,
    SignInInstruments instruments,
    TimeProvider time,
    ILogger<SecretDoor> logger)
{
    private readonly SecretTries _tries = new(options.Value);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private bool _alerted;

    /// <summary>Null: look at the secret, then call <see cref="Failed"/> or <see cref="Succeeded"/>.</summary>
    public Rejection? Ask(HttpContext context)
    {
        if (_tries.Ask(tickets.Read(context), context.Connection.RemoteIpAddress, time.GetUtcNow()) is not { } wait)
        {
            instruments.Evaluated();
            return null;
        }

        instruments.Slowed();
        return new Rejection(RejectionCode.SlowDown, wait);
    }

    public void Failed(HttpContext context)
    {
        var now = time.GetUtcNow();
        _tries.Failed(tickets.Read(context), context.Connection.RemoteIpAddress, now);
        instruments.Failed();
        var alert = _tries.Alert(now);
        if (alert && !_alerted)
        {
            LogAlert(options.Value.AlertFailuresPerMinute);
        }

        _alerted = alert;
    }

    /// <summary>
    /// Looks at a secret and holds back the word that it opens nothing until <see cref="SignInOptions.RefusalAfter"/>: what was never made, what is
    /// wrong and what is over take unlike work, and look alike from outside.
    /// </summary>
    public async Task<(Session? Session, Rejection? Rejection)> AnswerAsync(
        Func<Task<(Session? Session, Rejection? Rejection)>> look, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var answer = await look();
        if (answer.Rejection?.Code is RejectionCode.SignInNeeded or RejectionCode.NotFound)
        {
            // A timer may be a little early.
            while (options.Value.RefusalAfter - time.GetElapsedTime(begun) is { Ticks: > 0 } left)
            {
                await Task.Delay(left < Shortest ? Shortest : left, time, cancellationToken);
            }
        }

        return answer;
    }

    public void Succeeded(HttpContext context) => _tries.Succeeded(tickets.Read(context));

    [LoggerMessage(1, LogLevel.Warning, "{Failures} wrong codes or invitations within a minute: tries are paced until it calms down")]
    private partial void LogAlert(int failures);
}
