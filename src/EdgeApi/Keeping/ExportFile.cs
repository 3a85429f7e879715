using System.Collections.Immutable;
using System.Text.Json;
using Halle.Access;
using Halle.Rooms;

namespace Halle.Keeping;

/// <summary>An export as JSON for people to read, for the account that asked for it alone. An existing file is left as it is.</summary>
internal sealed class ExportFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;

    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public ExportFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        _json = new Utf8JsonWriter(_file, new JsonWriterOptions { Indented = true, Encoder = RoomJson.Options.Encoder });
    }

    /// <summary>Events written so far.</summary>
    public int Events { get; private set; }

    public void Begin(ImmutableArray<PersonId> people, InviteSummary? invite)
    {
        _json.WriteStartObject();
        if (!people.IsEmpty)
        {
            _json.WritePropertyName("people");
            JsonSerializer.Serialize(_json, people, RoomJson.Options);
        }

        if (invite is not null)
        {
            _json.WritePropertyName("invitation");
            JsonSerializer.Serialize(_json, invite, RoomJson.Options);
        }

        _json.WriteStartArray("rooms");
    }

    public async Task WriteAsync(RoomId room, IAsyncEnumerable<StoredEvent> events)
    {
        _json.WriteStartObject();
        _json.WriteString("room", room.ToGrainKey());
        _json.WriteStartArray("events");
        await foreach (var stored in events)
        {
            JsonSerializer.Serialize(_json, stored, RoomJson.Options);
            Events++;
            await _json.FlushAsync();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public async Task EndAsync()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.FlushAsync();
        _file.Flush(flushToDisk: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _file.DisposeAsync();
    }
}
