namespace Halle.Rehearsal.Scenarios;

/// <summary>What is played, as its file says it. Times are seconds from the beginning; numbers of people are before scaling.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public required string About { get; init; }

    /// <summary>How long it is played; it goes on until everybody has arrived, at most two minutes longer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Latencies count from here on: a server that was just started compiles its code first.</summary>
    public double MeasureFrom { get; init; }

    public required IReadOnlyList<Crowd> Crowds { get; init; }

    /// <summary>Talks the organiser opens before anybody comes, by their place in the programme, from 1.</summary>
    public IReadOnlyList<int> Talks { get; init; } = [];

    /// <summary>A poll in the first of the talks.</summary>
    public PollPlan? Poll { get; init; }

    public required Objectives Objectives { get; init; }

    /// <summary>The same with so many times the people. Classes become fewer, not smaller; stands and talks stay.</summary>
    public Scenario Scale(double factor) => this with { Crowds = [.. Crowds.Select(crowd => crowd.Scale(factor))] };

    /// <summary>The same over so many times as long; how often one person does something stays.</summary>
    public Scenario Stretch(double factor) => this with
    {
        Seconds = Seconds * factor,
        MeasureFrom = MeasureFrom * factor,
        Crowds = [.. Crowds.Select(crowd => crowd.Stretch(factor))],
        Poll = Poll is null ? null : new PollPlan { OpenAt = Poll.OpenAt * factor, CloseAt = Poll.CloseAt * factor },
    };
}

/// <summary>People who come for the same.</summary>
internal sealed record Crowd
{
    public required string Name { get; init; }

    public CrowdRole As { get; init; }

    /// <summary>How many; of pupils it follows from their classes.</summary>
    public int People { get; init; }

    public int Classes { get; init; }

    public int PerClass { get; init; }

    public double ArriveAt { get; init; }

    public double ArriveWithin { get; init; } = 10;

    /// <summary>Where they are: <c>event</c>, <c>class</c>, <c>talk:1</c>, <c>booth:1</c>, or <c>booths</c> (spread over all).</summary>
    public IReadOnlyList<string> Rooms { get; init; } = ["event"];

    public Doing? Write { get; init; }

    public Doing? Ask { get; init; }

    /// <summary>Supports a question.</summary>
    public Doing? Vote { get; init; }

    public Doing? React { get; init; }

    /// <summary>Answers the poll, once a person.</summary>
    public Doing? Poll { get; init; }

    /// <summary>Goes to another stand and leaves the one before.</summary>
    public Doing? Visit { get; init; }

    public Break? Break { get; init; }

    public int Total => As == CrowdRole.Pupil ? Classes * PerClass : People;

    public Crowd Scale(double factor) => this with
    {
        People = People == 0 ? 0 : Math.Max(1, (int)Math.Round(People * factor)),
        Classes = Classes == 0 ? 0 : Math.Max(1, (int)Math.Round(Classes * factor)),
    };

    public Crowd Stretch(double factor) => this with
    {
        ArriveAt = ArriveAt * factor,
        ArriveWithin = ArriveWithin * factor,
        Write = Write?.Stretch(factor),
        Ask = Ask?.Stretch(factor),
        Vote = Vote?.Stretch(factor),
        React = React?.Stretch(factor),
        Poll = Poll?.Stretch(factor),
        Visit = Visit?.Stretch(factor),
        Break = Break is null ? null : Break with { At = Break.At * factor, Within = Break.Within * factor },
    };
}

internal enum CrowdRole
{
    Visitor,
    Pupil,
    Professional,
}

/// <summary>Something a share of a crowd does again and again.</summary>
internal sealed record Doing
{
    /// <summary>From 0 to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Seconds between two of one person; the crowd's are spread evenly.</summary>
    public required double Every { get; init; }

    /// <summary>Which of the crowd's rooms, from 0; by default the last.</summary>
    public int? Room { get; init; }

    public double From { get; init; }

    /// <summary>Default: the end.</summary>
    public double? Until { get; init; }

    public Doing Stretch(double factor) => this with { From = From * factor, Until = Until * factor };
}

/// <summary>A share of a crowd loses its connection and comes back to where it stood.</summary>
internal sealed record Break
{
    public double Share { get; init; } = 1;

    public required double At { get; init; }

    /// <summary>Lines are cut over this time; 0: all at once.</summary>
    public double Within { get; init; }

    /// <summary>How long a browser waits at most before it dials again; the waits are spread evenly.</summary>
    public double BackWithin { get; init; } = 3;
}

internal sealed record PollPlan
{
    public required double OpenAt { get; init; }

    public required double CloseAt { get; init; }
}

/// <summary>When the scenario is passed. What is null is not judged.</summary>
internal sealed record Objectives
{
    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? P999Ms { get; init; }

    /// <summary>From dialling to being in every room.</summary>
    public double? ConnectP99Ms { get; init; }

    public double? AnswerP99Ms { get; init; }

    public long? Lost { get; init; } = 0;

    public long? Duplicated { get; init; } = 0;

    public long? Reordered { get; init; } = 0;

    /// <summary>
    /// New pictures for people who had one: none is due but to who is away for longer than a room remembers (500 messages).
    /// </summary>
    public long? Resets { get; init; } = 0;

    /// <summary>Messages that at the end were not answered, or with "unknown".</summary>
    public long? Unsure { get; init; } = 0;

    /// <summary>At least this share of what was sent is stored. Waiting when asked to is no fault, waiting to the end is.</summary>
    public double? StoredShare { get; init; } = 0.99;

    /// <summary>People who are not in at the end, or did not get in or back, or were let in and shown nothing.</summary>
    public long? Failed { get; init; } = 0;

    /// <summary>Connections that ended without the visitor's will.</summary>
    public long? Broken { get; init; } = 0;

    /// <summary>Refusals and errors other than being asked to wait.</summary>
    public long? Refused { get; init; } = 0;

    /// <summary>Only judged when the server's metrics are read; then a reading that fails at the end fails it.</summary>
    public double? ServerMicrosPerDelivery { get; init; }
}
