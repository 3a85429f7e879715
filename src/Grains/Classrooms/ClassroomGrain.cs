using Halle.Chat;
using Halle.Keeping;
using Halle.Rooms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Classrooms;

/// <summary>A class, which tells the board whether it has people and what waits in it for somebody.</summary>
[GrainType("halle.class")]
internal sealed partial class ClassroomGrain(RoomServices services, IOptions<ClassOptions> options) : RoomGrain(services), IClassroomGrain
{
    private readonly ClassNews _news = new(options.Value);
    private readonly ILogger _logger = services.Logger;
    private (int Count, DateTimeOffset? Since) _waiting;
    private bool _telling;

    private protected override TimeSpan? NextLook => _telling ? null : _news.DueAt(Status());

    public async Task<ForgetAnswer> Expire(CancellationToken cancellationToken)
    {
        var answer = await Forget(new ForgetOrder(ForgetKind.Messages, Before: Now - options.Value.KeepMessages), cancellationToken);
        if (!HasReaders)
        {
            // Nobody is here: it was opened for this, and need not stay.
            DeactivateOnIdle();
        }

        return answer;
    }

    private protected override void Opened(Room stored) => Count(stored);

    private protected override void Rebuilt(Room stored)
    {
        Count(stored);
        KeepTime();
    }

    private protected override void Stored(Room room, Changes changes)
    {
        if (changes.Entities.Any(key => string.Equals(key.Type, "message", StringComparison.Ordinal)))
        {
            Count(room);
            KeepTime();
        }
    }

    private protected override void Ticked()
    {
        var status = Status();
        if (!_telling && _news.DueAt(status) <= Elapsed)
        {
            _telling = true;
            _ = TellAsync(status);
        }
    }

    private void Count(Room room) => _waiting = room.Part<RoomChat>()?.Waiting ?? (0, null);

    private ClassStatus Status() => new(
        Here.Count(one => one.Role is not (Role.Moderator or Role.Organiser)), _waiting.Count, _waiting.Since);

    private async Task TellAsync(ClassStatus status)
    {
        try
        {
            await GrainFactory.GetGrain<IClassBoardGrain>(IClassBoardGrain.Key).Report(Id, status);
            _news.Told(status, Elapsed);
        }
        catch (Exception exception)
        {
            LogUntold(_logger, exception, Id);
            _news.Lost(Elapsed);
        }

        _telling = false;
        KeepTime();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Room}: the board of classes did not take how it stands")]
    private static partial void LogUntold(ILogger logger, Exception exception, RoomId room);
}
