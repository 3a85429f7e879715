using System.Text.Json;
using Halle.Rooms;

namespace Halle.Keeping;

/// <summary>What the room is about to forget, and since when it has forgotten. Shows nothing and is asked for nothing: the shell writes its events.</summary>
public sealed class Forgetting : IRoomPart
{
    public string Name => "forgetting";

    /// <summary>Begun and not done; null when there is nothing to finish.</summary>
    internal PendingForgetting? Pending { get; private set; }

    /// <summary>Seq of the last <see cref="RoomForgot"/>; 0 when there is none. A copy of the room from before it is not led on.</summary>
    public long ForgotAt { get; private set; }

    /// <summary>Up to here messages have expired.</summary>
    public long Through { get; private set; }

    public Decision? Decide(RoomCommand command, in Situation situation) => null;

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case RoomForgetting order:
                Pending = new PendingForgetting(stored.Seq, order);
                break;
            case RoomForgot:
                Through = Pending is { Order: { What: ForgetKind.Messages } done } ? Math.Max(Through, done.Through) : Through;
                ForgotAt = stored.Seq;
                Pending = null;
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => null;

    public IEnumerable<EntityKey> Keys() => [];

    public object Save() => new Saved(ForgotAt, Through, Pending?.Seq ?? 0, Pending?.Order);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No memory.");
        (ForgotAt, Through) = (saved.ForgotAt, saved.Through);
        Pending = saved.Order is { } order ? new PendingForgetting(saved.At, order) : null;
    }

    private sealed record Saved(long ForgotAt, long Through, long At, RoomForgetting? Order = null);
}

/// <param name="Seq">Of the order's event.</param>
internal sealed record PendingForgetting(long Seq, RoomForgetting Order);
