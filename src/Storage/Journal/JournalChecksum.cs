using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Halle.Rooms;

namespace Halle.Storage.Journal;

/// <summary>
/// XxHash3 over a row's place and payload, chained to the row before, so that a changed, moved or missing row is noticed. It guards against
/// accidents of the disk, not against somebody who can write to it.
/// </summary>
internal static class JournalChecksum
{
    public static long Of(RoomId room, JournalCommit commit, long prior) =>
        Of(room, commit.From, commit.To, prior, commit.Payload.Span);

    /// <summary>
    /// Of a commit whose bytes were replaced: it keeps the checksum it had, because the next row is chained to it, and is checked against this seal. The
    /// former checksum gives no guess of the former bytes away: with them a random client id has gone.
    /// </summary>
    public static long Seal(RoomId room, JournalCommit commit, long checksum) => Of(room, commit, checksum);

    /// <summary>Whether a row is what was written.</summary>
    public static bool Holds(RoomId room, JournalCommit commit, long prior, long checksum, long? seal) =>
        seal is { } expected ? Seal(room, commit, checksum) == expected : Of(room, commit, prior) == checksum;

    public static long Of(RoomId room, JournalSnapshot snapshot) => Of(room, 0, snapshot.Seq, 0, snapshot.Payload.Span);

    public static long OfEpoch(string epoch) => unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes("epoch:" + epoch)));

    private static long Of(RoomId room, long from, long to, long prior, ReadOnlySpan<byte> payload)
    {
        var hash = new XxHash3();
        hash.Append(Encoding.ASCII.GetBytes(room.ToGrainKey()));
        Span<byte> numbers = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, from);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], to);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], prior);
        hash.Append(numbers);
        hash.Append(payload);
        return unchecked((long)hash.GetCurrentHashAsUInt64());
    }
}
