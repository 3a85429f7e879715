using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Halle.Capacity;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Reporting;
using Halle.Rehearsal.Scenarios;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal;

/// <summary>Prepares, plays and judges one scenario at one server.</summary>
internal sealed class Rehearse(RehearsalOptions options, TextWriter output, TimeProvider time)
{
    /// <summary>So long after everybody knows the plan it begins.</summary>
    private static readonly TimeSpan Prelude = TimeSpan.FromSeconds(1);

    /// <exception cref="CannotRunException">It could not be played.</exception>
    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        var scenario = ScenarioFile.Read(options.Scenario).Scale(options.Scale).Stretch(options.Stretch);
        var target = await ResolveAsync(cancellationToken);
        using var door = new Door(options.Server, options.Origin);
        var plan = await ReadProgrammeAsync(door, scenario, target, cancellationToken);
        using var organiser = await OrganiserAsync(door, target, plan.Run, scenario, cancellationToken);
        plan = organiser is null ? plan : await PrepareAsync(organiser, plan, cancellationToken);
        plan = plan with { Processes = ProcessesFor(People(plan)) };
        using var metrics = new ServerMetrics(options.Metrics);
        var before = await metrics.ReadAsync(cancellationToken);
        if (metrics.IsKnown && before is null)
        {
            throw new CannotRunException($"No metrics at {string.Join(", ", options.Metrics)}.");
        }

        output.WriteLine($"{scenario.Name}: {scenario.About}");
        output.WriteLine($"{People(plan)} people, {plan.Processes} process{(plan.Processes == 1 ? "" : "es")}, {string.Join(", ", plan.Edges)}");
        var shares = new List<IShare>();
        try
        {
            plan = plan with { BeginsAt = Mark.Microseconds(Stopwatch.GetTimestamp()) + (long)Prelude.TotalMicroseconds };
            for (var process = 0; process < plan.Processes; process++)
            {
                var part = plan with { Process = process };
                shares.Add(plan.Processes == 1
                    ? new OwnShare(await Troupe.GatherAsync(part, cancellationToken))
                    : await OtherShare.StartAsync(part));
            }

            return await PlayAsync(plan, shares, organiser, metrics, before, cancellationToken);
        }
        finally
        {
            foreach (var share in shares)
            {
                await share.DisposeAsync();
            }
        }
    }

    private async Task<Verdict> PlayAsync(
        Plan plan, List<IShare> shares, Organiser? organiser, ServerMetrics metrics, ServerSample? before, CancellationToken cancellationToken)
    {
        var board = new ProgressBoard(shares.Count, output);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = board.WatchAsync(metrics, over.Token);
        var polling = RunPollAsync(plan, organiser, over.Token);
        var clock = Stopwatch.StartNew();
        var stored = await Task.WhenAll(shares.Select((share, number) =>
            share.PlayAsync(progress => board.Take(number, progress), cancellationToken)));
        var all = stored.SelectMany(one => one).GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.SelectMany(pair => pair.Value).Order().ToArray());
        var after = await metrics.ReadAsync(cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var results = await Task.WhenAll(shares.Select(share => share.JudgeAsync(all, cancellationToken)));
        await over.CancelAsync();
        await Task.WhenAll(watching, polling);
        var figures = Summary.Of(results, People(plan), before, after, board.Peaks);
        var (passed, judged) = Verdict.Judge(plan.Scenario.Objectives, figures);
        return new Verdict
        {
            Scenario = plan.Scenario.Name,
            About = plan.Scenario.About,
            Scale = options.Scale,
            Stretch = options.Stretch,
            Server = options.Server.GetLeftPart(UriPartial.Authority),
            At = time.GetUtcNow(),
            Seconds = Math.Round(seconds, 1),
            Passed = passed,
            Objectives = judged,
            Figures = figures,
            Troubles = Summary.Troubles(results),
            Timeline = board.Timeline,
        };
    }

    private static async Task RunPollAsync(Plan plan, Organiser? organiser, CancellationToken over)
    {
        if (plan is not { Poll: { } poll, Scenario.Poll: { } times } || organiser is null)
        {
            return;
        }

        var talk = plan.Talks[plan.Scenario.Talks[0] - 1];
        try
        {
            await UntilAsync(times.OpenAt);
            await organiser.OpenPollAsync(talk, poll);
            await UntilAsync(times.CloseAt);
            await organiser.ClosePollAsync(talk, poll);
        }
        catch (OperationCanceledException)
        {
            // The scenario ended before.
        }

        async Task UntilAsync(double seconds)
        {
            var due = plan.BeginsAt + (long)(seconds * 1_000_000) - Mark.Microseconds(Stopwatch.GetTimestamp());
            await Task.Delay(TimeSpan.FromMicroseconds(Math.Max(0, due)), over);
        }
    }

    private async Task<VisitorTarget> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await VisitorTarget.ResolveAsync(options.Server, origin: options.Origin, cancellationToken: cancellationToken);
        }
        catch (SocketException error)
        {
            throw new CannotRunException($"{options.Server.Host} cannot be found: {error.Message}");
        }
    }

    private async Task<Plan> ReadProgrammeAsync(Door door, Scenario scenario, VisitorTarget target, CancellationToken cancellationToken)
    {
        JsonElement programme;
        try
        {
            programme = await door.GetAsync("/api/programme", cookie: null, cancellationToken);
            return new Plan
            {
                Server = options.Server,
                Edges = [options.Server, .. options.Edges],
                Origin = options.Origin,
                OwnNetworks = IPAddress.IsLoopback(target.EndPoint.Address) && target.EndPoint.AddressFamily == AddressFamily.InterNetwork,
                Scenario = scenario,
                Run = Mark.NewRun(new Random((int)time.GetUtcNow().ToUnixTimeMilliseconds())),
                Seed = options.Seed,
                Booths = [.. programme.GetProperty("sites").EnumerateArray().Select(site => site.GetProperty("key").GetString()!)],
                Talks = [.. programme.GetProperty("talks").EnumerateArray().Select(talk => talk.GetProperty("key").GetString()!)],
            };
        }
        catch (HttpRequestException error)
        {
            throw new CannotRunException($"{options.Server} does not answer: {error.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CannotRunException($"{options.Server} does not answer within 30 s.");
        }
        catch (RefusedException refused)
        {
            throw new CannotRunException($"{options.Server} is no Halle server, or of another version: its programme is answered with {refused.Message}.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw new CannotRunException($"{options.Server} is no Halle server, or of another version: its programme cannot be read.");
        }
    }

    private async Task<Organiser?> OrganiserAsync(Door door, VisitorTarget target, string run, Scenario scenario, CancellationToken cancellationToken)
    {
        var needed = scenario.Talks.Count > 0 || scenario.Crowds.Any(crowd => crowd.As != CrowdRole.Visitor);
        if (!needed)
        {
            return null;
        }

        var link = options.Organiser ?? (options.Links is null ? null : ReadLinks(options.Links));
        return link is null
            ? throw new CannotRunException($"'{scenario.Name}' needs an organiser's invitation: --organiser LINK, or --links FILE of a demo server.")
            : await Organiser.SignInAsync(door, target, link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..], run, cancellationToken);
    }

    private static string ReadLinks(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("links").GetProperty("organiser").GetString()!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CannotRunException($"{path} holds no organiser's link: {error.Message}");
        }
    }

    private async Task<Plan> PrepareAsync(Organiser organiser, Plan plan, CancellationToken cancellationToken)
    {
        var (scenario, now) = (plan.Scenario, time.GetUtcNow());
        var pupils = scenario.Crowds.Where(crowd => crowd.As == CrowdRole.Pupil).ToList();
        if (pupils.Count > 0)
        {
            plan = plan with
            {
                Classes = await organiser.ClassesAsync(
                    now, pupils.Sum(crowd => crowd.Classes), pupils.Max(crowd => crowd.PerClass), cancellationToken),
            };
        }

        if (scenario.Crowds.Where(crowd => crowd.As == CrowdRole.Professional).Select(crowd => crowd.People).DefaultIfEmpty().Max() is > 0 and var professionals)
        {
            var invites = await organiser.InviteAsync(professionals, plan.Booths, now.AddDays(1), cancellationToken);
            plan = plan with { Professionals = invites };
        }

        if (scenario.Talks.FirstOrDefault(number => number < 1 || number > plan.Talks.Count) is not 0 and var missing)
        {
            throw new CannotRunException($"The server's programme has no talk {missing}.");
        }

        foreach (var number in scenario.Talks)
        {
            await organiser.OpenTalkAsync(plan.Talks[number - 1]);
        }

        if (scenario.Talks.Count > 0 && scenario.Crowds.Any(crowd => crowd.Vote is not null))
        {
            var questions = new List<string>();
            foreach (var word in (string[])["le salaire", "la formation", "les horaires"])
            {
                questions.Add(await organiser.AskAsync(plan.Talks[scenario.Talks[0] - 1], $"Une question sur {word} {Mark.Write(plan.Run, 0)} ?"));
            }

            plan = plan with { Questions = questions };
        }

        return scenario.Poll is null ? plan : plan with { Poll = await organiser.DraftPollAsync(plan.Talks[scenario.Talks[0] - 1]) };
    }

    /// <summary>A visitor is a descriptor; a process needs some for signing people in.</summary>
    /// <exception cref="CannotRunException">Fewer were asked for than it takes.</exception>
    private int ProcessesFor(int people)
    {
        const int spare = 1_500;
        var each = Math.Max(1, DescriptorLimit.Read() - spare);
        var needed = Math.Max(1, (people + each - 1) / each);
        return (options.Processes ?? needed) >= needed
            ? options.Processes ?? needed
            : throw new CannotRunException($"{people} people need {needed} processes: one may open {each + spare} descriptors (ulimit -n) and holds {each} people.");
    }

    private static int People(Plan plan) =>
        plan.Classes.Sum(one => one.Pupils) + plan.Scenario.Crowds.Where(crowd => crowd.As != CrowdRole.Pupil).Sum(crowd => crowd.People);
}
