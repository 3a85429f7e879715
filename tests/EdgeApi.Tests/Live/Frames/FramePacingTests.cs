using CsCheck;
using Halle.Live.Frames;

namespace Halle.Tests.Live.Frames;

public sealed class FramePacingTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddHours(1);

    [Fact(DisplayName = "[RC8] A quiet room's change is shown at once")]
    public void A_quiet_rooms_change_is_shown_at_once()
    {
        var pacing = new FramePacing(Tick);

        Assert.Equal(TimeSpan.Zero, pacing.OnChange(Start));
        pacing.OnFrame(Start);
        Assert.Equal(TimeSpan.Zero, pacing.OnChange(Start + Tick));
    }

    [Fact(DisplayName = "[RC9] Whatever happens, frames are at least a tick apart and no change waits longer than one")]
    public void Frames_are_a_tick_apart_and_no_change_waits_longer() =>
        Gen.Int[0, 120].Array[1, 200].Sample(gaps =>
        {
            var pacing = new FramePacing(Tick);
            var frames = new List<DateTimeOffset>();
            DateTimeOffset? due = null;
            var now = Start;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                if (due <= now)
                {
                    frames.Add(due.Value);
                    pacing.OnFrame(due.Value);
                    due = null;
                }

                var wait = pacing.OnChange(now);
                Assert.Equal(due is null, wait is not null);
                Assert.True(wait is null || (wait >= TimeSpan.Zero && wait <= Tick));
                due ??= now + wait;
            }

            Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Tick));
        });

    [Fact(DisplayName = "[RC8] A clock set back does not silence a room")]
    public void A_clock_set_back_does_not_silence_a_room()
    {
        var pacing = new FramePacing(Tick);
        pacing.OnChange(Start);
        pacing.OnFrame(Start);

        Assert.Equal(TimeSpan.Zero, pacing.OnChange(Start - TimeSpan.FromHours(2)));
    }
}
