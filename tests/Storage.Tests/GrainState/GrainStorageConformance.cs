using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace Halle.Tests.GrainState;

/// <summary>What every grain storage promises, run over each back end.</summary>
public abstract class GrainStorageConformance : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("halle.programme", "a/b#c?d\\é");

    private IGrainStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact(DisplayName = "[ST9] What was never written is read as new, without an ETag")]
    public async Task Missing_state_is_new()
    {
        var state = await ReadAsync();

        Assert.False(state.RecordExists);
        Assert.True(string.IsNullOrEmpty(state.ETag));
        Assert.Equal("", state.State!.Text);
    }

    [Theory(DisplayName = "[ST9] A state is read back as written, small or large")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(900_000)]
    public async Task Written_is_read_back(int length)
    {
        var state = new GrainState<Note> { State = new Note { Text = new string('x', length) + "é" } };
        await _storage.WriteStateAsync("state", Grain, state);

        var read = await ReadAsync();

        Assert.True(read.RecordExists);
        Assert.Equal(state.ETag, read.ETag);
        Assert.Equal(state.State.Text, read.State!.Text);
    }

    [Fact(DisplayName = "[ST9] A stale ETag is refused, for a write and for a clear, and nothing changes")]
    public async Task Stale_etag_is_refused()
    {
        var first = new GrainState<Note> { State = new Note { Text = "one" } };
        await _storage.WriteStateAsync("state", Grain, first);
        var stale = await ReadAsync();
        first.State!.Text = "two";
        await _storage.WriteStateAsync("state", Grain, first);
        stale.State!.Text = "lost";

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("state", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("state", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync("state", Grain, new GrainState<Note> { State = new Note() }));

        Assert.Equal("two", (await ReadAsync()).State!.Text);
    }

    [Fact(DisplayName = "[ST9] A cleared state is read as new, and can be written again")]
    public async Task Cleared_state_is_new()
    {
        var state = new GrainState<Note> { State = new Note { Text = "gone" } };
        await _storage.WriteStateAsync("state", Grain, state);
        await _storage.ClearStateAsync("state", Grain, state);

        var read = await ReadAsync();
        Assert.False(read.RecordExists);
        Assert.Equal("", read.State!.Text);

        state.State = new Note { Text = "again" };
        await _storage.WriteStateAsync("state", Grain, state);
        Assert.Equal("again", (await ReadAsync()).State!.Text);
    }

    [Fact(DisplayName = "[ST9] Names and grains are apart")]
    public async Task Names_and_grains_are_apart()
    {
        await _storage.WriteStateAsync("state", Grain, new GrainState<Note> { State = new Note { Text = "here" } });

        var otherName = new GrainState<Note>();
        await _storage.ReadStateAsync("other", Grain, otherName);
        var otherGrain = new GrainState<Note>();
        await _storage.ReadStateAsync("state", GrainId.Create("halle.programme", "other"), otherGrain);

        Assert.False(otherName.RecordExists);
        Assert.False(otherGrain.RecordExists);
    }

    [Theory(DisplayName = "[ST9] Of several that write the same state at once exactly one wins, also where all write the same")]
    [InlineData("{0}")]
    [InlineData("spent")]
    public async Task One_of_several_writers_wins(string words)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await _storage.WriteStateAsync("state", Grain, new GrainState<Note> { State = new Note { Text = string.Format(CultureInfo.InvariantCulture, words, number) } });
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));

        Assert.Equal(1, results.Count(won => won));
    }

    protected abstract Task<IGrainStorage> OpenAsync();

    private async Task<GrainState<Note>> ReadAsync()
    {
        var state = new GrainState<Note>();
        await _storage.ReadStateAsync("state", Grain, state);
        return state;
    }

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }

    protected sealed class JsonBytes : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input)!;
    }
}
