using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Moderation;

/// <summary>Moderation wins the race: a mute against people who write as fast as they can.</summary>
public sealed class MuteRaceTests
{
    private const string Room = "booth:edf";

    [Fact(DisplayName = "[MO1] after a mute is acknowledged no later message of that person exists, however fast they write", Timeout = 180_000)]
    public async Task Nothing_follows_an_acknowledged_mute()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await RunningEdge.StartAsync(new RunningEdgeOptions { Settings = Pace.Unlimited }, cancellationToken);
        var recorder = new Recorder();
        var within = TimeSpan.FromSeconds(20);
        await using var moderator = new LiveClient(
            await SignedIn.StaffAsync(server.Address, server.Links["moderator"], cancellationToken), recorder: null, seed: 1);
        await moderator.EnterAsync(Room, within, cancellationToken);
        await using var observer = new LiveClient(
            await SignedIn.VisitorAsync(server.Address, "Loupe une", cancellationToken), recorder, seed: 2);
        await observer.EnterAsync(Room, within, cancellationToken);
        var writers = new List<LiveClient>();
        for (var i = 0; i < 6; i++)
        {
            var writer = new LiveClient(
                await SignedIn.VisitorAsync(server.Address, $"Plume {(char)('A' + i)}", cancellationToken), recorder, seed: 3 + i);
            await writer.EnterAsync(Room, within, cancellationToken);
            writers.Add(writer);
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writers.Select(writer => WriteAsync(writer, enough, cancellationToken)).ToList();
        foreach (var muted in writers.Take(3))
        {
            await Eventually.BecomesTrueAsync(
                () => AckedOf(recorder, muted) >= 20, "20 messages of the one to be muted", () => $"{AckedOf(recorder, muted)}", within, cancellationToken);
            var answer = await moderator.DoAsync(
                Room, new { type = "sanction.mute", person = muted.Who.Person, minutes = 5, reason = "Trop de messages" }, cancellationToken);
            Assert.Equal("ok", answer.Status);
            recorder.Add(new Muted(recorder.Now, Room, muted.Who.Person, answer.Seq));
        }

        var before = AckedOf(recorder, writers[^1]);
        await Eventually.BecomesTrueAsync(
            () => AckedOf(recorder, writers[^1]) >= before + 20, "the others write on", () => $"{AckedOf(recorder, writers[^1])}", within, cancellationToken);
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        await ReadAllAsync(server, recorder, observer, cancellationToken);

        var verdict = HistoryChecker.Check(recorder.Records);
        Assert.True(verdict.Holds, verdict.ToString());
        foreach (var muted in writers.Take(3))
        {
            // The muted are told why and until when.
            Assert.Contains("muted", muted.Refusals);
            var you = muted.Enter(Room).You;
            Assert.Equal("Trop de messages", you?.GetProperty("muted").GetProperty("reason").GetString());
            Assert.True(you?.GetProperty("muted").TryGetProperty("until", out _));
        }

        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    private static int AckedOf(Recorder recorder, LiveClient writer) => recorder.Records.OfType<Acked>()
        .Count(acked => string.Equals(acked.Sender, writer.Who.Person, StringComparison.Ordinal));

    private static async Task WriteAsync(LiveClient writer, CancellationTokenSource enough, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; !enough.IsCancellationRequested && await pace.WaitForNextTickAsync(cancellationToken); i++)
        {
            if (await writer.PostAsync(Room, $"Message {Syllables.Of(i)} de {writer.Who.Name}", cancellationToken) is null && i > 0
                && writer.Refusals.Contains("muted"))
            {
                // A few more, to see that they are refused too.
                for (var more = 0; more < 5; more++)
                {
                    await writer.PostAsync(Room, $"Encore {Syllables.Of(more)} de {writer.Who.Name}", cancellationToken);
                }

                return;
            }
        }
    }

    private static async Task ReadAllAsync(RunningEdge server, Recorder recorder, LiveClient observer, CancellationToken cancellationToken)
    {
        await using var fresh = new LiveClient(
            await SignedIn.VisitorAsync(server.Address, "Nouvelle venue", cancellationToken), recorder, seed: 99, "fresh");
        var view = await fresh.EnterAsync(Room, TimeSpan.FromSeconds(20), cancellationToken);
        var seen = observer.Enter(Room);
        await Eventually.BecomesTrueAsync(
            () => seen.At >= view.At, $"the observer has seen everything up to {view.At}", () => $"{seen.At}", TimeSpan.FromSeconds(20), cancellationToken);
        recorder.Add(new Settled(recorder.Now, Room, observer.Who.Person));
        await fresh.ReadHistoryAsync(Room, cancellationToken);
    }
}
