using Halle.Rooms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Moderation;

/// <summary>A room with a chat, and in a talk with questions, which tells the board what waits in it for a moderator.</summary>
internal abstract partial class ModeratedRoomGrain(RoomServices services, IOptions<BoardOptions> options) : RoomGrain(services)
{
    private readonly BoardNews _news = new(options.Value);
    private readonly ILogger _logger = services.Logger;
    private (int Count, DateTimeOffset? Since) _waiting;
    private bool _telling;

    private protected override TimeSpan? NextLook => _telling ? null : _news.DueAt(Standing());

    /// <summary>People to be counted on the board; 0 where others tell who is there.</summary>
    private protected virtual int Counted => 0;

    private protected override void Opened(Room stored) => Count(stored);

    private protected override void Rebuilt(Room stored)
    {
        Count(stored);
        KeepTime();
    }

    private protected override void Stored(Room room, Changes changes)
    {
        if (changes.Entities.Any(key => key.Type is "message" or "question"))
        {
            Count(room);
            KeepTime();
        }
    }

    private protected override void Ticked()
    {
        var standing = Standing();
        if (!_telling && _news.DueAt(standing) <= Elapsed)
        {
            _telling = true;
            _ = TellAsync(standing);
        }
    }

    private void Count(Room room) => _waiting = room.Waiting;

    private RoomStanding Standing() => new(Counted, _waiting.Count, _waiting.Since);

    private async Task TellAsync(RoomStanding standing)
    {
        try
        {
            await GrainFactory.GetGrain<IRoomBoardGrain>(IRoomBoardGrain.Key).Report(Id, standing);
            _news.Told(standing, Elapsed);
        }
        catch (Exception exception)
        {
            LogUntold(_logger, exception, Id);
            _news.Lost(Elapsed);
        }

        _telling = false;
        KeepTime();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Room}: the board did not take how it stands")]
    private static partial void LogUntold(ILogger logger, Exception exception, RoomId room);
}
