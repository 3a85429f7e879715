using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Tests.Simulation;

/// <summary>A good browser: invents a client id once a wish, resends it until it is answered, and applies frames by the book of docs/protocol.md.</summary>
internal sealed class SimulatedClient(Actor actor, Audience audience, Sabotage sabotage)
{
    private readonly Dictionary<EntityKey, Entity> _entities = [];

    public Actor Actor => actor;

    public Audience Audience => audience;

    public IReadOnlyDictionary<EntityKey, Entity> Entities => _entities;

    public string? Epoch { get; private set; }

    public long At { get; private set; } = -1;

    /// <summary>What it knows of the edge: none while it is not connected.</summary>
    public SimulatedEdge? Edge { get; private set; }

    public SimulatedCursor? Cursor { get; private set; }

    /// <summary>A position was asked for and not answered yet.</summary>
    public bool IsEntering { get; set; }

    public bool HasHole { get; private set; } = true;

    public List<SimulatedWish> Wishes { get; } = [];

    public void Connect(SimulatedEdge edge)
    {
        (Edge, Cursor, IsEntering, HasHole) = (edge, new SimulatedCursor(audience), false, true);
    }

    public void Disconnect() => (Edge, Cursor, IsEntering) = (null, null, false);

    public void Entered()
    {
        IsEntering = false;
        HasHole = false;
    }

    public void Take(Frame frame)
    {
        if (frame.Reset)
        {
            _entities.Clear();
        }
        else if (!string.Equals(frame.Epoch, Epoch, StringComparison.Ordinal) || (frame.From > At && sabotage != Sabotage.IgnoreHoles))
        {
            HasHole = true;
            return;
        }
        else if (frame.To <= At)
        {
            return;
        }

        foreach (var drop in frame.Drop)
        {
            var slash = drop.IndexOf('/', StringComparison.Ordinal);
            _entities.Remove(new EntityKey(drop[..slash], drop[(slash + 1)..]));
        }

        foreach (var entity in frame.Set)
        {
            _entities[RoomJson.KeyOf(entity)] = entity;
        }

        (Epoch, At) = (frame.Epoch, frame.To);
    }

    /// <summary>A pulse tells where the room's frames stand.</summary>
    public void Hear(long head)
    {
        if (head > At)
        {
            HasHole = true;
        }
    }
}

/// <summary>One command, however often it is sent.</summary>
/// <param name="Floor">The highest seq anybody had been told of when it was first sent: its own must be higher.</param>
internal sealed record SimulatedWish(ClientId ClientId, RoomCommand Command, long Floor)
{
    public Receipt? Receipt { get; set; }

    /// <summary>How often it reached a room.</summary>
    public int Attempts { get; set; }

    /// <summary>The activations it reached: what one of them refused, another does not know of.</summary>
    public HashSet<SimulatedActivation> Reached { get; } = [];
}
