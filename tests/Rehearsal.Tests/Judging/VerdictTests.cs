using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Reporting;
using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Tests.Judging;

public sealed class VerdictTests
{
    private static readonly ServerSample Sample = new([new ProcessSample(new Uri("http://127.0.0.1:1"), 1, 1, 1)]);

    private static readonly TallyResult Good = new() { Sent = 200, Stored = 198, Shown = 198, Expected = 198, Waiting = 2, Slowed = 50 };

    [Fact(DisplayName = "[RH3] Being asked to wait is no fault while 99 % of what was sent is stored")]
    public void Waiting_is_no_fault() => Assert.Empty(Failed(Good));

    [Fact(DisplayName = "[RH3] Less than 99 % stored, or a message of which nothing is known, fails")]
    public void Not_stored_fails()
    {
        Assert.Equal(["share of the messages that was stored"], Failed(Good with { Stored = 197, Waiting = 3 }));
        Assert.Equal(["messages of which nothing is known"], Failed(Good with { Waiting = 1, Unsure = 1 }));
    }

    [Fact(DisplayName = "[RH3] While it is played each message counts under what its writer knows of it last")]
    public void A_message_has_one_fate()
    {
        var tally = new Tally("bdfhjk");
        tally.Become(tally.Become(tally.AddSent(), Fate.Waiting), Fate.Stored);
        tally.Become(tally.AddSent(), Fate.Waiting);
        tally.Become(tally.AddSent(), Fate.Refused);
        tally.AddSent();

        var result = tally.Judge(new Dictionary<int, long[]>());

        Assert.Equal((4, 1, 1), (result.Sent, result.Unsure, result.Waiting));
    }

    [Fact(DisplayName = "[RH4] One new picture for somebody who had one fails, unless the scenario allows for it")]
    public void Resets_fail()
    {
        Assert.Equal(["resets"], Failed(Good with { Resets = 1 }));
        Assert.Empty(Failed(Good with { Resets = 1 }, new Objectives { Resets = 1 }));
    }

    [Fact(DisplayName = "[RH7] A bound on the server's CPU is not met by metrics that no longer answer, and the loss is told")]
    public void Metrics_that_end_fail_the_bound_on_the_CPU()
    {
        var bound = new Objectives { ServerMicrosPerDelivery = 10 };

        Assert.Empty(Failed(Good, bound, Sample, Sample));
        Assert.Equal(["readings of the server's metrics at the end"], Failed(Good, bound, Sample, after: null));
        Assert.Empty(Failed(Good, bound));
        Assert.True(Summary.Of([Good], 1, Sample, null, new Dictionary<Uri, double>()).MetricsEndedEarly);
    }

    private static IEnumerable<string> Failed(TallyResult result, Objectives? objectives = null, ServerSample? before = null, ServerSample? after = null) =>
        Verdict.Judge(objectives ?? new Objectives(), Summary.Of([result], 1, before, after, new Dictionary<Uri, double>()))
            .All.Where(judged => !judged.Passed).Select(judged => judged.What);
}
