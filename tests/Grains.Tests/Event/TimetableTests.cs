using System.Collections.Immutable;
using Halle.Booths;
using Halle.Event;
using Halle.Programme;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Event;

public sealed class TimetableTests
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly RoomId Other = RoomId.Booth("other");

    private readonly Timetable _timetable = new();
    private readonly ZoneBoard _board = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), new CountBudget(40));

    [Fact(DisplayName = "[ZO3] A booth's next time is told once, moves on when it has come, and does not lapse with who was there")]
    public void The_next_time_is_told_and_moves_on()
    {
        Plan(new OpenHours(Nine.AddHours(1), Nine.AddHours(2)));
        Look(Nine);
        Assert.Equal(new SiteStatus(0, 0, Live: false, Nine.AddHours(1)), Told(Cast.Booth));
        Look(Nine.AddMinutes(59));
        Assert.Null(_board.TakeChanges(TimeSpan.Zero));
        Assert.Equal(Nine.AddHours(1), _timetable.NextChange);

        _board.Report(Cast.Booth, new SiteStatus(3, 1, Live: false), TimeSpan.Zero);
        Assert.Equal(new SiteStatus(3, 1, Live: false, Nine.AddHours(1)), Told(Cast.Booth));
        _board.Lapse(TimeSpan.FromSeconds(15));
        Assert.Equal(new SiteStatus(0, 0, Live: false, Nine.AddHours(1)), Told(Cast.Booth));

        Look(Nine.AddHours(1));
        Assert.Equal(Nine.AddHours(1.5), Told(Cast.Booth).Next);
        Look(Nine.AddHours(1.5));
        Assert.Null(Told(Cast.Booth).Next);
        Assert.Empty(_board.Whole());
        Assert.Null(_timetable.NextChange);
    }

    [Fact(DisplayName = "[ZO3] What a booth says goes before the plan; a booth that left the programme is expected no more")]
    public void What_a_booth_says_goes_before_the_plan()
    {
        Plan(new OpenHours(Nine.AddHours(1), Nine.AddHours(2)));
        Assert.Equal([Cast.Booth, Other], _timetable.Unheard.OrderBy(booth => booth.Key));
        _timetable.Say(Cast.Booth, new SaidHours([Nine.AddHours(5)], [Nine.AddHours(1), Nine.AddHours(1.5)]));
        Look(Nine);

        Assert.Equal([Other], _timetable.Unheard);
        Assert.Equal(Nine.AddHours(5), _board.Whole()[Cast.Booth.ToGrainKey()].Next);

        var late = RoomId.Booth("late");
        _timetable.Say(late, new SaidHours([Nine.AddHours(6)], []));
        Look(Nine);
        Assert.Equal(Nine.AddHours(6), Told(late).Next);

        _timetable.Plan(ImmutableDictionary<RoomId, ImmutableArray<OpenHours>>.Empty.Add(Other, []));
        Look(Nine);
        Assert.Null(Told(Cast.Booth).Next);
    }

    private void Plan(params ImmutableArray<OpenHours> hours) =>
        _timetable.Plan(ImmutableDictionary<RoomId, ImmutableArray<OpenHours>>.Empty.Add(Cast.Booth, hours).Add(Other, []));

    private void Look(DateTimeOffset now)
    {
        foreach (var (booth, next) in _timetable.Read(now))
        {
            _board.Expect(booth, next);
        }
    }

    private SiteStatus Told(RoomId booth) => Assert.Contains(booth.ToGrainKey(), _board.TakeChanges(TimeSpan.Zero)!.AsReadOnly());
}
