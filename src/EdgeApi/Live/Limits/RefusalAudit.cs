using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// An entry of the log for each command that was not its sender's to give: who, as what, which command, where. Never what was written, and no
/// name. A flood of refusals is no flood of entries: a person and the whole edge have a budget, and the next entry tells how many there was none for.
/// </summary>
internal sealed partial class RefusalAudit(IOptions<LimitOptions> options, TimeProvider time, ILogger<RefusalAudit> logger)
{
    private readonly Budgets<PersonId> _person = new(time);
    private readonly Budgets<Everybody> _everybody = new(time);
    private int _untold;

    public void Forbidden(Actor actor, RoomId room, RoomCommand command)
    {
        if (_person.Take(actor.Person, options.Value.Audit) is null && _everybody.Take(default, options.Value.AuditAll) is null)
        {
            LogForbidden(RoomJson.NameOf(command), room, actor.Person.Value, actor.Role, Interlocked.Exchange(ref _untold, 0));
        }
        else
        {
            Interlocked.Increment(ref _untold);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Forbidden: {Command} in {Room} by {Person} ({Role}); {Untold} not told before")]
    private partial void LogForbidden(string command, RoomId room, string person, Role role, int untold);

    /// <summary>The one key there is.</summary>
    private readonly record struct Everybody;
}
