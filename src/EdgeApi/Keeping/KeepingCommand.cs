using System.Collections.Immutable;
using Halle.Access;
using Halle.Hosting;
using Halle.Rooms;
using Halle.Storage;
using Microsoft.Extensions.Options;

namespace Halle.Keeping;

/// <summary>
/// <c>export</c> and <c>erase</c>: what is kept of one person or of one class is written to a file, or taken out of the store, from the console of the machine
/// that may read it. Given again, it finds nothing; cut off, it is given again. Exit code: 0 done or nothing to do, 1 not confirmed, otherwise <see cref="ExitCodes"/>.
/// </summary>
internal sealed class KeepingCommand(string[] words, string[] settings, bool asks)
{
    private static readonly string[] Usage =
    [
        "Use: export person ID FILE, export person class/KEY \"Pseudonym\" FILE, export room class/KEY FILE,",
        "or:  erase person ID, erase person class/KEY \"Pseudonym\", erase room class/KEY; --yes does not ask. ID is a person's or an invitation's.",
        "Settings as for a start (docs/operations.md, What is kept).",
    ];

    /// <summary>Edges act on a revocation within five seconds; after that nobody writes as this person.</summary>
    private static readonly TimeSpan UntilRevoked = TimeSpan.FromSeconds(6);

    private static CancellationToken Stop => CancellationToken.None;

    /// <summary>Null when the process is to do something else.</summary>
    public static KeepingCommand? Of(string[] args)
    {
        if (args is not ["export" or "erase", ..])
        {
            return null;
        }

        var words = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        return new KeepingCommand(words, [.. args[words.Length..].Where(arg => arg is not "--yes")], !args.Contains("--yes", StringComparer.Ordinal));
    }

    public async Task<int> RunAsync()
    {
        Func<IServiceProvider, Task<int>>? work = words switch
        {
            ["export", "person", var id, var file] => services => ExportAsync(services, id, null, file),
            ["export", "person", var room, var name, var file] => services => ExportAsync(services, room, name, file),
            ["export", "room", var room, var file] => services => ExportRoomAsync(services, room, file),
            ["erase", "person", var id] => services => EraseAsync(services, id, null),
            ["erase", "person", var room, var name] => services => EraseAsync(services, room, name),
            ["erase", "room", var room] => services => EraseRoomAsync(services, room),
            _ => null,
        };
        if (work is null)
        {
            return await new StartUpFaults(ExitCodes.Refused, Usage).TellAsync(Console.Error);
        }

        SqliteOptions? embedded = null;
        var code = await StoreConsole.RunAsync(
            settings,
            Console.Error,
            services => services.AddSingleton<KeptData>(),
            async services =>
            {
                embedded = services.GetRequiredService<EdgeSettings>().Shape == DeploymentShape.Embedded
                    ? services.GetRequiredService<IOptions<SqliteOptions>>().Value
                    : null;
                try
                {
                    return await work(services);
                }
                catch (Exception error) when (error is KeptException or IOException or UnauthorizedAccessException)
                {
                    await Console.Error.WriteLineAsync("halle: " + error.Message);
                    return error is KeptException ? ExitCodes.Unreachable : ExitCodes.Refused;
                }
            },
            stopped: code =>
            {
                if (code == ExitCodes.Stopped && words[0] is "erase" && embedded is not null)
                {
                    SqliteUpkeep.Compact(embedded);
                }
            });
        return code;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, string who, string? pseudonym, string file)
    {
        var kept = services.GetRequiredService<KeptData>();
        if (await FindAsync(kept, who, pseudonym) is not { } found)
        {
            return ExitCodes.Refused;
        }

        var rooms = await kept.RoomsOfAsync(found.People, Stop);
        if (rooms.IsEmpty && found.Invite is null)
        {
            return await SayAsync($"Nothing is kept of {who}.");
        }

        await using var writer = new ExportFile(file);
        writer.Begin(found.People, found.Invite);
        foreach (var room in rooms)
        {
            await writer.WriteAsync(room, kept.ReadOfAsync(room, found.People, Stop));
        }

        await writer.EndAsync();
        return await SayAsync($"{writer.Events} stored events of {rooms.Length} rooms are in {file}.");
    }

    private static async Task<int> ExportRoomAsync(IServiceProvider services, string name, string file)
    {
        var kept = services.GetRequiredService<KeptData>();
        if (await kept.FindClassAsync(name, Stop) is not { } room)
        {
            return await RefuseAsync($"Nothing is stored of {name}: expected class/KEY.");
        }

        await using var writer = new ExportFile(file);
        writer.Begin([], null);
        await writer.WriteAsync(room, kept.ReadAsync(room, Stop));
        await writer.EndAsync();
        return await SayAsync($"{writer.Events} stored events are in {file}.");
    }

    private async Task<int> EraseAsync(IServiceProvider services, string who, string? pseudonym)
    {
        var kept = services.GetRequiredService<KeptData>();
        if (await FindAsync(kept, who, pseudonym) is not { } found)
        {
            return ExitCodes.Refused;
        }

        var rooms = await kept.RoomsOfAsync(found.People, Stop);
        if (rooms.IsEmpty && found.Invite is null)
        {
            return await SayAsync($"Nothing is kept of {pseudonym ?? who}.");
        }

        await Console.Out.WriteLineAsync($"Found in {rooms.Length} rooms: {string.Join(' ', rooms)}{(found.Invite is null ? "" : "; and the invitation")}");
        if (asks && !await StoreConsole.ConfirmAsync("Erase for good? Backups keep what they have.", Console.In, Console.Out))
        {
            await Console.Out.WriteLineAsync("Nothing was erased.");
            return StoreConsole.NotConfirmed;
        }

        foreach (var person in found.People)
        {
            await kept.RevokeAsync(person, Stop);
        }

        if (services.GetRequiredService<EdgeSettings>().Shape == DeploymentShape.Cluster)
        {
            await Task.Delay(UntilRevoked, services.GetRequiredService<TimeProvider>());
        }

        var events = await kept.ForgetAsync(found.People, Stop);
        if (found.Invite is { } invite)
        {
            await kept.ForgetAsync(invite, Stop);
        }

        return await SayAsync($"Erased: {events} stored events lost what they held of {pseudonym ?? who}.");
    }

    private async Task<int> EraseRoomAsync(IServiceProvider services, string name)
    {
        var kept = services.GetRequiredService<KeptData>();
        if (await kept.FindClassAsync(name, Stop) is not { } room)
        {
            return await RefuseAsync($"Nothing is stored of {name}: expected class/KEY.");
        }

        if (asks && !await StoreConsole.ConfirmAsync($"Erase every word and everybody of {name} for good? Backups keep what they have.", Console.In, Console.Out))
        {
            await Console.Out.WriteLineAsync("Nothing was erased.");
            return StoreConsole.NotConfirmed;
        }

        var events = await kept.ForgetAsync(room, new ForgetOrder(ForgetKind.Everything), Stop);
        return await SayAsync(events == 0 ? $"Nothing is kept of {name}." : $"Erased: {events} stored events of {name} lost their words and people.");
    }

    /// <summary>Whom it is about; null after saying why nobody can be meant.</summary>
    private static async Task<(ImmutableArray<PersonId> People, InviteSummary? Invite)?> FindAsync(KeptData kept, string who, string? pseudonym)
    {
        if (pseudonym is not null)
        {
            if (await kept.FindClassAsync(who, Stop) is { } room)
            {
                return (await kept.FindPupilsAsync(room, pseudonym, Stop), null);
            }

            await RefuseAsync($"Nothing is stored of {who}: expected class/KEY.");
            return null;
        }

        if (!PersonId.TryParse(who, out var person) || person.IsForgotten)
        {
            await RefuseAsync($"{who} is no id of a person or an invitation.");
            return null;
        }

        return await kept.FindInviteAsync(who, Stop) is { } invited ? (invited.People, invited.Invite) : ([person], null);
    }

    private static async Task<int> SayAsync(string line)
    {
        await Console.Out.WriteLineAsync(line);
        return ExitCodes.Stopped;
    }

    private static async Task<int> RefuseAsync(string line)
    {
        await Console.Error.WriteLineAsync("halle: " + line);
        return ExitCodes.Refused;
    }
}
