using System.Globalization;
using Orleans.Storage;

namespace Halle.Storage.GrainState.Sqlite;

/// <summary>
/// Grain state in the SQLite file: one row per grain and state name, guarded by an ETag. A write or clear with another ETag than the
/// stored one throws <see cref="InconsistentStateException"/>. Writes are fsynced when the task completes.
/// </summary>
public sealed class SqliteGrainStorage(string serviceId, SqliteOptions options, IGrainStorageSerializer serializer)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SqliteGrainStorage),
        ServiceLifecycleStage.ApplicationServices,
        _ =>
        {
            using var connection = SqliteConnections.Open(options);
            SqliteConnections.Execute(
                connection,
                """
                CREATE TABLE IF NOT EXISTS grain_state(service TEXT NOT NULL, grain TEXT NOT NULL, name TEXT NOT NULL,
                    etag INTEGER NOT NULL, data BLOB, PRIMARY KEY(service, grain, name)) WITHOUT ROWID
                """);
            return Task.CompletedTask;
        });

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        using var connection = SqliteConnections.Open(options);
        using var command = SqliteConnections.Sql(
            connection,
            "SELECT etag, data FROM grain_state WHERE service = $service AND grain = $grain AND name = $name",
            [.. Key(stateName, grainId)]);
        using var rows = command.ExecuteReader();
        if (!rows.Read())
        {
            (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
            return Task.CompletedTask;
        }

        grainState.ETag = rows.GetInt64(0).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = !rows.IsDBNull(1);
        grainState.State = grainState.RecordExists
            ? serializer.Deserialize<T>(new BinaryData((byte[])rows[1]))
            : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, serializer.Serialize(grainState.State).ToArray());
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            Replace(stateName, grainId, grainState, DBNull.Value);
        }

        (grainState.RecordExists, grainState.State) = (false, Activator.CreateInstance<T>());
        return Task.CompletedTask;
    }

    private void Replace<T>(string stateName, GrainId grainId, IGrainState<T> grainState, object data)
    {
        using var connection = SqliteConnections.Open(options);
        var stored = long.TryParse(grainState.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var etag) ? etag : 0;
        var changed = stored == 0
            ? SqliteConnections.Execute(
                connection,
                """
                INSERT INTO grain_state(service, grain, name, etag, data) VALUES ($service, $grain, $name, 1, $data)
                ON CONFLICT DO NOTHING
                """,
                [.. Key(stateName, grainId), ("$data", data)])
            : SqliteConnections.Execute(
                connection,
                """
                UPDATE grain_state SET etag = etag + 1, data = $data
                WHERE service = $service AND grain = $grain AND name = $name AND etag = $etag
                """,
                [.. Key(stateName, grainId), ("$data", data), ("$etag", stored)]);
        if (changed == 0)
        {
            throw new InconsistentStateException($"The state {stateName} of {grainId} was changed by somebody else.", "", grainState.ETag);
        }

        grainState.ETag = (stored + 1).ToString(CultureInfo.InvariantCulture);
    }

    private IEnumerable<(string Name, object Value)> Key(string stateName, GrainId grainId) =>
        [("$service", serviceId), ("$grain", grainId.ToString()), ("$name", stateName)];
}
