using Halle.Silo;
using Halle.Storage;
using Halle.Storage.Backup;

namespace Halle.Hosting;

/// <summary>
/// <c>backup FILE</c> and <c>restore FILE</c>: the process does that with the store its settings name, and ends. A server may run during a backup;
/// during a restore none may.
/// </summary>
internal sealed class BackupCommand(bool restores, string archive, string[] settings)
{
    private static readonly string[] Usage = ["Use: backup FILE or restore FILE, and settings as for a start (docs/operations.md)."];

    /// <summary>Null when the process is to serve.</summary>
    public static BackupCommand? Of(string[] args) => args switch
    {
        ["backup", var file, .. var settings] when !file.StartsWith('-') => new BackupCommand(restores: false, file, settings),
        ["restore", var file, .. var settings] when !file.StartsWith('-') => new BackupCommand(restores: true, file, settings),
        ["backup" or "restore", ..] => new BackupCommand(restores: false, "", []),
        _ => null,
    };

    public async Task<int> RunAsync()
    {
        if (archive.Length == 0)
        {
            return await new StartUpFaults(ExitCodes.Refused, Usage).TellAsync(Console.Error);
        }

        try
        {
            var from = await DoAsync();
            await Console.Out.WriteLineAsync(restores ? $"{archive} is restored to {from}." : $"{from} is saved in {archive}.");
            return ExitCodes.Stopped;
        }
        catch (BackupRefusedException refused)
        {
            return await new StartUpFaults(ExitCodes.Refused, [refused.Message]).TellAsync(Console.Error);
        }
        catch (Exception error) when (error is Azure.RequestFailedException or AggregateException or IOException)
        {
            return await new StartUpFaults(ExitCodes.Unreachable, [$"The store does not answer: {error.Message}"]).TellAsync(Console.Error);
        }
    }

    private async Task<string> DoAsync()
    {
        var builder = WebApplication.CreateBuilder(settings);
        var configuration = builder.Configuration;
        if (configuration.GetSection(HalleStorageOptions.Section).Get<HalleStorageOptions>()?.BackEnd == StorageBackEnd.AzureTables)
        {
            var tables = configuration.GetSection(AzureTableOptions.Section).Get<AzureTableOptions>() ?? new AzureTableOptions();
            await (restores
                ? AzureTableBackup.RestoreAsync(archive, tables, CancellationToken.None)
                : AzureTableBackup.SaveAsync(tables, archive, CancellationToken.None));
            return $"the table {tables.JournalTable} and its sisters";
        }

        var sqlite = configuration.GetSection(SqliteOptions.Section).Get<SqliteOptions>() ?? new SqliteOptions();
        sqlite.Path = Path.GetFullPath(sqlite.Path, builder.Environment.ContentRootPath);
        if (restores)
        {
            SqliteBackup.Restore(archive, sqlite);
        }
        else
        {
            SqliteBackup.Save(sqlite, archive);
        }

        return sqlite.Path;
    }
}
