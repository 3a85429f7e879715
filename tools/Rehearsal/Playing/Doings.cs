using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Scenarios;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Playing;

/// <summary>What people do once they are in.</summary>
internal sealed class Doings(Plan plan, Rooms rooms, Tally tally, CancellationToken stop)
{
    private static readonly string[] Words =
    [
        "bonjour", "merci", "atelier", "machine", "combien", "formation", "stage", "robot", "soudure", "usine", "équipe", "métier", "pourquoi",
        "apprenti", "énergie", "sécurité", "demain", "ensemble", "super", "question", "école", "bac", "projet", "travail", "matin", "nuit",
    ];

    private static readonly string[] Reactions = ["clap", "heart", "idea", "laugh"];

    private int _sent;

    /// <summary>Does one thing; never throws for what a server may answer.</summary>
    public async Task DoAsync(string what, Crowd crowd, Doing doing, Visitor visitor, Random random)
    {
        try
        {
            switch (what)
            {
                case "write":
                    await WriteAsync(RoomOf(crowd, doing, visitor), visitor, Text(random));
                    break;
                case "ask":
                    await ExecuteAsync(RoomOf(crowd, doing, visitor), visitor, new { type = "question.ask", text = Text(random) });
                    break;
                case "vote" when plan.Questions.Count > 0:
                    await ExecuteAsync(
                        Watch(visitor, rooms.Talks[0]), visitor,
                        new { type = "question.vote", question = plan.Questions[random.Next(plan.Questions.Count)] });
                    break;
                case "poll" when plan.Poll is { } poll && !visitor.HasAnsweredPoll:
                    visitor.HasAnsweredPoll = true;
                    await ExecuteAsync(Watch(visitor, rooms.Talks[0]), visitor, new { type = "poll.vote", poll, option = random.Next(3) });
                    break;
                case "react":
                    await ReactAsync(RoomOf(crowd, doing, visitor), visitor, Reactions[random.Next(Reactions.Length)]);
                    break;
                case "visit":
                    await VisitAsync(visitor, rooms.Booth(random.Next(plan.Booths.Count)));
                    break;
            }
        }
        catch (VisitorRefusedException refused)
        {
            tally.AddTrouble($"{what}: {refused.Code}");
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The line broke, which is counted where it broke; or the rehearsal is over.
        }
    }

    /// <summary>Posts a message, again under the same id until the server has said what became of it.</summary>
    private async Task WriteAsync(RoomWatch? watch, Visitor visitor, string words)
    {
        if (watch is null)
        {
            return;
        }

        var clientId = NewClientId();
        var text = $"{words} {Mark.Write(plan.Run, Mark.Microseconds(Stopwatch.GetTimestamp()))}";
        var fate = tally.AddSent();
        while (!stop.IsCancellationRequested)
        {
            if (visitor is { IsIn: true, Socket: { IsOpen: true } socket })
            {
                try
                {
                    var answer = await TimedAsync(socket, watch.Subject.Room, clientId, new { type = "chat.post", text });
                    var (status, wait) = (answer.GetProperty("status").GetString(), Visitor.WaitOf(answer));
                    if (status is "ok")
                    {
                        tally.Become(fate, Fate.Stored);
                        tally.AddStored(watch.Subject.Index, answer.GetProperty("seq").GetInt64());
                        return;
                    }

                    if (status is "refused" && wait is null)
                    {
                        tally.Become(fate, Fate.Refused);
                        tally.AddTrouble("write: " + answer.GetProperty("code").GetString());
                        return;
                    }

                    if (status is "refused")
                    {
                        tally.AddSlowed();
                    }

                    fate = tally.Become(fate, status is "refused" ? Fate.Waiting : Fate.Unsure);
                    await Task.Delay(wait ?? TimeSpan.FromMilliseconds(200), stop);
                    continue;
                }
                catch (IOException)
                {
                    // Not known what became of it: sent again on the next line.
                    fate = tally.Become(fate, Fate.Unsure);
                }
            }

            await Task.Delay(200, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task ExecuteAsync(RoomWatch? watch, Visitor visitor, object command)
    {
        if (watch is null || visitor.Socket is not { IsOpen: true } socket)
        {
            return;
        }

        Judge(await TimedAsync(socket, watch.Subject.Room, NewClientId(), command));
    }

    private async Task ReactAsync(RoomWatch? watch, Visitor visitor, string reaction)
    {
        if (watch is not null && visitor.Socket is { IsOpen: true } socket)
        {
            Judge(await socket.InvokeAsync("React", watch.Subject.Room, reaction));
        }
    }

    /// <summary>Enters another stand, then leaves the one before; the stand is the last of one's rooms.</summary>
    private async Task VisitAsync(Visitor visitor, RoomSubject booth)
    {
        if (visitor.Rooms.Any(watch => watch.Subject == booth))
        {
            return;
        }

        var before = visitor.Rooms.Where(watch => watch.Subject.Room.StartsWith("booth:", StringComparison.Ordinal)).ToArray();
        if (await visitor.EnterAsync(booth) is var (code, wait))
        {
            Refused("visit", code, wait);
            return;
        }

        foreach (var watch in before)
        {
            await visitor.LeaveAsync(watch);
        }
    }

    private async Task<JsonElement> TimedAsync(VisitorSocket socket, string room, string clientId, object command)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await socket.InvokeAsync("Execute", room, clientId, command);
        tally.Answers.Add((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        return answer;
    }

    private void Judge(JsonElement answer)
    {
        if (answer.GetProperty("status").GetString() is not "ok")
        {
            Refused("act", answer.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "unknown", Visitor.WaitOf(answer));
        }
    }

    private void Refused(string what, string code, TimeSpan? wait)
    {
        if (wait is not null)
        {
            tally.AddSlowed();
        }
        else
        {
            tally.AddTrouble($"{what}: {code}");
        }
    }

    private static RoomWatch? RoomOf(Crowd crowd, Doing doing, Visitor visitor)
    {
        // A visit changes the last room; what is not there just now is not written in.
        var watches = visitor.Rooms;
        var index = doing.Room ?? crowd.Rooms.Count - 1;
        return index < watches.Length && watches[index].At >= 0 ? watches[index] : null;
    }

    private static RoomWatch? Watch(Visitor visitor, RoomSubject subject) => Array.Find(visitor.Rooms, watch => watch.Subject == subject);

    private string NewClientId() => string.Create(
        CultureInfo.InvariantCulture, $"rehearsal-{plan.Run}-{plan.Process}-{Interlocked.Increment(ref _sent)}");

    /// <summary>Five to fourteen words: what people write.</summary>
    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(5, 15)).Select(_ => Words[random.Next(Words.Length)]));
}
