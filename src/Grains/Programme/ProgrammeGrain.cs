using Halle.Storage;

namespace Halle.Programme;

/// <summary>Keeps the programme as one stored state; reads never wait for a write.</summary>
[GrainType("halle.programme")]
internal sealed class ProgrammeGrain(
    [PersistentState("programme", GrainStateStorage.Name)] IPersistentState<ProgrammeState> state) : Grain, IProgrammeGrain
{
    private EventProgramme _current = EventProgramme.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _current = state.State.Programme ?? EventProgramme.Empty;
        return Task.CompletedTask;
    }

    public Task<EventProgramme?> Get(long knownVersion) => Task.FromResult(knownVersion == _current.Version ? null : _current);

    public async Task<EventProgramme> Fill(EventProgramme programme)
    {
        if (_current.Version == 0)
        {
            await Replace(programme);
        }

        return _current;
    }

    public async Task<long> Replace(EventProgramme programme)
    {
        var next = programme with { Version = _current.Version + 1 };
        state.State.Programme = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is stored is not known any more: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }

        // Only now, so that nobody reads a programme that is not stored.
        _current = next;
        return next.Version;
    }
}

[GenerateSerializer, Alias("halle.ProgrammeState")]
internal sealed class ProgrammeState
{
    [Id(0)]
    public EventProgramme? Programme { get; set; }
}
