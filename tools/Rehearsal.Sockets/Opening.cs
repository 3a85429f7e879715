using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Halle.Rehearsal.Sockets;

/// <summary>What a connection needs only until it is open: the request, the answer so far, and who waits.</summary>
internal sealed class Opening(VisitorTarget target, string? cookie, long deadline)
{
    /// <summary>A server's answer to an upgrade is short; a page of HTML is cut.</summary>
    private const int LongestAnswer = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _answer = new(512);

    /// <summary>By <see cref="Environment.TickCount64"/>.</summary>
    public long Deadline => deadline;

    public bool Upgraded { get; private set; }

    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Request() => target.UpgradeRequest(cookie);

    /// <summary>Takes bytes of the HTTP answer.</summary>
    /// <returns>Null while it is not whole; else what follows it: the first frames.</returns>
    /// <exception cref="VisitorRefusedException">The server does not upgrade.</exception>
    public byte[]? Feed(ReadOnlySpan<byte> bytes, bool ended)
    {
        _answer.Write(bytes);
        var all = _answer.WrittenSpan;
        var end = all.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return !ended && all.Length < LongestAnswer ? null : throw new VisitorRefusedException(0, "no HTTP answer", retryAfter: null);
        }

        var lines = Encoding.Latin1.GetString(all[..end]).Split("\r\n");
        var status = lines[0].Split(' ') is ["HTTP/1.1", var number, ..]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        if (status == 101 && string.Equals(Header(lines, "Sec-WebSocket-Accept"), VisitorTarget.Accept, StringComparison.Ordinal))
        {
            Upgraded = true;
            return all[(end + 4)..].ToArray();
        }

        var body = all[(end + 4)..];
        var whole = int.TryParse(Header(lines, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? body.Length >= length
            : body.EndsWith("0\r\n\r\n"u8);
        if (!whole && !ended && body.Length < LongestAnswer)
        {
            return null;
        }

        var wait = int.TryParse(Header(lines, "Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null;
        throw new VisitorRefusedException(status, CodeOf(body), wait);
    }

    /// <summary>The coded refusal in the body; else its beginning, on one line.</summary>
    private static string CodeOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var (from, to) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (from >= 0 && to > from)
        {
            try
            {
                using var json = JsonDocument.Parse(text[from..(to + 1)]);
                if (json.RootElement.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String)
                {
                    return code.GetString()!;
                }
            }
            catch (JsonException)
            {
                // Not a refusal of ours: shown as it is.
            }
        }

        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 80 ? line[..80] + "…" : line;
    }

    private static string? Header(string[] lines, string name) => lines.Skip(1)
        .Select(line => line.Split(':', 2))
        .Where(pair => pair.Length == 2 && string.Equals(pair[0].Trim(), name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1].Trim())
        .FirstOrDefault();
}
