using System.Collections.Immutable;
using Halle.Access;
using Halle.Rooms;
using Halle.Storage;
using Microsoft.Extensions.Options;

namespace Halle.Classrooms;

/// <summary>Carries the board. Only what waits is stored, as one state written whole: it changes with a moderator's work, not with people's coming.</summary>
[GrainType("halle.classes")]
internal sealed class ClassBoardGrain(
    [PersistentState("classes", GrainStateStorage.Name)] IPersistentState<ClassBoardState> state, TimeProvider time, IOptions<ClassOptions> options)
    : Grain, IClassBoardGrain
{
    private readonly ClassBoard _board = new(options.Value.Lease);
    private readonly long _startedAt = time.GetTimestamp();

    private TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _board.Load(state.State.Waiting.IsDefault ? [] : state.State.Waiting);
        return Task.CompletedTask;
    }

    public Task Report(RoomId room, ClassStatus status)
    {
        if (room.Kind != RoomKind.Class || !_board.Report(room, status, Elapsed))
        {
            return Task.CompletedTask;
        }

        state.State.Waiting = _board.Save();
        return state.WriteOrEndAsync(this);
    }

    public Task<ImmutableArray<ClassNow>> Read() => Task.FromResult(_board.Read(Elapsed));
}

[GenerateSerializer, Alias("halle.ClassBoardState")]
internal sealed class ClassBoardState
{
    [Id(0)]
    public ImmutableArray<ClassNow> Waiting { get; set; } = [];
}
