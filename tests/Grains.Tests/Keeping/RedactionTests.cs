using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Keeping;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Keeping;

/// <summary>What is left of a room's stored events when it forgets, for random rooms of every kind.</summary>
public sealed class RedactionTests
{
    private const int Steps = 80;

    private const int Runs = 40;

    public static TheoryData<string, ForgetKind> Cases
    {
        get
        {
            var cases = new TheoryData<string, ForgetKind>();
            foreach (var room in RandomWish.Rooms)
            {
                foreach (var kind in Enum.GetValues<ForgetKind>())
                {
                    cases.Add(room.ToString(), kind);
                }
            }

            return cases;
        }
    }

    [Theory(DisplayName = "[ER3] Whatever a room forgets, its stored events still make a room, on which everything goes on, and nothing of it is left in them or in its snapshot")]
    [MemberData(nameof(Cases))]
    public void What_is_left_makes_a_room(string room, ForgetKind kind) =>
        Gen.Select(RandomWish.Many(Steps), Gen.Int[0, Steps], Gen.Int[0, RandomWish.People.Length - 1], RandomWish.Many(Steps / 4)).Sample(
            (wishes, until, who, more) =>
            {
                var played = new WholeRoom(RoomId.Parse(room)) { Checks = false };
                Play(played, wishes);
                var person = RandomWish.People[who];
                var head = played.Journal.Count;
                var through = kind == ForgetKind.Messages ? Math.Min(until, head) : head;
                var order = new RoomForgetting(kind, through, kind == ForgetKind.Person ? person.Person : null, new string('k', 32));
                ImmutableArray<StoredEvent> before =
                    [.. played.Journal, new StoredEvent(head + 1, played.Room.At, new Author(PersonId.Nobody, Role.Organiser, ""), null, order)];

                var after = Redacted(before, order);

                Assert.Equal(before.Select(stored => (stored.Seq, stored.At)), after.Select(stored => (stored.Seq, stored.At)));
                Assert.Equal(Json(after), Json(Redacted(after, order)));
                var replayed = Replay(played.Room.Id, after);
                foreach (var left in new[] { Encoding.UTF8.GetString(RoomJson.Write(after)), Encoding.UTF8.GetString(replayed.Save()) })
                {
                    Assert.All(Words(before, order), text => Assert.DoesNotContain(Text(text), left, StringComparison.Ordinal));
                    Assert.All(People(before, order), id => Assert.DoesNotContain(id.Value, left, StringComparison.Ordinal));
                    Assert.DoesNotContain(order.Key, left, StringComparison.Ordinal);
                }

                // What somebody else said, and what is counted, is what it was.
                Assert.Equal(Others(played.Room, order), Others(replayed, order));
                Assert.Equal(replayed.Save(), RoomFactory.Load(replayed.Id, new RoomSettings(), replayed.Save()).Save());
                replayed.Apply(new StoredEvent(head + 2, replayed.At, new Author(PersonId.Nobody, Role.Organiser, ""), null, new RoomForgot()), new Changes());
                GoOn(replayed, more, played.Now);
                WholeRoom.WaitsAsShown(replayed);
            },
            iter: Runs);

    [Theory(DisplayName = "[ER6] Half of the rows rewritten, and the rest later, are the same as all at once")]
    [MemberData(nameof(Cases))]
    public void Half_rewritten_is_finished_later(string room, ForgetKind kind) =>
        Gen.Select(RandomWish.Many(Steps), Gen.Int[0, Steps]).Sample(
            (wishes, half) =>
            {
                var played = new WholeRoom(RoomId.Parse(room)) { Checks = false };
                Play(played, wishes);
                var head = played.Journal.Count;
                var order = new RoomForgetting(kind, head, kind == ForgetKind.Person ? Cast.Pupil(1).Person : null, new string('k', 32));
                ImmutableArray<StoredEvent> before =
                    [.. played.Journal, new StoredEvent(head + 1, played.Room.At, new Author(PersonId.Nobody, Role.Organiser, ""), null, order)];
                var whole = Redacted(before, order);

                ImmutableArray<StoredEvent> torn = [.. whole.Take(Math.Min(half, head)), .. before.Skip(Math.Min(half, head))];

                Assert.Equal(Json(whole), Json(Redacted(torn, order)));
                Replay(played.Room.Id, torn);
            },
            iter: Runs);

    [Fact(DisplayName = "[ER3] A forgotten message is gone for everybody, with what was done to it; an answer to it stays")]
    public void Forgotten_message_is_gone()
    {
        var room = new WholeRoom(Cast.Class);
        room.Do(Cast.Pupil(1), new JoinClass());
        room.Do(Cast.Pupil(2), new JoinClass());
        var first = room.Do(Cast.Pupil(1), new PostMessage("Demo : ma question"));
        room.Do(Cast.Teacher, new PinMessage(first));
        room.Do(Cast.Pupil(2), new ReportMessage(first, "Demo : un motif"));
        var answer = room.Do(Cast.Teacher, new PostMessage("Demo : ma réponse", first));
        var order = new RoomForgetting(ForgetKind.Person, room.Journal.Count, Cast.Pupil(1).Person, "k");

        var after = Replay(Cast.Class, Redacted([.. room.Journal], order));

        Assert.All(Enum.GetValues<Audience>(), audience => Assert.Equal(
            [answer], after.ShowAll(audience).OfType<ChatMessage>().Select(message => message.Id)));
        Assert.Single(after.ShowAll(Audience.Staff).OfType<Pupil>());
        Assert.DoesNotContain("motif", Json(Redacted([.. room.Journal], order)), StringComparison.Ordinal);
    }

    private static void Play(WholeRoom room, ImmutableArray<RandomWish> wishes)
    {
        foreach (var pupil in new[] { Cast.Pupil(1), Cast.Pupil(2) }.Where(_ => room.Room.Id.Kind == RoomKind.Class))
        {
            room.Do(pupil, new JoinClass());
        }

        foreach (var wish in wishes)
        {
            room.Wait(wish.Seconds * wish.Seconds / 4.0);
            room.Try(wish.Actor, wish.In(room.Room));
        }
    }

    private static void GoOn(Room room, ImmutableArray<RandomWish> wishes, DateTimeOffset now)
    {
        var command = 0;
        foreach (var wish in wishes)
        {
            var decision = room.Decide(wish.In(room), new Situation(room.Id, wish.Actor, wish.Actor.Owns(room.Id), now, Halle.Event.EventWide.None));
            foreach (var stored in room.Sequence(decision, wish.Actor, new ClientId($"goes-on-{++command}"), now))
            {
                room.Apply(stored, new Changes());
            }
        }
    }

    private static ImmutableArray<StoredEvent> Redacted(ImmutableArray<StoredEvent> events, RoomForgetting order)
    {
        var redaction = new Redaction(order, events[^1].Event is RoomForgetting ? events[^1].Seq : long.MaxValue);
        return [.. events.Chunk(3).SelectMany(commit => redaction.Redact(commit) is { } kept ? RoomJson.ReadEvents(RoomJson.Write(kept)) : commit)];
    }

    private static Room Replay(RoomId id, ImmutableArray<StoredEvent> events)
    {
        var room = RoomFactory.Create(id, new RoomSettings());
        foreach (var stored in events)
        {
            room.Apply(stored, new Changes());
        }

        return room;
    }

    private static string Json(ImmutableArray<StoredEvent> events) => Encoding.UTF8.GetString(RoomJson.Write(events));

    private static string Text(string text) => JsonSerializer.Serialize(text, RoomJson.Options);

    /// <summary>Texts that are to be gone and that nobody else said.</summary>
    private static IEnumerable<string> Words(ImmutableArray<StoredEvent> events, RoomForgetting order)
    {
        var said = events.Select(stored => (stored, Text: stored.Event switch
        {
            MessagePosted posted => posted.Text,
            QuestionAsked asked => asked.Text,
            _ => null,
        })).Where(one => one.Text is not null).ToLookup(one => Goes(one.stored, order), one => one.Text!);
        return said[true].Distinct(StringComparer.Ordinal).Where(text => text.StartsWith("Phrase numéro ", StringComparison.Ordinal)).Except(said[false]);
    }

    private static bool Goes(StoredEvent stored, RoomForgetting order) =>
        stored.Seq <= order.Through && (order.What != ForgetKind.Person || stored.By.Id == order.Person);

    private static IEnumerable<PersonId> People(ImmutableArray<StoredEvent> events, RoomForgetting order) => order.What switch
    {
        ForgetKind.Person => [order.Person!.Value],
        ForgetKind.Everything => events.Select(stored => stored.By.Id).Distinct().Where(person => !person.IsForgotten),
        _ => [],
    };

    private static IEnumerable<string> Others(Room room, RoomForgetting order) =>
        room.ShowAll(Audience.Staff)
            .Where(entity => order.What switch
            {
                ForgetKind.Everything => entity is not (ChatMessage or Question or Sanction or Pupil or Tour or Halle.Booths.Duty or Halle.Event.Announcement),
                ForgetKind.Messages => entity is not (ChatMessage or Question or Sanction),
                _ => entity is not (Tour or Halle.Event.Announcement or Question) && Concerned(entity) != order.Person,
            })
            .Where(entity => entity is not ChatMessage && !(entity is Sanction { By: var by } && (by.Id == order.Person || by.Id.IsForgotten)))
            .Select(entity => JsonSerializer.Serialize(entity, entity.GetType(), RoomJson.Options))
            .Where(json => order.Person is not { } person || !json.Contains(person.Value, StringComparison.Ordinal));

    private static PersonId? Concerned(Entity entity) => entity switch
    {
        Sanction sanction => sanction.Person,
        Pupil pupil => new PersonId(pupil.Id),
        Halle.Booths.Duty duty => new PersonId(duty.Id),
        _ => null,
    };
}
