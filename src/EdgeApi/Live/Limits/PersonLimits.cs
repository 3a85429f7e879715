using System.Threading.RateLimiting;
using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// How fast a person may act, over all their connections, and a room's public together. Keyed by person, never by address: a
/// whole school stands behind one. Buckets of people who are quiet are dropped by themselves.
/// </summary>
internal sealed class PersonLimits : IDisposable
{
    private readonly PartitionedRateLimiter<Actor> _speak;
    private readonly PartitionedRateLimiter<Actor> _act;
    private readonly PartitionedRateLimiter<Actor> _enter;
    private readonly PartitionedRateLimiter<Actor> _react;
    private readonly PartitionedRateLimiter<Actor> _history;
    private readonly PartitionedRateLimiter<RoomId> _room;

    public PersonLimits(IOptions<LimitOptions> options)
    {
        var limits = options.Value;
        _speak = PerPerson(actor => actor.IsStaff ? limits.StaffSpeak : limits.Speak);
        _act = PerPerson(actor => actor.IsStaff ? limits.StaffAct : limits.Act);
        _enter = PerPerson(_ => limits.Enter);
        _react = PerPerson(_ => limits.React);
        _history = PerPerson(_ => limits.History);
        _room = PartitionedRateLimiter.Create<RoomId, RoomId>(room => RateLimitPartition.GetTokenBucketLimiter(room, _ => limits.Room.ToBucket()));
    }

    public Rejection? Enter(Actor actor) => Take(_enter, actor);

    public Rejection? React(Actor actor) => Take(_react, actor);

    public Rejection? History(Actor actor) => Take(_history, actor);

    /// <summary>Staff are never slowed by a busy room: moderation is not shed. Reports neither.</summary>
    public Rejection? Execute(Actor actor, RoomId room, Audience audience, RoomCommand command)
    {
        if (command is not (PostMessage or AskQuestion))
        {
            return Take(_act, actor);
        }

        return Take(_speak, actor) ?? (audience == Audience.Staff ? null : Take(_room, room));
    }

    public void Dispose()
    {
        _speak.Dispose();
        _act.Dispose();
        _enter.Dispose();
        _react.Dispose();
        _history.Dispose();
        _room.Dispose();
    }

    private static PartitionedRateLimiter<Actor> PerPerson(Func<Actor, Bucket> bucket) =>
        PartitionedRateLimiter.Create<Actor, PersonId>(
            actor => RateLimitPartition.GetTokenBucketLimiter(actor.Person, _ => bucket(actor).ToBucket()));

    private static Rejection? Take<T>(PartitionedRateLimiter<T> limiter, T key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null
            : new Rejection(
                RejectionCode.SlowDown,
                lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? after : TimeSpan.FromSeconds(1));
    }
}
