using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>Somebody at a browser of their own, watched: what goes wrong in the page is kept, even when the screen looks right.</summary>
public sealed class Person : IAsyncDisposable
{
    /// <summary>Run before any script of the page: counts what the browser's own guard refused, and what a script smuggled in would set.</summary>
    private const string Watch =
        """
        window.__violations = [];
        document.addEventListener('securitypolicyviolation', (e) => window.__violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
        """;

    /// <summary>Of a telephone.</summary>
    public static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);

    private readonly IBrowserContext _context;
    private readonly List<string> _troubles = [];
    private readonly ConcurrentQueue<string> _refused = [];
    private readonly Uri _server;

    private Person(string name, Uri server, IBrowserContext context, IPage page)
    {
        (Name, _server, _context, Page) = (name, server, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !(ConnectionMayFail && IsConnectionTrouble(message.Text)))
            {
                Note($"console {message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Note("uncaught: " + error);
        page.Crash += (_, _) => Note("the page crashed");
        page.Dialog += (_, dialog) =>
        {
            Note("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => CheckOrigin(request.Url);
        page.WebSocket += (_, socket) => CheckOrigin(socket.Url);
        page.Response += (_, response) => NoteRefusal(response);
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>While a test has the server down, and only then, the browser may say that it cannot connect.</summary>
    public bool ConnectionMayFail { get; set; }

    /// <param name="before">A script of the test's own, run before any of the page.</param>
    /// <param name="phone">Holds a telephone: narrow, touched, without a pointer that hovers.</param>
    /// <param name="touch">Has a screen that can be touched, beside the mouse.</param>
    public static async Task<Person> OpenAsync(
        Chromium chromium, Uri server, string name, string path = "/", string locale = "fr-FR", ColorScheme scheme = ColorScheme.Light,
        string? before = null, bool phone = false, bool touch = false)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = locale,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = phone ? Phone : new ViewportSize { Width = 1280, Height = 800 },
            IsMobile = phone,
            HasTouch = touch || phone,
        });
        context.SetDefaultTimeout(15_000);
        await context.AddInitScriptAsync(Watch);
        if (before is not null)
        {
            await context.AddInitScriptAsync(before);
        }

        var person = new Person(name, server, context, await context.NewPageAsync());
        await person.Page.GotoAsync(new Uri(server, path).ToString());
        return person;
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_server, path).ToString());

    /// <summary>Throws when anything went wrong in this browser since it was opened.</summary>
    public async Task AssertUntroubledAsync()
    {
        var violations = await Page.EvaluateAsync<string[]>("() => window.__violations ?? []");
        var pwned = await Page.EvaluateAsync<string>("() => String(window.__pwned)");
        string[] troubles;
        lock (_troubles)
        {
            troubles = [.. _troubles];
        }

        Assert.True(troubles.Length == 0, $"{Name}'s browser: {string.Join("\n  ", troubles)}");
        Assert.True(violations.Length == 0, $"{Name}'s browser refused: {string.Join("\n  ", violations)}");
        Assert.Equal("undefined", pwned);
    }

    public async ValueTask DisposeAsync()
    {
        await TellLastSightAsync();
        await _context.DisposeAsync();
    }

    /// <summary>What this person saw last goes with a test that fails, which may be one of a hundred runs; of one that passes nobody reads it.</summary>
    private async Task TellLastSightAsync()
    {
        try
        {
            var sight = await Page.EvaluateAsync<string>("() => document.body.innerText + '\\nkept: ' + JSON.stringify(sessionStorage)").WaitAsync(LastLook);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Name} at {Page.Url}, {string.Join("; ", _refused)}:\n{sight}\n");
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{Name}: {error.Message}");
        }
    }

    private static bool IsConnectionTrouble(string text) =>
        text.Contains("WebSocket", StringComparison.OrdinalIgnoreCase)
        || text.Contains("ERR_CONNECTION", StringComparison.Ordinal)
        || text.Contains("Failed to load resource", StringComparison.Ordinal)
        || text.Contains("Failed to fetch", StringComparison.Ordinal)
        || text.Contains("connection", StringComparison.OrdinalIgnoreCase);

    private void CheckOrigin(string url)
    {
        var to = new Uri(url);
        if (to.Scheme is "data" or "blob" or "about")
        {
            return;
        }

        if (!string.Equals(to.Authority, _server.Authority, StringComparison.Ordinal))
        {
            Note("request to another origin: " + url);
        }
    }

    private void NoteRefusal(IResponse response)
    {
        if (response.Status >= 400)
        {
            _refused.Enqueue($"{response.Status} {response.Request.Method} {new Uri(response.Url).AbsolutePath}");
        }
    }

    private void Note(string trouble)
    {
        lock (_troubles)
        {
            _troubles.Add(trouble);
        }
    }
}
