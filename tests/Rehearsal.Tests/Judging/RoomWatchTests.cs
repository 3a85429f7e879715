using System.Text;
using Halle.Rehearsal.Judging;

namespace Halle.Rehearsal.Tests.Judging;

public sealed class RoomWatchTests
{
    private const string Run = "bdfhjk";

    private readonly Tally _tally = new(Run);
    private readonly RoomWatch _watch = new(new RoomSubject(0, "booth:edf"));

    [Fact]
    public void Steps_that_follow_are_right()
    {
        Reset(10);
        Step(10, 12, 11, 12);
        Step(12, 13, 13);

        Assert.Equal((0, 0, 0, 0), Faults(11, 12, 13));
    }

    [Fact]
    public void A_step_that_overlaps_is_a_catch_up_and_shows_nothing_twice()
    {
        Reset(10);
        Step(8, 12, 9, 10, 11, 12);

        Assert.Equal((0, 0, 0, 0), Faults(11, 12));
        Assert.Equal(2, _tally.Judge(new Dictionary<int, long[]>()).Shown);
    }

    [Fact]
    public void A_missing_step_is_lost_with_what_was_in_it()
    {
        Reset(10);
        Step(12, 13, 13);

        Assert.Equal((1, 1, 0, 0), Faults(11, 13));
    }

    [Fact]
    public void A_missing_last_step_is_noticed_by_the_next_pulse()
    {
        Reset(10);
        _watch.OnPulse(12);

        Assert.Equal((1, 1, 0, 0), Faults(12));
    }

    [Fact]
    public void A_step_that_comes_late_is_reordered_and_not_lost()
    {
        Reset(10);
        Step(12, 13, 13);
        Step(10, 12, 11, 12);

        Assert.Equal((0, 0, 0, 1), Faults(11, 12, 13));
    }

    [Fact]
    public void A_step_that_comes_again_is_duplicated()
    {
        Reset(10);
        Step(10, 12, 11);
        Step(10, 12, 11);

        Assert.Equal((0, 0, 1, 0), Faults(11));
    }

    [Fact]
    public void A_message_that_was_stored_and_not_in_its_step_is_lost()
    {
        Reset(10);
        Step(10, 12, 12);

        Assert.Equal((1, 0, 0, 0), Faults(11, 12));
    }

    [Fact]
    public void What_never_came_before_the_end_is_lost()
    {
        Reset(10);

        Assert.Equal((2, 0, 0, 0), Faults(11, 12));
    }

    [Fact(DisplayName = "[RH5] A message that comes twice does not stand for one that never came")]
    public void Twice_the_same_is_not_both()
    {
        Reset(10);
        Step(10, 12, 11, 11);

        Assert.Equal((1, 0, 1, 0), Faults(11, 12));
    }

    [Fact(DisplayName = "[RH5] A message that nobody was told is stored does not stand for one that was and never came")]
    public void Another_is_not_the_one_that_was_due()
    {
        Reset(10);
        Step(10, 13, 11, 12);

        Assert.Equal((1, 0, 0, 0), Faults(11, 13));
    }

    [Fact]
    public void A_new_picture_begins_anew_and_is_counted()
    {
        Reset(10);
        Reset(50);
        Step(50, 51, 51);

        Assert.Equal((0, 0, 0, 0), Faults(20, 51));
        Assert.Equal(1, _tally.Judge(new Dictionary<int, long[]>()).Resets);
    }

    [Fact]
    public void Steps_without_a_picture_are_stray()
    {
        Step(1, 2, 2);

        Assert.Equal(1, _tally.Judge(new Dictionary<int, long[]>()).Strays);
    }

    [Fact]
    public void Messages_of_others_and_of_earlier_runs_are_not_counted()
    {
        Reset(10);
        Take("""{"type":1,"target":"Frame","arguments":[{"room":"booth:edf","epoch":"e","from":10,"to":11,"reset":false,"set":[{"type":"message","shownAt":11,"text":"t=(bdfhjrbb) t=(bdfhjk t=(bdfhjkaa)"}],"drop":[]}]}""");

        Assert.Equal(0, _tally.Judge(new Dictionary<int, long[]>()).Shown);
    }

    private void Reset(long to) =>
        Take($$"""{"type":1,"target":"Frame","arguments":[{"room":"booth:edf","epoch":"e","from":0,"to":{{to}},"reset":true,"set":[],"drop":[]}]}""");

    private void Step(long from, long to, params long[] messages)
    {
        var set = string.Join(',', messages.Select(seq =>
            $$"""{"type":"message","shownAt":{{seq}},"author":{"id":"0"},"text":"bonjour {{Mark.Write(Run, 1_000 + seq)}}","id":"{{seq}}"}"""));
        Take($$"""{"type":1,"target":"Frame","arguments":[{"room":"booth:edf","epoch":"e","from":{{from}},"to":{{to}},"reset":false,"set":[{{set}}],"drop":[]}]}""");
    }

    private void Take(string record)
    {
        var bytes = Encoding.UTF8.GetBytes(record);
        Assert.True(FrameHead.TryReadFrame(bytes, out var head));
        Assert.True(head.Room.SequenceEqual("booth:edf"u8));
        _watch.OnFrame(head, bytes, now: 5_000, _tally);
    }

    private (long Lost, long Holes, long Duplicated, long Reordered) Faults(params long[] stored)
    {
        _watch.Leave(long.MaxValue, _tally);
        var result = _tally.Judge(new Dictionary<int, long[]> { [0] = stored });
        return (result.Lost, result.Holes, result.Duplicated, result.Reordered);
    }
}
