using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Halle.Storage.Journal.Sqlite;

/// <summary>The lineage of a store, under a checksum of its own: one that changed by accident would send every browser back to the start, or worse,
/// make positions of another store look like ours.</summary>
internal static class SqliteEpoch
{
    /// <summary>Reads the epoch; a store without any commit gets one.</summary>
    /// <param name="hasChecksum">The store was written by a program that knew the checksum: one without it is damaged.</param>
    /// <exception cref="JournalDamagedException">It is not what was written, or is missing although there are commits.</exception>
    public static async Task<string> ReadOrBeginAsync(
        SqliteConnection connection, SqliteTransaction transaction, bool hasChecksum, CancellationToken cancellationToken)
    {
        if (!await ScalarAsync<bool>("SELECT count(*) > 0 FROM pragma_table_info('meta') WHERE name = 'checksum'"))
        {
            if (hasChecksum)
            {
                throw new JournalDamagedException("The store's epoch has lost its checksum.");
            }

            await ExecuteAsync("ALTER TABLE meta ADD COLUMN checksum INTEGER");
        }

        var (epoch, checksum) = await ReadAsync();
        if (epoch is null)
        {
            if (await ScalarAsync<bool>("SELECT EXISTS(SELECT 1 FROM commits) OR EXISTS(SELECT 1 FROM heads) OR EXISTS(SELECT 1 FROM meta)"))
            {
                throw new JournalDamagedException("The store has lost its epoch.");
            }

            epoch = RandomNumberGenerator.GetHexString(32, lowercase: true);
        }
        else if (checksum is null ? hasChecksum : checksum != JournalChecksum.OfEpoch(epoch))
        {
            throw new JournalDamagedException("The store's epoch is not what was written.");
        }

        if (checksum is null)
        {
            await ExecuteAsync(
                "INSERT INTO meta(key, value, checksum) VALUES ('epoch', $epoch, $checksum) ON CONFLICT(key) DO UPDATE SET checksum = excluded.checksum",
                ("$epoch", epoch),
                ("$checksum", JournalChecksum.OfEpoch(epoch)));
        }

        return epoch;

        async Task<(string? Epoch, long? Checksum)> ReadAsync()
        {
            using var select = SqliteConnections.Sql(connection, "SELECT value, checksum FROM meta WHERE key = 'epoch'");
            select.Transaction = transaction;
            using var rows = await select.ExecuteReaderAsync(cancellationToken);
            return await rows.ReadAsync(cancellationToken) ? (rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetInt64(1)) : (null, null);
        }

        async Task<T> ScalarAsync<T>(string sql)
        {
            using var command = SqliteConnections.Sql(connection, sql);
            command.Transaction = transaction;
            return (T)Convert.ChangeType((await command.ExecuteScalarAsync(cancellationToken))!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
        }

        async Task ExecuteAsync(string sql, params (string Name, object Value)[] values)
        {
            using var command = SqliteConnections.Sql(connection, sql, values);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
