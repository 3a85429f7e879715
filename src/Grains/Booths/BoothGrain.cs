using Halle.Moderation;
using Halle.Rooms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Booths;

/// <summary>A stand, which tells the event's room when somebody is there.</summary>
[GrainType("halle.booth")]
internal sealed partial class BoothGrain(RoomServices services, IOptions<BoardOptions> board) : ModeratedRoomGrain(services, board), IBoothGrain
{
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = services.Logger;
    private SaidHours _said = SaidHours.Nothing;
    private Task _telling = Task.CompletedTask;

    public Task<SaidHours?> ReadHours() => Task.FromResult(IsOpen ? _said : null);

    private protected override void Opened(Room stored)
    {
        base.Opened(stored);
        _said = Said(stored);
        if (_said.Offered.Length + _said.Withdrawn.Length > 0)
        {
            _telling = TellAsync();
        }
    }

    private protected override void Stored(Room room, Changes changes)
    {
        base.Stored(room, changes);
        if (changes.Entities.Any(key => string.Equals(key.Type, "hours", StringComparison.Ordinal)))
        {
            _said = Said(room);
            if (_telling.IsCompleted)
            {
                _telling = TellAsync();
            }
        }
    }

    private static SaidHours Said(Room room) => room.Part<BoothHours>() is { Now: var now } ? new SaidHours(now.Offered, now.Withdrawn) : SaidHours.Nothing;

    // Not told is told again, for as long as the room is open; an event's room that begins anew asks by itself.
    private async Task TellAsync()
    {
        SaidHours? told = null;
        while (IsOpen && told != _said)
        {
            var telling = _said;
            try
            {
                await GrainFactory.GetEvent().ReportHours(Id, telling);
                told = telling;
            }
            catch (Exception exception)
            {
                LogUntold(_logger, exception, Id);
                await Task.Delay(TellAgainAfter, Time);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Room}: the event's room did not take the booth's times")]
    private static partial void LogUntold(ILogger logger, Exception exception, RoomId room);
}
