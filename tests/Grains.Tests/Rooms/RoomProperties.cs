using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>What holds in every room of every kind, whatever people wish. <see cref="WholeRoom"/> checks readers and the journal at every step.</summary>
public sealed class RoomProperties
{
    private const int Steps = 80;

    private const int Runs = 40;

    public static TheoryData<string> Kinds => [.. RandomWish.Rooms.Select(room => room.ToString())];

    [Theory(DisplayName = "[RO1] [RO3] Deciding changes nothing and never throws; readers of changes see what newcomers see")]
    [MemberData(nameof(Kinds))]
    public void Readers_of_changes_see_what_newcomers_see(string kind) => RandomWish.Many(Steps).Sample(
        wishes => Assert.Equal(wishes.Length, Play(new WholeRoom(RoomId.Parse(kind)), wishes).Count()),
        iter: 6 * Runs);

    // Rooms in which nothing happens would prove nothing. Drawn in the same way, but the same each time: what is counted must not hang on luck.
    [Theory(DisplayName = "[RO1] [RO3] In a fixed set of random rooms most commands are accepted, and the same holds in each of them")]
    [MemberData(nameof(Kinds))]
    public void Random_rooms_are_busy(string kind)
    {
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 2 * Runs; seed++)
        {
            foreach (var (command, decision) in Play(new WholeRoom(RoomId.Parse(kind)), RandomWish.Drawn(seed, Steps)))
            {
                if (!decision.Events.IsEmpty)
                {
                    accepted.Add(RoomJson.NameOf(command));
                }
            }
        }

        var here = RandomWish.People.SelectMany(actor => Permissions.CommandsFor(actor, RoomId.Parse(kind))).ToHashSet(StringComparer.Ordinal);
        var never = here.Except(accepted).Order(StringComparer.Ordinal).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count} of {here.Count}; never: {string.Join(' ', never)}");
        Assert.True(accepted.Count * 10 >= here.Count * 7, $"Of {here.Count} commands these were never accepted: {string.Join(' ', never)}");
    }

    [Theory(DisplayName = "[RO2] A room loaded at any moment ends as the one that ran through")]
    [MemberData(nameof(Kinds))]
    public void A_loaded_room_ends_as_the_one_that_ran_through(string kind) =>
        Gen.Select(RandomWish.Many(Steps), Gen.Int[0, Steps]).Sample(
            (wishes, at) =>
            {
                var room = new WholeRoom(RoomId.Parse(kind)) { Checks = false };
                Assert.Equal(wishes.Length, Play(room, wishes).Count());

                var loaded = RoomFactory.Create(room.Room.Id, new RoomSettings());
                foreach (var stored in room.Journal)
                {
                    if (stored.Seq - 1 == Math.Min(at, room.Room.Seq - 1))
                    {
                        loaded = RoomFactory.Load(loaded.Id, new RoomSettings(), loaded.Save());
                    }

                    loaded.Apply(stored, new Changes());
                }

                Assert.Equal(Picture(room.Room), Picture(loaded));
                Assert.Equal(room.Room.Save(), loaded.Save());
                Assert.Equal(loaded.Save(), RoomFactory.Copy(loaded, new RoomSettings()).Save());
            },
            iter: Runs);

    [Theory(DisplayName = "[RO4] After a mute or ban no message of that person is accepted until it is over")]
    [MemberData(nameof(Kinds))]
    public void Moderation_wins(string kind) => RandomWish.Many(2 * Steps).Sample(
        wishes =>
        {
            var room = new WholeRoom(RoomId.Parse(kind)) { Checks = false };
            var running = new Dictionary<(PersonId, SanctionKind), SanctionImposed>();
            var read = 0;
            foreach (var _ in Play(room, wishes))
            {
                for (; read < room.Journal.Count; read++)
                {
                    var stored = room.Journal[read];
                    switch (stored.Event)
                    {
                        case SanctionImposed { Kind: SanctionKind.Mute or SanctionKind.Ban } imposed:
                            running[(imposed.Person, imposed.Kind)] = imposed;
                            break;
                        case SanctionRevoked revoked:
                            running.Remove((revoked.Person, revoked.Kind));
                            break;
                        case MessagePosted when Standing.Of(stored.By.Role) == 0:
                            Assert.DoesNotContain(running.Values, one => one.Person == stored.By.Id && !(one.Until <= stored.At));
                            break;
                    }
                }
            }
        },
        iter: Runs);

    [Theory(DisplayName = "[RO5] The text of a removed message is shown and told to nobody")]
    [MemberData(nameof(Kinds))]
    public void Removed_text_is_shown_to_nobody(string kind) => RandomWish.Many(2 * Steps).Sample(
        wishes =>
        {
            var room = new WholeRoom(RoomId.Parse(kind)) { Checks = false };
            foreach (var (command, _) in Play(room, wishes))
            {
                if (command is not (RemoveMessage or WithdrawMessage))
                {
                    continue;
                }

                var removed = room.Messages(Audience.Staff).Where(message => message.State == MessageState.Removed).Select(message => message.Id).ToHashSet();
                var texts = room.Journal.Where(stored => removed.Contains(stored.Seq.ToString(CultureInfo.InvariantCulture)))
                    .Select(stored => ((MessagePosted)stored.Event).Text)
                    .Where(text => text.StartsWith("Phrase numéro ", StringComparison.Ordinal));
                var picture = Picture(room.Room);
                Assert.All(texts, text => Assert.DoesNotContain(JsonSerializer.Serialize(text, RoomJson.Options), picture, StringComparison.Ordinal));
            }
        },
        iter: Runs);

    [Fact(DisplayName = "[RO6] Every command can be drawn and written")]
    public void Every_command_can_be_drawn_and_written()
    {
        var room = RoomFactory.Create(Cast.Booth, new RoomSettings());
        var drawn = Enumerable.Range(0, 20_000).Select(number => new RandomWish(0, 8 * number, number, 0).In(room)).ToList();

        Assert.Equal(RoomJson.Commands.Keys.Order(StringComparer.Ordinal), drawn.Select(RoomJson.NameOf).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(RoomCommand Command, Decision Decision)> Play(WholeRoom room, ImmutableArray<RandomWish> wishes)
    {
        foreach (var pupil in new[] { Cast.Pupil(1), Cast.Pupil(2) }.Where(_ => room.Room.Id.Kind == RoomKind.Class))
        {
            room.Do(pupil, new JoinClass());
        }

        foreach (var wish in wishes)
        {
            room.Wait(wish.Seconds * wish.Seconds / 4.0);
            room.Wide = wish.Seed % 50 == 0 ? EventWide.None with { Paused = true } : EventWide.None;
            var command = wish.In(room.Room);
            yield return (command, room.Try(wish.Actor, command));
        }
    }

    private static string Picture(Room room) => string.Join(
        '\n',
        Enum.GetValues<Audience>().SelectMany(audience => room.ShowAll(audience)
                .Select(entity => $"{audience} {RoomJson.KeyOf(entity)} {JsonSerializer.Serialize(entity, entity.GetType(), RoomJson.Options)}"))
            .Concat(RandomWish.People.Select(actor => JsonSerializer.Serialize(room.Tell(actor.Person), RoomJson.Options))));
}
