using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The six of the journey, each in a browser of their own, all open at the same time.</summary>
public sealed class SixPeople : IAsyncDisposable
{
    private readonly List<Person> _everybody = [];

    public IReadOnlyList<Person> Everybody => _everybody;

    public required Person Visitor { get; init; }

    public required Person Professional { get; init; }

    public required Person Moderator { get; init; }

    public required Person Teacher { get; init; }

    public required Person Pupil { get; init; }

    public required Person SecondPupil { get; init; }

    /// <summary>Visitor, professional and moderator at EDF's stand, teacher and pupils in their class.</summary>
    public static async Task<SixPeople> ComeAsync(Chromium chromium, RunningEdge server)
    {
        var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/edf");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        var second = await Person.OpenAsync(chromium, server.Address, "another pupil");
        await second.EnterClassAsync(server.ClassCode!);
        var people = new SixPeople
        {
            Visitor = visitor,
            Professional = await Staff.OpenAsync(chromium, server, "professional", "/stands/edf"),
            Moderator = await Staff.OpenAsync(chromium, server, "moderator", "/stands/edf"),
            Teacher = await Staff.OpenAsync(chromium, server, "teacher", "/classe"),
            Pupil = pupil,
            SecondPupil = second,
        };
        people._everybody.AddRange(
            [people.Visitor, people.Professional, people.Moderator, people.Teacher, people.Pupil, people.SecondPupil]);
        await people.AllAsync(Screens.IsLiveAsync);
        return people;
    }

    public Task AllAsync(Func<Person, Task> see) => Task.WhenAll(_everybody.Select(see));

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _everybody)
        {
            await person.DisposeAsync();
        }
    }
}
