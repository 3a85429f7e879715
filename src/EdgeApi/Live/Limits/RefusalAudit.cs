using System.Threading.RateLimiting;
using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// An entry of the log for each command that was not its sender's to give: who, as what, which command, where. Never what was written, and no
/// name. A flood of refusals is no flood of entries: a person and the whole edge have a budget, and the next entry tells how many there was none for.
/// </summary>
internal sealed partial class RefusalAudit(IOptions<LimitOptions> options, ILogger<RefusalAudit> logger) : IDisposable
{
    private readonly PartitionedRateLimiter<PersonId> _person = PartitionedRateLimiter.Create<PersonId, PersonId>(
        person => RateLimitPartition.GetTokenBucketLimiter(person, _ => options.Value.Audit.ToBucket()));

    private readonly TokenBucketRateLimiter _everybody = new(options.Value.AuditAll.ToBucket());
    private int _untold;

    public void Forbidden(Actor actor, RoomId room, RoomCommand command)
    {
        using var own = _person.AttemptAcquire(actor.Person);
        using var shared = own.IsAcquired ? _everybody.AttemptAcquire() : own;
        if (shared.IsAcquired)
        {
            LogForbidden(RoomJson.NameOf(command), room, actor.Person.Value, actor.Role, Interlocked.Exchange(ref _untold, 0));
        }
        else
        {
            Interlocked.Increment(ref _untold);
        }
    }

    public void Dispose()
    {
        _person.Dispose();
        _everybody.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "Forbidden: {Command} in {Room} by {Person} ({Role}); {Untold} not told before")]
    private partial void LogForbidden(string command, RoomId room, string person, Role role, int untold);
}
