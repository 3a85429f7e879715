using System.Collections.Immutable;
using Halle.Access;
using Halle.Rooms;
using Halle.Storage;
using Microsoft.Extensions.Options;

namespace Halle.Moderation;

/// <summary>Carries the board. Only what waits is stored, as one state written whole: it changes with a moderator's work, not with people's coming.</summary>
[GrainType("halle.classes")]
internal sealed class RoomBoardGrain(
    [PersistentState("classes", GrainStateStorage.Name)] IPersistentState<RoomBoardState> state, TimeProvider time, IOptions<BoardOptions> options)
    : Grain, IRoomBoardGrain
{
    private readonly RoomBoard _board = new(options.Value.Lease);
    private readonly long _startedAt = time.GetTimestamp();

    private TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _board.Load(state.State.Waiting.IsDefault ? [] : state.State.Waiting);
        return Task.CompletedTask;
    }

    public Task Report(RoomId room, RoomStanding standing)
    {
        if (room.Kind == RoomKind.Event || !_board.Report(room, standing, Elapsed))
        {
            return Task.CompletedTask;
        }

        state.State.Waiting = _board.Save();
        return state.WriteOrEndAsync(this);
    }

    public Task<ImmutableArray<BoardRow>> Read() => Task.FromResult(_board.Read(Elapsed));
}

[GenerateSerializer, Alias("halle.ClassBoardState")]
internal sealed class RoomBoardState
{
    [Id(0)]
    public ImmutableArray<BoardRow> Waiting { get; set; } = [];
}
