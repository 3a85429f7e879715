using Azure;
using Azure.Data.Tables;
using Orleans.Storage;

namespace Halle.Storage.GrainState.AzureTables;

/// <summary>
/// Grain state on Azure Tables in the official Orleans provider's layout (Orleans.Persistence.AzureStorage: partition
/// <c>{ServiceId}_{GrainId}</c>, row = state name, bytes in <c>Data</c>, <c>Data1</c> … <c>Data14</c>), so that an owner can put that provider in its
/// place. Another ETag than the stored one throws <see cref="InconsistentStateException"/>. A property of our own beside them, <c>Write</c>, says which
/// write a row is of: one that was stored while its answer was lost is known again.
/// </summary>
public sealed class AzureTableGrainStorage(string serviceId, AzureTableOptions options, IGrainStorageSerializer serializer)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private const int ChunkBytes = 64 * 1024;
    private const int MaxChunks = 15;
    private const string WriteMark = "Write";

    private readonly TableClient _table = options.Open(options.GrainStateTable);

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(AzureTableGrainStorage),
        ServiceLifecycleStage.ApplicationServices,
        cancellation => _table.CreateIfNotExistsAsync(cancellation));

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (partition, row) = Key(stateName, grainId);
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, row);
        if (!found.HasValue)
        {
            (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
            return;
        }

        using var data = new MemoryStream();
        foreach (var name in ChunkNames())
        {
            if (found.Value!.GetBinary(name) is not { } chunk)
            {
                break;
            }

            data.Write(chunk);
        }

        grainState.ETag = found.Value!.ETag.ToString();
        grainState.RecordExists = data.Length > 0;
        grainState.State = grainState.RecordExists
            ? serializer.Deserialize<T>(new BinaryData(data.ToArray()))
            : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = serializer.Serialize(grainState.State).ToMemory();
        if (data.Length > ChunkBytes * MaxChunks)
        {
            throw new ArgumentException(
                $"The state {stateName} of {grainId} has {data.Length} bytes; a row holds {ChunkBytes * MaxChunks}.", nameof(grainState));
        }

        var (partition, row) = Key(stateName, grainId);
        var entity = new TableEntity(partition, row);
        foreach (var (name, index) in ChunkNames().Take((data.Length + ChunkBytes - 1) / ChunkBytes).Select((name, index) => (name, index)))
        {
            entity[name] = data.Slice(index * ChunkBytes, Math.Min(ChunkBytes, data.Length - (index * ChunkBytes))).ToArray();
        }

        await ReplaceAsync(entity, grainState);
        grainState.RecordExists = true;
    }

    /// <summary>Leaves an empty row, as the official provider does by default, so that a stale writer is still noticed.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            var (partition, row) = Key(stateName, grainId);
            await ReplaceAsync(new TableEntity(partition, row), grainState);
        }

        (grainState.RecordExists, grainState.State) = (false, Activator.CreateInstance<T>());
    }

    private async Task ReplaceAsync<T>(TableEntity entity, IGrainState<T> grainState)
    {
        // Bytes would not tell whose they are: of two that spend the same invitation both write the same.
        entity[WriteMark] = Guid.NewGuid();
        try
        {
            var answer = string.IsNullOrEmpty(grainState.ETag)
                ? await _table.AddEntityAsync(entity)
                : await _table.UpdateEntityAsync(entity, new ETag(grainState.ETag), TableUpdateMode.Replace);
            grainState.ETag = answer.Headers.ETag?.ToString();
        }
        catch (RequestFailedException error) when (error.Status is 404 or 409 or 412)
        {
            // A retry of a write that had succeeded meets its own traces: the row tells whose they are.
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(entity.PartitionKey, entity.RowKey, [WriteMark]);
            if (found.HasValue && found.Value!.GetGuid(WriteMark) == entity.GetGuid(WriteMark))
            {
                grainState.ETag = found.Value!.ETag.ToString();
                return;
            }

            throw new InconsistentStateException($"The state {entity.PartitionKey} was changed by somebody else.", "", grainState.ETag, error);
        }
    }

    private (string Partition, string Row) Key(string stateName, GrainId grainId) =>
        (Sanitized($"{serviceId}_{grainId}"), Sanitized(stateName));

    // The characters a key of Azure Tables may not have.
    private static string Sanitized(string key) => key.Replace('/', '_').Replace('\\', '_').Replace('#', '_').Replace('?', '_');

    private static IEnumerable<string> ChunkNames() => Enumerable.Range(0, MaxChunks).Select(index => index == 0 ? "Data" : $"Data{index}");
}
