using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

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
    [Theory(DisplayName = "[RO1] [RO3] In a fixed set of random rooms every command is accepted somewhere, and the same holds in those that are checked")]
    [MemberData(nameof(Kinds))]
    public void Random_rooms_are_busy(string kind)
    {
        var accepted = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 25 * Runs; seed++)
        {
            // Some commands are rare, and checking all readers at every step takes many times as long as the steps.
            var room = new WholeRoom(RoomId.Parse(kind)) { Checks = seed <= Runs };
            foreach (var (command, decision) in Play(room, RandomWish.Drawn(seed, Steps)))
            {
                if (!decision.Events.IsEmpty)
                {
                    accepted[RoomJson.NameOf(command)] = accepted.GetValueOrDefault(RoomJson.NameOf(command)) + 1;
                }
            }
        }

        var here = RandomWish.People.SelectMany(actor => Permissions.CommandsFor(actor, RoomId.Parse(kind))).ToHashSet(StringComparer.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", accepted.OrderBy(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal([], here.Except(accepted.Keys).Order(StringComparer.Ordinal));
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

    [Theory(DisplayName = "[RO4] [MO4] [MO5] [MO10] After a mute nothing that person writes publicly, after a ban nothing at all is accepted until it is over; here or in the whole event")]
    [MemberData(nameof(Kinds))]
    public void Moderation_wins(string kind)
    {
        var stopped = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        RandomWish.Many(2 * Steps).Sample(
            wishes =>
            {
                var room = new WholeRoom(RoomId.Parse(kind)) { Checks = false };
                var running = new Dictionary<(PersonId, SanctionKind), WideSanction>();
                var read = 0;
                foreach (var (_, decision) in Play(room, wishes))
                {
                    stopped.AddOrUpdate(decision.Rejection?.Code ?? "", 1, static (_, count) => count + 1);
                    for (; read < room.Journal.Count; read++)
                    {
                        var stored = room.Journal[read];
                        var here = running.Where(pair => pair.Key.Item1 == stored.By.Id).Select(pair => pair.Value);
                        Assert.DoesNotContain(here.Concat(Everywhere(room, stored)), one => Stops(one, stored));
                        switch (stored.Event)
                        {
                            case SanctionImposed imposed:
                                running[(imposed.Person, imposed.Kind)] = new WideSanction(imposed.Kind, stored.At, imposed.Until, "", stored.By.Role);
                                break;
                            case SanctionRevoked revoked:
                                running.Remove((revoked.Person, revoked.Kind));
                                break;
                            default:
                                break;
                        }
                    }
                }
            },
            iter: 4 * Runs);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", stopped.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")));

        // Nobody writes publicly in the event's room, and few may do anything there that a ban would stop.
        var isEvent = RoomId.Parse(kind) == RoomId.TheEvent;
        Assert.True(stopped.GetValueOrDefault(RejectionCode.Banned) >= (isEvent ? 1 : 30), "Nobody who was banned tried anything.");
        Assert.True(isEvent || stopped.GetValueOrDefault(RejectionCode.Muted) >= 30, "Nobody who was muted tried to write.");
    }

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

        // Two talks of three have begun: before that little may be said, and few would ever begin by chance.
        if (room.Room.Id.Kind == RoomKind.Talk && wishes[0].Seed % 3 > 0)
        {
            room.Do(Cast.Speaker, new StartTalk());
        }

        // So that what came before the first wish is told apart by its time.
        room.Wait(1);
        foreach (var wish in wishes)
        {
            room.Wait(wish.Seconds * wish.Seconds / 4.0);
            room.Wide = WideAt(wish, room.Now);
            var command = wish.In(room.Room);
            yield return (command, room.Try(wish.Actor, command));
        }
    }

    /// <summary>What the event's room says meanwhile: mostly nothing; sometimes a pause, or something on the very person who wishes.</summary>
    private static EventWide WideAt(RandomWish wish, DateTimeOffset now) => (wish.Seed % 50, wish.Seed % 8) switch
    {
        (0, _) => EventWide.None with { Paused = true },
        (_, 1) => EventWide.None with
        {
            Sanctions = EventWide.None.Sanctions.Add(wish.Actor.Person,
            [
                new WideSanction(
                    (SanctionKind)(wish.Seed / 8 % 4),
                    now.AddMinutes(-5),
                    (wish.Seed / 32 % 4) switch { 0 => null, 1 => now.AddMinutes(-1), _ => now.AddMinutes(10) },
                    "",
                    wish.Seed / 128 % 2 == 0 ? Role.Moderator : Role.Organiser),
            ]),
        },
        _ => EventWide.None,
    };

    // What stands in the journal since the last wish was judged under what held everywhere then.
    private static ImmutableArray<WideSanction> Everywhere(WholeRoom room, StoredEvent stored) =>
        stored.At == room.Now && room.Wide.Sanctions.TryGetValue(stored.By.Id, out var everywhere) ? everywhere : [];

    private static bool Stops(WideSanction sanction, StoredEvent stored) =>
        !(sanction.Until <= stored.At) && Standing.Of(sanction.By) > Standing.Of(stored.By.Role) && sanction.Kind switch
        {
            SanctionKind.Ban => true,
            SanctionKind.Mute => stored.Event is MessagePosted or QuestionAsked or QuestionVoted or QuestionUnvoted or PollVoted,
            _ => false,
        };

    private static string Picture(Room room) => string.Join(
        '\n',
        Enum.GetValues<Audience>().SelectMany(audience => room.ShowAll(audience)
                .Select(entity => $"{audience} {RoomJson.KeyOf(entity)} {JsonSerializer.Serialize(entity, entity.GetType(), RoomJson.Options)}"))
            .Concat(RandomWish.People.Select(actor => JsonSerializer.Serialize(room.Tell(actor.Person), RoomJson.Options))));
}
