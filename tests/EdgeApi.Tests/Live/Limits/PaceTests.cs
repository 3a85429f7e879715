using System.Diagnostics;
using System.Text.Json;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

/// <summary>The rows F of the catalogue of bad input.</summary>
public sealed class PaceTests
{
    [Fact(DisplayName = "[LI25] F01: of 100 messages at once from a pupil 5 pass, and the rest are told how long to wait")]
    public async Task Of_a_flood_five_pass()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync(Role.Pupil);
        await client.EnterAsync(LiveHost.Booth);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => client.SayAsync(LiveHost.Booth, $"{number}", $"client-{number:0000}")));

        // One more may have come back while the flood was served.
        Assert.InRange(answers.Count(answer => answer.Status == ReceiptStatus.Ok), 5, 6);
        Assert.All(
            answers.Where(answer => answer.Status != ReceiptStatus.Ok),
            answer => Assert.True(answer is { Code: RejectionCode.SlowDown, RetryAfterMs: > 0 and <= 2_000 }, $"{answer}"));
    }

    [Fact(DisplayName = "[LI26] F02: 30 pupils behind one address each say something in the same second")]
    public async Task A_class_behind_one_address_passes()
    {
        await using var host = await LiveHost.StartAsync();
        var pupils = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.ConnectAsync(Role.Pupil)));
        await Task.WhenAll(pupils.Select(pupil => pupil.EnterAsync(LiveHost.Booth)));

        var answers = await Task.WhenAll(pupils.Select((pupil, number) => pupil.SayAsync(LiveHost.Booth, $"bonjour {number}", $"client-{number:0000}")));

        Assert.All(answers, answer => Assert.Equal(ReceiptStatus.Ok, answer.Status));
    }

    [Fact(DisplayName = "[LI27] F03: of 1 000 comings and goings of one person the first forty pass, and nobody is told of each")]
    public async Task Coming_and_going_is_limited()
    {
        await using var host = await LiveHost.StartAsync(("Live:Guard:MessageBurst", "5000"), ("Live:Guard:ByteBurst", "10000000"));
        await using var client = await host.ConnectAsync();
        var clock = Stopwatch.StartNew();

        var answers = await client.CallAllAsync<JsonElement>([.. Enumerable.Range(0, 1_000).SelectMany(
            _ => new[] { ("Enter", "{\"room\":\"booth:stand-demo\"}"), ("Leave", "\"booth:stand-demo\"") })]);
        var cameBack = 2 * (int)Math.Ceiling(clock.Elapsed.TotalSeconds + 1);
        await Eventually.IsTrueAsync(() => host.Rooms[LiveHost.Booth].Present == 0);

        var refused = answers.Where((_, at) => at % 2 == 0).Count(answer => answer.TryGetProperty("code", out var code) && code.GetString() == RejectionCode.SlowDown);
        Assert.InRange(refused, 1_000 - 40 - cameBack, 1_000 - 40);
        Assert.InRange(host.Rooms[LiveHost.Booth].Reports.Count, 0, 15);
    }

    [Fact(DisplayName = "[LI28] F08: reactions are summed, and limited to five a second")]
    public async Task Reactions_are_summed_and_limited()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Talk);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.CallAsync<CommandAnswer>("React", "\"talk:forum-demo\",\"clap\"")));

        var passed = answers.Count(answer => answer.Status == ReceiptStatus.Ok);
        Assert.InRange(passed, 5, 10);
        await Eventually.IsTrueAsync(() =>
            host.Rooms[LiveHost.Talk].Reports.Sum(report => report.Reactions.GetValueOrDefault("clap")) == passed);
    }

    [Fact(DisplayName = "[LI29] A room takes 100 messages a second of its public; its staff is not slowed")]
    public async Task A_room_has_its_own_limit_and_staff_is_exempt()
    {
        await using var host = await LiveHost.StartAsync();
        await using var staff = await host.ConnectAsync(Role.Moderator);
        await staff.EnterAsync(LiveHost.Booth);
        var crowd = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.ConnectAsync()));
        await Task.WhenAll(crowd.Select(client => client.EnterAsync(LiveHost.Booth)));

        var answers = await Task.WhenAll(crowd.SelectMany((client, who) => Enumerable.Range(0, 5).Select(
            number => client.SayAsync(LiveHost.Booth, $"{number}", $"client-{who:00}-{number}"))));

        Assert.InRange(answers.Count(answer => answer.Code == RejectionCode.SlowDown), 1, 100);
        Assert.Equal(ReceiptStatus.Ok, (await staff.SayAsync(LiveHost.Booth, "on se calme", "client-staff")).Status);
    }
}
