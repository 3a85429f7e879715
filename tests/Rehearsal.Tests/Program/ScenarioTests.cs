using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Tests.Program;

public sealed class ScenarioTests
{
    public static TheoryData<string> Shipped => [.. ScenarioFile.Names];

    [Fact]
    public void The_day_and_its_parts_come_with_the_program() =>
        Assert.Equal(["booths", "day", "forum", "monday-opening", "reconnect-storm", "school-peak"], ScenarioFile.Names);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Each_is_valid_named_like_its_file_and_states_what_it_demands(string name)
    {
        var scenario = ScenarioFile.Read(name);

        Assert.Equal(name, scenario.Name);
        Assert.NotNull(scenario.Objectives.P99Ms);
        Assert.NotNull(scenario.Objectives.ConnectP99Ms);
        Assert.Equal((0, 0, 0), (scenario.Objectives.Lost, scenario.Objectives.Duplicated, scenario.Objectives.Reordered));
    }

    [Fact]
    public void Stretching_takes_longer_and_leaves_people_as_they_are()
    {
        var forum = ScenarioFile.Read("forum");

        var longer = forum.Stretch(2);

        Assert.Equal((300, 140, 160), (longer.Seconds, longer.MeasureFrom, longer.Poll!.OpenAt));
        Assert.Equal((120, 140, 20), (longer.Crowds[0].ArriveWithin, longer.Crowds[0].Write!.From, longer.Crowds[0].Write!.Every));
        Assert.Equal((164, 276), (longer.Crowds[0].Poll!.From, longer.Crowds[0].Poll!.Until));
    }

    [Fact]
    public void Scaling_makes_fewer_people_and_classes_and_never_none()
    {
        var day = ScenarioFile.Read("day");

        var small = day.Scale(0.1);
        var tiny = day.Scale(0.0001);

        Assert.Equal(106_000, day.Crowds.Sum(crowd => crowd.Total));
        Assert.Equal((90, 40), (small.Crowds[0].Classes, small.Crowds[0].PerClass));
        Assert.All(tiny.Crowds, crowd => Assert.True(crowd.Total > 0));
    }
}
