using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Halle.Chat;
using Halle.Event;
using Halle.Rooms;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Tests.Rooms;

/// <summary>
/// A room as the factory makes it, with the permission table in front. Every step is checked: deciding changes nothing; events survive the
/// journal; a reader who only takes what changed sees what a newcomer sees; who is not touched is told nothing new.
/// </summary>
internal sealed class WholeRoom
{
    private static readonly Audience[] Audiences = Enum.GetValues<Audience>();

    private readonly Dictionary<Audience, Dictionary<EntityKey, string>> _readers = Audiences.ToDictionary(one => one, _ => new Dictionary<EntityKey, string>());
    private readonly Dictionary<PersonId, string> _told = [];
    private readonly List<StoredEvent> _journal = [];
    private int _commands;

    public WholeRoom(RoomId id)
    {
        Room = RoomFactory.Create(id, new RoomSettings());
        foreach (var audience in Audiences)
        {
            Read(audience, Room.ShowAll(audience));
        }
    }

    public Room Room { get; private set; }

    /// <summary>Off where only the outcome matters: checking all readers at every step makes thousands of steps slow.</summary>
    public bool Checks { get; set; } = true;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public EventWide Wide { get; set; } = EventWide.None;

    /// <summary>Who is there by name, as presence tells the room.</summary>
    public ImmutableArray<NamedPresence> Here { get; set; } = [];

    public IReadOnlyList<StoredEvent> Journal => _journal;

    public IReadOnlyList<ChatMessage> Messages(Audience audience) => [.. Room.ShowAll(audience).OfType<ChatMessage>()];

    public ChatMessage? Message(string id, Audience audience) => Room.Show(new EntityKey("message", id), audience) as ChatMessage;

    public You Tell(Actor actor) => Room.Tell(actor.Person);

    /// <summary>Does it and expects it to be accepted; returns the seq of its first event as an id.</summary>
    public string Do(Actor actor, RoomCommand command)
    {
        var decision = Try(actor, command);
        Assert.True(decision.Rejection is null, $"{command} was refused: {decision.Rejection}");
        return (Room.Seq - decision.Events.Length + 1).ToString(CultureInfo.InvariantCulture);
    }

    public Rejection Refuses(string code, Actor actor, RoomCommand command)
    {
        var refusal = Try(actor, command).Rejection;
        Assert.Equal(code, refusal?.Code);
        return refusal!;
    }

    public void ChangesNothing(Actor actor, RoomCommand command) => Assert.Equal(Decision.NoChange, Try(actor, command));

    public void Wait(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    /// <summary>Goes on from a snapshot, as after the room's process died.</summary>
    public void Reload() => Room = RoomFactory.Load(Room.Id, new RoomSettings(), Room.Save());

    public Decision Try(Actor actor, RoomCommand command)
    {
        _told.TryAdd(actor.Person, Told(actor.Person));
        var before = Checks ? Room.Save() : [];
        var decision = Room.Decide(command, new Situation(Room.Id, actor, actor.Owns(Room.Id), Now, Wide) { Here = Here });
        var events = Room.Sequence(decision, actor, new ClientId($"command-{++_commands}"), Now);
        if (Checks)
        {
            Assert.Equal(before, Room.Save());
        }

        var changes = new Changes();
        foreach (var stored in RoomJson.ReadEvents(RoomJson.Write(events)))
        {
            Room.Apply(stored, changes);
            _journal.Add(stored);
        }

        Check(changes, command);
        return decision;
    }

    /// <summary>What waits for a moderator is what staff are shown of it.</summary>
    public static void WaitsAsShown(Room room)
    {
        var shown = room.ShowAll(Audience.Staff);
        DateTimeOffset[] waiting =
        [
            .. shown.OfType<ChatMessage>().Where(message => message.State == MessageState.Held || message is { State: MessageState.Visible, Reports: > 0 })
                .Select(message => message.At),
            .. shown.OfType<Question>().Where(question => question.State == QuestionState.Pending).Select(question => question.At),
        ];
        Assert.Equal((waiting.Length, waiting.Length == 0 ? null : waiting.Min()), room.Waiting);
    }

    private void Check(Changes changes, RoomCommand command)
    {
        if (Checks)
        {
            WaitsAsShown(Room);
        }

        foreach (var (audience, seen) in _readers)
        {
            foreach (var key in changes.Entities)
            {
                seen.Remove(key);
                Read(audience, Room.Show(key, audience) is { } entity ? [entity] : []);
            }

            if (Checks)
            {
                var fresh = Room.ShowAll(audience).ToDictionary(RoomJson.KeyOf, Text);
                Assert.Equal(InOrder(fresh), InOrder(seen.Where(pair => fresh.ContainsKey(pair.Key) || !HasLeftTheWindow(pair.Key))));
            }
        }

        foreach (var person in Checks ? _told.Keys.ToArray() : [])
        {
            var told = Told(person);

            // A vote changes the results of everybody who has voted: they get them with their next state.
            Assert.True(
                changes.People.Contains(person) || command is VotePoll || string.Equals(_told[person], told, StringComparison.Ordinal),
                $"{person} was not touched by {command}, and is told {told} after {_told[person]}.");
            _told[person] = told;
        }
    }

    // A browser keeps what the room no longer holds, until it has more than it shows.
    private bool HasLeftTheWindow(EntityKey key) =>
        string.Equals(key.Type, "message", StringComparison.Ordinal)
        && long.Parse(key.Id, CultureInfo.InvariantCulture) < Room.ShowAll(Audience.Staff).OfType<ChatMessage>()
            .Select(message => long.Parse(message.Id, CultureInfo.InvariantCulture)).DefaultIfEmpty(long.MaxValue).Max() - RoomChat.Window;

    private void Read(Audience audience, IEnumerable<Entity> entities)
    {
        foreach (var entity in entities)
        {
            _readers[audience][RoomJson.KeyOf(entity)] = Text(entity);
        }
    }

    private string Told(PersonId person) => JsonSerializer.Serialize(Room.Tell(person), RoomJson.Options);

    private static string Text(Entity entity) => JsonSerializer.Serialize(entity, RoomJson.Options);

    private static ImmutableArray<string> InOrder(IEnumerable<KeyValuePair<EntityKey, string>> entities) =>
        [.. entities.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal)];
}
