using Halle.Live.Contract;
using Halle.Live.Limits;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

public sealed class RefusalAuditTests
{
    private const string Mute = """{"type":"sanction.mute","person":"0123456789abcdef0123456789abcdef","minutes":5,"reason":"canari"}""";

    [Fact(DisplayName = "[LI150] A01: who tries what is not theirs is in the log, with person, role, command and room, and nothing of what was written")]
    public async Task It_is_in_the_log()
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Pupil);
        await using var client = await host.ConnectAsync(session);
        await client.EnterAsync(LiveHost.Booth);
        host.Rooms[LiveHost.Booth].OnExecute = static (_, _, _) => Task.FromResult(Receipt.Refused(new Rejection(RejectionCode.Forbidden)));

        await TryAsync(client, LiveHost.Booth);

        var entry = Assert.Single(host.Log.Of<RefusalAudit>());
        Assert.Equal($"Forbidden: sanction.mute in booth:stand-demo by {session.Actor.Person.Value} (Pupil); 0 not told before", entry);
    }

    [Fact(DisplayName = "[LI150] A flood of forbidden commands is five entries a person, and what was left out is counted")]
    public async Task A_flood_is_no_flood_of_entries()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync(Role.Pupil);

        for (var tries = 0; tries < 60; tries++)
        {
            await TryAsync(client, LiveHost.Talk);
        }

        // Another five seconds' entry may have come back while it went on.
        var entries = host.Log.Of<RefusalAudit>();
        Assert.InRange(entries.Count, 5, 7);
        await using var other = await host.ConnectAsync(Role.Pupil);
        await TryAsync(other, LiveHost.Talk);
        var last = host.Log.Of<RefusalAudit>()[^1];
        var told = host.Log.Of<RefusalAudit>().Sum(entry => int.Parse(entry.Split("; ")[1].Split(' ')[0]));
        Assert.Equal(60 - entries.Count, told);
        Assert.StartsWith("Forbidden: sanction.mute in talk:forum-demo", last, StringComparison.Ordinal);
    }

    private static async Task TryAsync(RawClient client, RoomId room)
    {
        var answer = await client.CallAsync<CommandAnswer>("Execute", $"\"{room.ToGrainKey()}\",\"{Guid.NewGuid():N}\",{Mute}");
        Assert.Equal(RejectionCode.Forbidden, answer.Code);
    }
}
