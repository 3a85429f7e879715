using System.Text.Json;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Playing;

/// <summary>Prepares the event as its organiser: opens talks, invites professionals, looks up class codes, and runs the poll.</summary>
internal sealed class Organiser : IVisitorEvents, IDisposable
{
    private readonly Door _door;
    private readonly string _cookie;
    private readonly VisitorSockets _sockets = new();
    private readonly string _run;
    private VisitorSocket? _socket;
    private string? _ended;
    private int _sent;

    private Organiser(Door door, string cookie, string run) => (_door, _cookie, _run) = (door, cookie, run);

    /// <exception cref="CannotRunException">The invitation opens nothing, or not enough.</exception>
    public static async Task<Organiser> SignInAsync(
        Door door, VisitorTarget target, string token, string run, CancellationToken cancellationToken)
    {
        string cookie;
        JsonElement me;
        try
        {
            (cookie, me) = await door.SignInAsync("invite", new { token }, from: null, cancellationToken);
        }
        catch (RefusedException refused)
        {
            throw new CannotRunException($"The organiser's invitation opens nothing here ({refused.Message}).");
        }

        if (me.GetProperty("role").GetString() is not "organiser" and var role)
        {
            throw new CannotRunException($"The invitation is a {role}'s: a rehearsal needs an organiser's.");
        }

        var organiser = new Organiser(door, cookie, run);
        try
        {
            organiser._socket = await organiser._sockets.ConnectAsync(target, cookie, organiser);
            return organiser;
        }
        catch (IOException error)
        {
            organiser.Dispose();
            throw new CannotRunException($"The organiser cannot connect: {error.Message}");
        }
    }

    /// <summary>Classes that are open now, the larger ones first.</summary>
    public async Task<IReadOnlyList<SchoolClass>> ClassesAsync(DateTimeOffset now, int count, int perClass, CancellationToken cancellationToken)
    {
        JsonElement answer;
        try
        {
            answer = await _door.GetAsync("/api/classes", _cookie, cancellationToken);
        }
        catch (RefusedException refused)
        {
            throw new CannotRunException($"The server does not list its classes ({refused.Message}): it may be of another version.");
        }

        var open = answer.GetProperty("classes").EnumerateArray()
            .Where(one => one.GetProperty("opensAt").GetDateTimeOffset() <= now && one.GetProperty("closesAt").GetDateTimeOffset() > now)
            .Select(one => new SchoolClass(one.GetProperty("code").GetString()!, Math.Min(perClass, one.GetProperty("size").GetInt32())))
            .OrderByDescending(one => one.Pupils)
            .ToList();
        return open.Count >= count
            ? open[..count]
            : throw new CannotRunException($"The scenario needs {count} open classes and the server has {open.Count}: use --scale.");
    }

    /// <summary>A new invitation each, for the stands in turn.</summary>
    public async Task<IReadOnlyList<string>> InviteAsync(int count, IReadOnlyList<string> booths, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var tokens = new List<string>(count);
        for (var number = 0; number < count; number++)
        {
            var name = "Essai Pro " + Judging.Mark.InLetters(number);
            var answer = await _door.PostAsync(
                "/api/invites",
                new { role = "professional", name, own = (string[])["booth:" + booths[number % booths.Count]], singleUse = false, expiresAt = until },
                _cookie,
                cancellationToken);
            var link = answer.GetProperty("link").GetString()!;
            tokens.Add(link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..]);
        }

        return tokens;
    }

    /// <summary>Brings a talk on air, whatever it was before.</summary>
    public async Task OpenTalkAsync(string talk)
    {
        var room = "talk:" + talk;
        var entered = await _socket!.InvokeAsync("Enter", new { room });
        if (entered.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String)
        {
            throw new CannotRunException($"The organiser cannot enter {room}: {code.GetString()}.");
        }

        if (await ExecuteAsync(room, new { type = "talk.start" }) is { Code: "wrong_state" or "ended" })
        {
            // It is on air already, or it has ended before.
            await ExecuteAsync(room, new { type = "talk.resume" });
        }
    }

    /// <summary>Asks a question and lets it through; its id.</summary>
    public async Task<string> AskAsync(string talk, string text)
    {
        var room = "talk:" + talk;
        var asked = MustBeDone(await ExecuteAsync(room, new { type = "question.ask", text }), "ask a question");
        MustBeDone(await ExecuteAsync(room, new { type = "question.approve", question = asked }), "approve a question");
        return asked;
    }

    public async Task<string> DraftPollAsync(string talk) => MustBeDone(
        await ExecuteAsync(
            "talk:" + talk, new { type = "poll.draft", question = "Quel atelier ensuite ?", options = (string[])["soudure", "robotique", "chimie"] }),
        "draft a poll");

    public async Task OpenPollAsync(string talk, string poll) =>
        MustBeDone(await ExecuteAsync("talk:" + talk, new { type = "poll.open", poll }), "open the poll");

    public async Task ClosePollAsync(string talk, string poll) =>
        MustBeDone(await ExecuteAsync("talk:" + talk, new { type = "poll.close", poll }), "close the poll");

    public void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp)
    {
        // An organiser of a rehearsal acts by the answers alone.
    }

    public void Closed(VisitorSocket socket, VisitorEnd end) => _ended = end.Reason;

    public void Dispose() => _sockets.Dispose();

    private async Task<(string Code, long Seq)> ExecuteAsync(string room, object command)
    {
        var clientId = $"rehearsal-{_run}-organiser-{++_sent}";
        while (true)
        {
            JsonElement answer;
            try
            {
                answer = await _socket!.InvokeAsync("Execute", room, clientId, command);
            }
            catch (IOException error)
            {
                throw new CannotRunException($"The organiser's connection broke: {_ended ?? error.Message}");
            }

            if (answer.GetProperty("status").GetString() is "ok")
            {
                return ("", answer.GetProperty("seq").GetInt64());
            }

            if (Visitor.WaitOf(answer) is not { } wait)
            {
                return (answer.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "", 0);
            }

            await Task.Delay(wait);
        }
    }

    private static string MustBeDone((string Code, long Seq) answer, string what) => answer.Code.Length == 0
        ? answer.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : throw new CannotRunException($"The organiser cannot {what}: {answer.Code}.");
}
