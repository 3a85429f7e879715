using System.Net.Sockets;
using Azure;
using Halle.Storage.Journal;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Halle.Hosting;

/// <summary>Why a process could not start, in lines an operator can act on.</summary>
public sealed record StartUpFaults(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>Null: a bug, which keeps its stack.</summary>
    public static StartUpFaults? Of(Exception? error)
    {
        if (error is AggregateException several)
        {
            return several.InnerExceptions.Select(Of).FirstOrDefault(faults => faults is not null);
        }

        return error switch
        {
            null => null,
            StartUpException refused => new(ExitCodes.Refused, refused.Faults),
            OptionsValidationException invalid => new(ExitCodes.Refused, [.. invalid.Failures]),
            JournalDamagedException damaged => new(ExitCodes.Refused, [
                $"The database is damaged and was left as it is: {damaged.Message} Restore a backup, or move the file away (docs/operations.md)."]),
            // What the binder cannot convert; its message names the setting and the value.
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unread => new(ExitCodes.Refused, [unread.Message]),

            // The store has answered: a key, a name or a right is wrong, and waiting does not mend it.
            JournalUnavailableException { InnerException: RequestFailedException { Status: 400 or 401 or 403 } denied } => new(ExitCodes.Refused, [
                $"The store refuses (Halle:Storage:AzureTables): {denied.Status} {denied.ErrorCode}."]),
            JournalUnavailableException unavailable => new(ExitCodes.Unreachable, [$"The database cannot be opened: {unavailable.Message}"]),
            RedisException redis => new(ExitCodes.Unreachable, [$"Redis (Halle:Cluster:Redis) does not answer: {redis.Message}"]),
            AddressInUseException taken => new(ExitCodes.Refused, [$"A port is taken: {taken.Message}"]),

            // The edge's own sockets, when the port went in the moment after it was looked at.
            SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } taken => new(ExitCodes.Refused, [$"A port is taken: {taken.Message}"]),
            _ => Of(error.InnerException),
        };
    }

    public async Task<int> TellAsync(TextWriter to)
    {
        foreach (var line in Lines)
        {
            await to.WriteLineAsync("halle: " + line.ReplaceLineEndings(" "));
        }

        return ExitCode;
    }
}
