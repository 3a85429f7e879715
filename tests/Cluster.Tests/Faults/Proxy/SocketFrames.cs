using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Halle.Cluster.Tests.Faults.Proxy;

/// <summary>Passes on a WebSocket server's bytes frame by frame, so that whole frames can be left out; other answers as they are.</summary>
internal static class SocketFrames
{
    /// <summary>Says whether a frame with this payload passes.</summary>
    public delegate bool Passes(ReadOnlySpan<byte> payload);

    public static async Task CopyAsync(Stream from, Stream to, Passes passes)
    {
        var reader = PipeReader.Create(from);
        var upgraded = false;
        while (true)
        {
            var read = await reader.ReadAsync();
            var rest = read.Buffer;
            while (upgraded ? TryTakeFrame(ref rest, out var piece, out var payload) : TryTakeHead(ref rest, out piece, out payload))
            {
                if (!upgraded && !piece.FirstSpan.StartsWith("HTTP/1.1 101"u8))
                {
                    await to.WriteAsync(read.Buffer.ToArray());
                    reader.AdvanceTo(read.Buffer.End);
                    await reader.CopyToAsync(to);
                    return;
                }

                if (!upgraded || passes(payload.ToArray()))
                {
                    await to.WriteAsync(piece.ToArray());
                }

                upgraded = true;
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static bool TryTakeHead(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> head, out ReadOnlySequence<byte> nothing)
    {
        (head, nothing) = (default, default);
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8))
        {
            return false;
        }

        head = rest.Slice(rest.Start, reader.Position);
        rest = rest.Slice(reader.Position);
        return true;
    }

    /// <summary>A server's frames are not masked: two bytes, a longer length when it needs one, the payload.</summary>
    private static bool TryTakeFrame(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> frame, out ReadOnlySequence<byte> payload)
    {
        (frame, payload) = (default, default);
        Span<byte> head = stackalloc byte[10];
        var there = (int)Math.Min(rest.Length, head.Length);
        rest.Slice(0, there).CopyTo(head);
        if (there < 2)
        {
            return false;
        }

        var (start, length) = (head[1] & 0x7F) switch
        {
            126 => (4, there < 4 ? -1L : BinaryPrimitives.ReadUInt16BigEndian(head[2..])),
            127 => (10, there < 10 ? -1L : (long)BinaryPrimitives.ReadUInt64BigEndian(head[2..])),
            var small => (2, small),
        };
        if (length < 0 || rest.Length < start + length)
        {
            return false;
        }

        frame = rest.Slice(0, start + length);
        payload = frame.Slice(start);
        rest = rest.Slice(frame.End);
        return true;
    }
}
