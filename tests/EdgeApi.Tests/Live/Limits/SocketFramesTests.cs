using CsCheck;
using Halle.Live.Limits;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

public sealed class SocketFramesTests
{
    [Fact(DisplayName = "[LI1] Frames are counted the same however the bytes are cut")]
    public void Frames_are_counted_the_same_however_the_bytes_are_cut() =>
        Gen.Select(Gen.Select(Gen.Int[0, 700], Gen.Bool).Array[1, 20], Gen.Int[1, 90].Array[1, 50]).Sample((frames, cuts) =>
        {
            var bytes = frames.SelectMany(frame => RawClient.FrameBytes(0x81, new byte[frame.Item1], masked: frame.Item2)).ToArray();
            var meter = new SocketFrames(longestFrame: 65_536);
            var counted = 0;
            var at = 0;
            for (var i = 0; at < bytes.Length; i++)
            {
                var take = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
                counted += meter.Feed(bytes.AsSpan(at, take)).Frames;
                at += take;
            }

            Assert.Equal(frames.Length, counted);
            Assert.False(meter.IsPartial);
        });

    [Theory(DisplayName = "[LI2] A frame that announces more than is taken is known from its header")]
    [InlineData(0x4000_0000_0000_0000, true)]
    [InlineData(long.MinValue, true)]
    [InlineData(-1, true)]
    [InlineData(20_000, true)]
    [InlineData(16_385, true)]
    [InlineData(16_384, false)]
    [InlineData(0, false)]
    public void A_frame_that_announces_too_much_is_known_from_its_header(long claimed, bool tooLong)
    {
        var meter = new SocketFrames(longestFrame: 16_384);

        Assert.Equal(new SocketVerdict(Frames: 1, tooLong, Binary: false), meter.Feed(RawClient.FrameBytes(0x81, [], claimed)));
    }

    [Fact(DisplayName = "[LI3] A half frame and an unfinished message are both partial")]
    public void A_half_frame_and_an_unfinished_message_are_partial()
    {
        var half = new SocketFrames(1_000);
        half.Feed([0x81]);
        var open = new SocketFrames(1_000);
        open.Feed(RawClient.FrameBytes(0x01, [1, 2, 3]));

        Assert.True(half.IsPartial);
        Assert.True(open.IsPartial);
        open.Feed(RawClient.FrameBytes(0x89, []));
        Assert.True(open.IsPartial);
        open.Feed(RawClient.FrameBytes(0x80, [4]));
        Assert.False(open.IsPartial);
    }

    [Fact(DisplayName = "[RC160] A ping is known whatever its mask, and no other frame is taken for one")]
    public void A_ping_is_known()
    {
        Assert.True(SocketFrames.IsPing(RawClient.MessageBytes("""{"type":6}""")));
        Gen.Select(Gen.Byte.Array[4], Gen.Int[0, SocketFrames.PingBytes - 1], Gen.Int[1, 255]).Sample((mask, at, change) =>
        {
            var bytes = RawClient.MessageBytes("""{"type":6}""");
            mask.CopyTo(bytes, 2);
            for (var place = 6; place < bytes.Length; place++)
            {
                bytes[place] ^= mask[(place - 6) % 4];
            }

            Assert.True(SocketFrames.IsPing(bytes));
            Assert.False(SocketFrames.IsPing(bytes.AsSpan(0, at)));
            Assert.False(SocketFrames.IsPing([.. bytes, (byte)change]));
            bytes[at] ^= (byte)change;
            Assert.False(SocketFrames.IsPing(bytes));
        });
    }
}
