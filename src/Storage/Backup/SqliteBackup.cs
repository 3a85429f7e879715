using System.Security.Cryptography;
using Halle.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace Halle.Storage.Backup;

/// <summary>Backup and restore of an event in SQLite: the archive is a database like the one it was taken from.</summary>
public static class SqliteBackup
{
    /// <summary>Copies the database as it is at one moment; the server may run and write. The archive is checked before this returns.</summary>
    /// <exception cref="BackupRefusedException">The archive exists, there is nothing to back up, or the copy is not sound.</exception>
    public static void Save(SqliteOptions from, string archive)
    {
        if (!File.Exists(from.Path))
        {
            throw new BackupRefusedException($"There is no database at {from.Path}.");
        }

        Copy(from.Path, archive, from.BusyTimeoutSeconds, _ => { });
    }

    /// <summary>
    /// Brings the event back where no database is. It gets a new epoch: browsers that have seen more than the archive holds start anew instead of
    /// mixing two pasts.
    /// </summary>
    /// <exception cref="BackupRefusedException">There is a database already, or the archive is not a sound one.</exception>
    public static void Restore(string archive, SqliteOptions to)
    {
        if (!File.Exists(archive))
        {
            throw new BackupRefusedException($"There is no archive at {archive}.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(to.Path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        Copy(archive, to.Path, to.BusyTimeoutSeconds, BeginEpoch);
    }

    private static void BeginEpoch(SqliteConnection connection)
    {
        var epoch = RandomNumberGenerator.GetHexString(32, lowercase: true);
        SqliteConnections.Execute(
            connection,
            "UPDATE meta SET value = $epoch, checksum = $checksum WHERE key = 'epoch'",
            ("$epoch", epoch),
            ("$checksum", JournalChecksum.OfEpoch(epoch)));
    }

    private static void Copy(string from, string to, int timeoutSeconds, Action<SqliteConnection> finish)
    {
        foreach (var taken in new[] { to, to + "-wal", to + "-shm" }.Where(File.Exists))
        {
            throw new BackupRefusedException($"{taken} exists, and nothing is overwritten: move it away first.");
        }

        // Under another name until it is whole: what stands at the name asked for is always sound.
        var half = to + ".partial";
        File.Delete(half);
        try
        {
            using (var source = Open(from, SqliteOpenMode.ReadOnly, timeoutSeconds))
            using (var target = Open(half, SqliteOpenMode.ReadWriteCreate, timeoutSeconds))
            {
                source.BackupDatabase(target);
                SqliteConnections.Execute(target, "PRAGMA journal_mode = DELETE");
                using var check = SqliteConnections.Sql(target, "PRAGMA integrity_check");
                using var epoch = SqliteConnections.Sql(target, "SELECT count(*) FROM meta WHERE key = 'epoch'");
                if (check.ExecuteScalar() is not "ok" || epoch.ExecuteScalar() is not 1L)
                {
                    throw new BackupRefusedException($"{from} is not a sound database of Halle.");
                }

                finish(target);
            }

            File.Move(half, to);
        }
        catch (SqliteException error)
        {
            throw new BackupRefusedException($"{from} cannot be copied to {to}: {error.Message}");
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode, int timeoutSeconds)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = timeoutSeconds }.ToString());
        connection.Open();
        return connection;
    }
}
