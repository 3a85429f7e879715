using System.Diagnostics;
using System.Text.Json;
using Halle.Rehearsal.Judging;

namespace Halle.Rehearsal.Playing;

/// <summary>A process's part in the play, whether it is this one or another.</summary>
internal interface IShare : IAsyncDisposable
{
    /// <param name="onProgress">Called four times a second, so that a line a second hardly sees the beat between two clocks.</param>
    /// <returns>By room, the seqs of the messages this share's people have written.</returns>
    Task<Dictionary<int, long[]>> PlayAsync(Action<Progress> onProgress, CancellationToken cancellationToken);

    /// <param name="stored">Of all shares, sorted.</param>
    Task<TallyResult> JudgeAsync(Dictionary<int, long[]> stored, CancellationToken cancellationToken);
}

/// <summary>Played by this process.</summary>
internal sealed class OwnShare(Troupe troupe) : IShare
{
    public async Task<Dictionary<int, long[]>> PlayAsync(Action<Progress> onProgress, CancellationToken cancellationToken)
    {
        var playing = troupe.PlayAsync(cancellationToken);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!playing.IsCompleted)
        {
            await Task.WhenAny(playing, beat.WaitForNextTickAsync(cancellationToken).AsTask());
            if (!playing.IsCompleted)
            {
                onProgress(troupe.Tally.Snapshot());
            }
        }

        await playing;
        return troupe.Tally.Stored();
    }

    public Task<TallyResult> JudgeAsync(Dictionary<int, long[]> stored, CancellationToken cancellationToken) =>
        troupe.JudgeAsync(stored, cancellationToken);

    public ValueTask DisposeAsync() => troupe.DisposeAsync();
}

/// <summary>
/// Played by another process of this program: told its plan on standard input, it tells its progress, what was stored, and its judgement, a line
/// of JSON each.
/// </summary>
internal sealed class OtherShare : IShare
{
    /// <summary>The hidden first argument of such a process.</summary>
    public const string Argument = "--play-a-share";

    private readonly Process _process;

    private OtherShare(Process process) => _process = process;

    public static async Task<OtherShare> StartAsync(Plan plan)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(OtherShare).Assembly.Location);
        start.ArgumentList.Add(Argument);
        var process = Process.Start(start) ?? throw new CannotRunException("Cannot start another process.");
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(plan));
        await process.StandardInput.FlushAsync();
        return new OtherShare(process);
    }

    /// <summary>What that process does.</summary>
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<Plan>((await input.ReadLineAsync())!)!;

        // The console's reader waits on the caller's thread. Its end is the end of who started this process: nobody is left to play for.
        var asked = Task.Run(() =>
        {
            if (input.ReadLine() is { } line)
            {
                return line;
            }

            Environment.Exit(1);
            return null;
        });
        await using var share = new OwnShare(await Troupe.GatherAsync(plan, CancellationToken.None));
        void Say(Line line)
        {
            lock (share)
            {
                output.WriteLine(JsonSerializer.Serialize(line));
                output.Flush();
            }
        }

        var stored = await share.PlayAsync(progress => Say(new Line(progress, null, null)), CancellationToken.None);
        Say(new Line(null, stored, null));
        var all = JsonSerializer.Deserialize<Dictionary<int, long[]>>((await asked)!)!;
        Say(new Line(null, null, await share.JudgeAsync(all, CancellationToken.None)));
        return 0;
    }

    public async Task<Dictionary<int, long[]>> PlayAsync(Action<Progress> onProgress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadAsync(cancellationToken);
            if (line.Stored is not null)
            {
                return line.Stored;
            }

            onProgress(line.Progress!);
        }
    }

    public async Task<TallyResult> JudgeAsync(Dictionary<int, long[]> stored, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(stored).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return (await ReadAsync(cancellationToken)).Result!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<Line> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } text
            ? JsonSerializer.Deserialize<Line>(text)!
            : throw new CannotRunException("One of the rehearsal's processes ended before its time.");

    /// <summary>One of them at a time.</summary>
    private sealed record Line(Progress? Progress, Dictionary<int, long[]>? Stored, TallyResult? Result);
}
