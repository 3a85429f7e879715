using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Halle.Shared;
using Halle.Tests.Live.Host;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Tests.Live.Rooms;

/// <summary>What a socket that stopped reading costs the real server in memory that the machine sees, not only the garbage collector.</summary>
public sealed class StuckMemoryTests(ITestOutputHelper output)
{
    private const int Stuck = 200;
    private const int Writers = 4;

    /// <summary>A connection that sends more than 50 frames a second is closed.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);

    private const string Booth = "booth:acierie";
    private static readonly string Filling = new('m', 480);

    [Fact(DisplayName = "[RC26] 200 sockets that stop reading cost the process under 1 MiB of resident memory each, while a room is busy")]
    public async Task Stuck_sockets_cost_little_resident_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        await using var edge = await RunningEdge.StartAsync(
            new RunningEdgeOptions
            {
                // They are to be there while they are measured, and few writers keep the room busy.
                Settings = ImmutableDictionary<string, string>.Empty
                    .Add("Halle__Live__StuckAfter", "00:00:55")
                    .Add("Halle__Live__Limits__StaffSpeak__Burst", "10000")
                    .Add("Halle__Live__Limits__StaffSpeak__Tokens", "10000"),
            },
            TestContext.Current.CancellationToken);
        using var home = new EdgeBrowser(edge.Address);
        await home.InviteAsync(edge.TokenOf("moderator"));
        var writers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => OpenAsync(home)));
        var warm = await WriteAsync(writers, TimeSpan.FromSeconds(8));
        var before = ResidentBytes(edge);

        var cookies = await Task.WhenAll(Enumerable.Range(0, Stuck / 20).Select(async number =>
        {
            using var visitor = new EdgeBrowser(edge.Address);
            await visitor.VisitorAsync("Essai Immobile " + (char)('A' + number));
            return visitor.CookieHeader;
        }));
        var sockets = await Task.WhenAll(Enumerable.Range(0, Stuck).Select(number => StopReadingAsync(edge, cookies[number % cookies.Length])));
        var busy = await WriteAsync(writers, TimeSpan.FromSeconds(12));
        var growth = (ResidentBytes(edge) - before) / (double)Stuck;
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }

        output.WriteLine($"{growth / 1024:0} KiB of resident memory each; {warm} messages before and {busy} with {Stuck} stuck sockets; {before / 1024 / 1024} MiB before");
        Assert.True(busy > 200, $"only {busy} messages were written: nobody got stuck");
        Assert.True(growth < 1024 * 1024, $"{growth / 1024:0} KiB each");
    }

    private static async Task<HubConnection> OpenAsync(EdgeBrowser browser)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(browser.Address, "/live"), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Cookies = browser.Cookies;
            options.Headers["Origin"] = browser.Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("Enter", new { room = Booth });
        return hub;
    }

    private static async Task<int> WriteAsync(HubConnection[] writers, TimeSpan time) =>
        (await Task.WhenAll(writers.Select(writer => WriteAsync(writer, time)))).Sum();

    private static async Task<int> WriteAsync(HubConnection writer, TimeSpan time)
    {
        using var pace = new PeriodicTimer(Pace);
        var written = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            var text = $"{Guid.NewGuid():N} {Filling[..440]}";
            var answer = await writer.InvokeAsync<JsonElement>("Execute", Booth, Guid.NewGuid().ToString("N"), new { type = "chat.post", text });
            Assert.True(answer.GetProperty("status").GetString() is "ok", answer.GetRawText());
            written++;
            await pace.WaitForNextTickAsync();
        }

        return written;
    }

    private static async Task<TcpClient> StopReadingAsync(RunningEdge edge, string cookie)
    {
        var (head, tcp) = await RawClient.RequestAsync(
            edge.Port,
            $"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{edge.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://127.0.0.1:{edge.Port}\r\nCookie: {cookie}\r\n\r\n",
            receiveBuffer: 4_096);
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        foreach (var message in (string[])
            ["""{"protocol":"json","version":1}""", """{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:acierie"}]}"""])
        {
            await tcp.GetStream().WriteAsync(RawClient.FrameBytes(0x81, Encoding.UTF8.GetBytes(message + "\u001e")));
        }

        return tcp;
    }

    private static long ResidentBytes(RunningEdge edge)
    {
        var line = File.ReadLines($"/proc/{edge.ProcessId.ToString(CultureInfo.InvariantCulture)}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6, line.Length - 6 - " kB".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
