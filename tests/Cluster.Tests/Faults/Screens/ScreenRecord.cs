using System.Text.Json;
using Halle.EndToEnd.Tests.Browsing;

namespace Halle.Cluster.Tests.Faults.Screens;

/// <summary>Everything that was on a screen since its page was loaded, however briefly.</summary>
/// <param name="Bars">Words of the bar that tells of the connection, each change of them.</param>
/// <param name="Alerts">Words that a screen reader is interrupted for, and bad news in a corner.</param>
/// <param name="Twice">Texts that stood in the chat more than once at the same time.</param>
/// <param name="Gone">How often the chat was taken away.</param>
/// <param name="Lines">States of the connection, one after the other.</param>
internal sealed record ScreenRecord(
    IReadOnlyList<string> Bars, IReadOnlyList<string> Alerts, IReadOnlyList<string> Twice, int Gone, IReadOnlyList<ScreenRecord.Line> Lines)
{
    /// <summary>
    /// Run before any script of the page: looks at the page after each change of it. A network of nothing but loopback, where the runs have one of their
    /// own, is none to a browser: it is told otherwise.
    /// </summary>
    public const string Script =
        """
        (() => {
          const seen = { bars: [], alerts: [], twice: [], gone: 0, lines: [] };
          let had = false;
          Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true });
          window.__seen = seen;
          const add = (list, text) => { if (text && list.at(-1) !== text) list.push(text); };
          const textOf = (element) => element.textContent.replace(/\s+/g, ' ').trim();
          const look = () => {
            const bar = document.querySelector('.connection.shown [role=status]');
            if (bar) add(seen.bars, textOf(bar));
            for (const one of document.querySelectorAll('[role=alert], .toast.bad')) add(seen.alerts, textOf(one));
            const said = [...document.querySelectorAll('.chat .message p.text')].map(textOf);
            for (const one of said) if (said.indexOf(one) !== said.lastIndexOf(one)) add(seen.twice, one);
            const has = document.querySelector('.chat') !== null;
            if (had && !has) seen.gone++;
            had = has;
            const state = document.querySelector('.connection')?.dataset.live;
            if (state && seen.lines.at(-1)?.state !== state) seen.lines.push({ state, at: performance.now() });
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        })();
        """;

    /// <summary>How long each time without the server was, in seconds, from the first time it was there.</summary>
    public IReadOnlyList<double> Away
    {
        get
        {
            var away = new List<double>();
            double? since = null;
            foreach (var line in Lines.SkipWhile(static line => line.State is not "live"))
            {
                if (line.State is not "live")
                {
                    since ??= line.At;
                }
                else if (since is { } lost)
                {
                    away.Add((line.At - lost) / 1_000);
                    since = null;
                }
            }

            return away;
        }
    }

    public static async Task<ScreenRecord> OfAsync(Person person) => JsonSerializer.Deserialize<ScreenRecord>(
        await person.Page.EvaluateAsync<string>("() => JSON.stringify(window.__seen)"), JsonSerializerOptions.Web)!;

    /// <param name="At">Milliseconds since the page was loaded.</param>
    internal sealed record Line(string State, double At);
}
