using System.IO.Compression;

namespace Halle.Storage.Journal.AzureTables;

/// <summary>Snapshots are JSON with many ids: packed, a busy room's fits some rows of a table instead of a dozen.</summary>
internal static class SnapshotPacking
{
    /// <summary>Brotli's fastest that still finds repeated ids: a silo packs while rooms write.</summary>
    private const int Quality = 1;

    /// <summary>Bits of its window: 4 MiB, more than most snapshots have.</summary>
    private const int Window = 22;

    /// <summary>A length beyond this is not one of a snapshot, and no memory is taken for it: 256 MiB; a room holds 500 messages.</summary>
    private const int Largest = 256 * 1024 * 1024;

    public static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> payload)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length)];
        return BrotliEncoder.TryCompress(payload, packed, out var written, Quality, Window)
            ? packed.AsMemory(0, written)
            : throw new InvalidOperationException("A buffer of the greatest packed length was too small.");
    }

    /// <summary>Null when this is not what was packed, or is not <paramref name="length"/> bytes.</summary>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int length)
    {
        if (length is < 0 or > Largest)
        {
            return null;
        }

        var payload = new byte[length];
        return BrotliDecoder.TryDecompress(packed, payload, out var written) && written == length ? payload : null;
    }
}
