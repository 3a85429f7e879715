using Microsoft.Playwright;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>Somebody signed in who says a lot, faster than a hand can.</summary>
internal static class Talker
{
    private const string Talk =
        """
        ([room, first, count, everyMs]) => new Promise((done, failed) => {
          const end = String.fromCharCode(30);
          const socket = new WebSocket(`ws://${location.host}/live`);
          const send = (message) => socket.send(JSON.stringify(message) + end);
          let said = 0, answered = 0;
          socket.onopen = () => socket.send(JSON.stringify({ protocol: 'json', version: 1 }) + end);
          socket.onerror = () => failed(new Error('the socket failed'));
          socket.onmessage = ({ data }) => {
            for (const text of data.split(end).filter(Boolean)) {
              const message = JSON.parse(text);
              if (message.type === undefined) send({ type: 1, invocationId: 'enter', target: 'Enter', arguments: [{ room }] });
              if (message.type === 3 && message.invocationId === 'enter') {
                const pace = setInterval(() => {
                  const clientId = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
                  send({ type: 1, invocationId: String(said), target: 'Execute',
                    arguments: [room, clientId, { type: 'chat.post', text: `n° ${first + said}` }] });
                  if (++said === count) clearInterval(pace);
                }, everyMs);
              } else if (message.type === 3) {
                if (message.result?.status !== 'ok') failed(new Error(JSON.stringify(message)));
                if (++answered === count) { socket.close(); done(count); }
              }
            }
          };
        })
        """;

    /// <summary>Says so many messages at such a pace, over a connection of its own with the page's session; returns when all are acknowledged.</summary>
    public static Task TalkAsync(IPage page, string room, int first, int count, int everyMs) =>
        page.EvaluateAsync(Talk, new object[] { room, first, count, everyMs });
}
