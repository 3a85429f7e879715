using System.Collections.Immutable;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class PulseTests
{
    [Fact(DisplayName = "[PR23] Pupils are named to the staff of the class only, and a skipped pulse loses nothing of the zone")]
    public async Task A_pulse_reaches_readers_by_audience()
    {
        await using var host = await LiveHost.StartAsync();
        var pupil = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        host.Rooms[LiveHost.Class].Happen(pupil.Actor, new Halle.Classrooms.PupilJoined("Loutre agile", Waiting: false));
        await using var child = await host.ConnectAsync(pupil);
        await using var teacher = await host.ConnectAsync(Role.Teacher, LiveHost.Class);
        await child.EnterAsync(LiveHost.Class);
        await teacher.EnterAsync(LiveHost.Class);

        host.Rooms[LiveHost.Class].Pulse(new RoomPulse(
            0, 2, [new NamedPresence(pupil.Actor.Person, Role.Pupil, "Loutre agile")], ImmutableDictionary<string, int>.Empty, Zone: null));

        Assert.Empty((await child.NextAsync<Pulse>()).Named!.Value);
        Assert.Equal("Loutre agile", Assert.Single((await teacher.NextAsync<Pulse>()).Named!.Value).Name);
    }

    [Fact(DisplayName = "[PR58] Who is there by name is told to newcomers and when it changed, not with every pulse")]
    public async Task Names_are_told_when_they_change()
    {
        await using var host = await LiveHost.StartAsync();
        var room = host.Rooms[LiveHost.Booth];
        await using var early = await host.ConnectAsync();
        await early.EnterAsync(LiveHost.Booth);
        NamedPresence[] both = [Professional("Ada"), Professional("Grace")];

        var first = await ToldAsync(present: 3, both);
        var same = await ToldAsync(present: 4, [.. both]);
        var fewer = await ToldAsync(present: 3, both[..1]);
        await using var late = await host.ConnectAsync();
        await late.EnterAsync(LiveHost.Booth);

        Assert.Equal(both, first.Named!.Value);
        Assert.Equal((4, null), (same.Present, same.Named));
        Assert.Equal(both[..1], fewer.Named!.Value);
        Assert.Equal(both[..1], (await late.NextAsync<Pulse>()).Named!.Value);

        async Task<Pulse> ToldAsync(int present, NamedPresence[] named)
        {
            room.Pulse(new RoomPulse(0, present, [.. named], ImmutableDictionary<string, int>.Empty, Zone: null));
            Pulse told;
            do
            {
                told = await early.NextAsync<Pulse>();
            }
            while (told.Present != present);

            return told;
        }
    }

    private static NamedPresence Professional(string name) => new(new PersonId(Guid.NewGuid().ToString("N")), Role.Professional, name);
}
