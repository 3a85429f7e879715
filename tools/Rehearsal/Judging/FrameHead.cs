using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Judging;

/// <summary>What a judge needs of a server's call, found without reading the rest as JSON.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct FrameHead
{
    /// <summary>Everything but the entities stands well within it.</summary>
    private const int Longest = 400;

    private FrameHead(ReadOnlySpan<byte> room, ulong epoch, long from, long to, bool reset)
    {
        Room = room;
        Epoch = epoch;
        From = from;
        To = to;
        Reset = reset;
    }

    public ReadOnlySpan<byte> Room { get; }

    /// <summary>The epoch's hash: only told apart, never shown.</summary>
    public ulong Epoch { get; }

    public long From { get; }

    public long To { get; }

    public bool Reset { get; }

    /// <summary>The name of the called method: <c>Frame</c>, <c>Pulse</c> …; empty when it is no call.</summary>
    public static ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> record) => Text(record[..Math.Min(record.Length, 64)], "\"target\":\""u8);

    public static bool TryReadFrame(ReadOnlySpan<byte> record, out FrameHead head)
    {
        var start = record[..Math.Min(record.Length, Longest)];
        var entities = start.IndexOf("\"set\":"u8);
        start = entities >= 0 ? start[..entities] : start;
        var room = Text(start, "\"room\":\""u8);
        if (room.IsEmpty || !Number(start, "\"from\":"u8, out var from) || !Number(start, "\"to\":"u8, out var to))
        {
            head = default;
            return false;
        }

        head = new FrameHead(room, Hash(Text(start, "\"epoch\":\""u8)), from, to, start.IndexOf("\"reset\":true"u8) >= 0);
        return true;
    }

    public static bool TryReadPulse(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> room, out long seq)
    {
        var start = record[..Math.Min(record.Length, Longest)];
        room = Text(start, "\"room\":\""u8);
        return Number(start, "\"seq\":"u8, out seq) && !room.IsEmpty;
    }

    /// <summary>The number after a name; used for members of entities too.</summary>
    public static bool Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out long value)
    {
        var at = json.IndexOf(name);
        value = 0;
        return at >= 0 && Utf8Parser.TryParse(json[(at + name.Length)..], out value, out _);
    }

    public static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = json.IndexOf(name);
        if (at < 0)
        {
            return default;
        }

        var text = json[(at + name.Length)..];
        var end = text.IndexOf((byte)'"');
        return end < 0 ? default : text[..end];
    }
}
