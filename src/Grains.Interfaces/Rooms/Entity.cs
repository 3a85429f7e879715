namespace Halle.Rooms;

/// <summary>
/// One thing a browser is shown: a message, a question, the room's mode. A room is shown as a set of entities; a change
/// is an entity put in place of the one with the same key, or dropped. So one reducer, on every client, serves all parts.
/// </summary>
/// <param name="Id">Unique among entities of its type in the room; empty where there is only one.</param>
public abstract record Entity(string Id);

/// <summary>The type's name on the wire (<c>message</c>), part of the entity's key.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EntityNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>An entity's key in its room, written <c>type/id</c>.</summary>
public readonly record struct EntityKey(string Type, string Id)
{
    public override string ToString() => Type + "/" + Id;
}
