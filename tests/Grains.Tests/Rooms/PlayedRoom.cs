using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Halle.Event;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>
/// A room of some parts, played by commands, without the permission table in front. After every command it is checked that the events survive
/// the journal, that a reader who only takes what changed sees what a newcomer sees, that nobody untouched is told anything else than
/// before, and that a loaded snapshot shows, tells and remembers the same.
/// </summary>
internal sealed class PlayedRoom
{
    private readonly Func<ImmutableArray<IRoomPart>> _compose;
    private readonly ImmutableArray<IRoomPart> _parts;
    private readonly Room _room;
    private readonly Dictionary<Audience, Dictionary<EntityKey, string>> _readers = new()
    {
        [Audience.Public] = [],
        [Audience.Staff] = [],
    };

    private readonly Dictionary<PersonId, string> _told = [];
    private readonly HashSet<string> _moves;
    private int _commands;

    /// <param name="tolerated">Names of commands that change what others are told without telling them at once.</param>
    public PlayedRoom(RoomId id, Func<ImmutableArray<IRoomPart>> compose, params string[] tolerated)
    {
        _compose = compose;
        _parts = compose();
        _room = new Room(id, _parts, new Receipts());
        _moves = [.. tolerated];
        Read(Audience.Public, _room.ShowAll(Audience.Public));
        Read(Audience.Staff, _room.ShowAll(Audience.Staff));
    }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Off where a test fills a room to its brim: the checks look at everything each time.</summary>
    public bool IsChecked { get; init; } = true;

    public long Seq => _room.Seq;

    public string LastId => _room.Seq.ToString(CultureInfo.InvariantCulture);

    public T Part<T>()
        where T : class, IRoomPart => _room.Part<T>()!;

    /// <summary>Counts somebody among the people whose state is checked, before the first command.</summary>
    public void Meet(Actor person) => _told.TryAdd(person.Person, Told(_room, person.Person));

    public You Tell(Actor person) => _room.Tell(person.Person);

    public IReadOnlyList<T> Shown<T>(Audience audience)
        where T : Entity => [.. _room.ShowAll(audience).OfType<T>()];

    /// <summary>Everything anybody is shown or told, as text to compare.</summary>
    public string Picture() => string.Join(
        '\n',
        _readers.SelectMany(reader => reader.Value.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
                .Select(pair => $"{reader.Key} {pair.Key} {pair.Value}"))
            .Concat(_told.Keys.OrderBy(person => person.Value, StringComparer.Ordinal)
                .Select(person => $"{person} {JsonSerializer.Serialize(_room.Tell(person), RoomJson.Options)}")));

    /// <summary>Does it and expects it to be accepted; returns the seq of its first event as an id.</summary>
    public string Do(Actor actor, RoomCommand command)
    {
        var decision = Try(actor, command);
        Assert.True(decision.Rejection is null, $"{command} was refused: {decision.Rejection}");
        return (_room.Seq - decision.Events.Length + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Expects the refusal's code.</summary>
    public void Refuses(string code, Actor actor, RoomCommand command) => Assert.Equal(code, Try(actor, command).Rejection?.Code);

    /// <summary>Expects that the wish is accepted and nothing happens.</summary>
    public void ChangesNothing(Actor actor, RoomCommand command) => Assert.Equal(Decision.NoChange, Try(actor, command));

    public Decision Try(Actor actor, RoomCommand command)
    {
        var decision = Decide(command, new Situation(_room.Id, actor, actor.Owns(_room.Id), Now, EventWide.None));
        var clientId = new ClientId($"command-{++_commands}");
        var events = _room.Sequence(decision, actor, clientId, Now);
        var changes = new Changes();
        Meet(actor);
        foreach (var stored in RoomJson.ReadEvents(RoomJson.Write(events)))
        {
            _room.Apply(stored, changes);
        }

        if (IsChecked)
        {
            CheckReaders(changes);
            CheckPeople(changes, RoomJson.NameOf(command));
            CheckSnapshot();
        }

        return decision;
    }

    private Decision Decide(RoomCommand command, Situation situation)
    {
        foreach (var part in _parts)
        {
            if (part.Gate(command, situation) is { } rejection)
            {
                return Decision.Refuse(rejection);
            }
        }

        return _parts.Select(part => part.Decide(command, situation)).FirstOrDefault(decision => decision is not null)
            ?? throw new InvalidOperationException($"No part decides {command}.");
    }

    private void CheckReaders(Changes changes)
    {
        foreach (var (audience, seen) in _readers)
        {
            foreach (var key in changes.Entities)
            {
                seen.Remove(key);
                Read(audience, _room.Show(key, audience) is { } entity ? [entity] : []);
            }

            var fresh = _room.ShowAll(audience).ToDictionary(RoomJson.KeyOf, Text);
            Assert.Equal(fresh.OrderBy(pair => pair.Key.ToString()), seen.OrderBy(pair => pair.Key.ToString()));
        }
    }

    private void CheckPeople(Changes changes, string command)
    {
        foreach (var person in _told.Keys.ToArray())
        {
            var told = Told(_room, person);
            Assert.True(
                changes.People.Contains(person) || _moves.Contains(command) || string.Equals(_told[person], told, StringComparison.Ordinal),
                $"{person} was not touched by {command}, and is told {told} after {_told[person]}.");
            _told[person] = told;
        }
    }

    private void CheckSnapshot()
    {
        var snapshot = _room.Save();
        var loaded = new Room(_room.Id, _compose(), new Receipts());
        loaded.Load(snapshot);
        Assert.Equal(_room.Seq, loaded.Seq);
        Assert.Equal(snapshot, loaded.Save());
        foreach (var audience in _readers.Keys)
        {
            Assert.Equal(_room.ShowAll(audience).Select(Text), loaded.ShowAll(audience).Select(Text));
        }

        foreach (var person in _told.Keys)
        {
            Assert.Equal(_told[person], Told(loaded, person));
        }
    }

    private void Read(Audience audience, IEnumerable<Entity> entities)
    {
        foreach (var entity in entities)
        {
            _readers[audience][RoomJson.KeyOf(entity)] = Text(entity);
        }
    }

    private static string Told(Room room, PersonId person) => JsonSerializer.Serialize(room.Tell(person), RoomJson.Options);

    private static string Text(Entity entity) => JsonSerializer.Serialize(entity, RoomJson.Options);
}
