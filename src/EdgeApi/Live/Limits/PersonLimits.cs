using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// How fast a person may act, over all their connections, and a room's public together. Keyed by person, never by address: a
/// whole school stands behind one.
/// </summary>
internal sealed class PersonLimits(IOptions<LimitOptions> options, TimeProvider time)
{
    private readonly LimitOptions _limits = options.Value;
    private readonly Budgets<PersonId> _speak = new(time);
    private readonly Budgets<PersonId> _act = new(time);
    private readonly Budgets<PersonId> _enter = new(time);
    private readonly Budgets<PersonId> _react = new(time);
    private readonly Budgets<PersonId> _history = new(time);
    private readonly Budgets<RoomId> _room = new(time);

    public Rejection? Enter(Actor actor) => Take(_enter, actor.Person, _limits.Enter);

    public Rejection? React(Actor actor) => Take(_react, actor.Person, _limits.React);

    public Rejection? History(Actor actor) => Take(_history, actor.Person, _limits.History);

    /// <summary>Staff are never slowed by a busy room: moderation is not shed. Reports neither.</summary>
    public Rejection? Execute(Actor actor, RoomId room, Audience audience, RoomCommand command)
    {
        if (command is not (PostMessage or AskQuestion))
        {
            return Take(_act, actor.Person, actor.IsStaff ? _limits.StaffAct : _limits.Act);
        }

        return Take(_speak, actor.Person, actor.IsStaff ? _limits.StaffSpeak : _limits.Speak)
            ?? (audience == Audience.Staff ? null : Take(_room, room, _limits.Room));
    }

    private static Rejection? Take<TKey>(Budgets<TKey> budgets, TKey key, Bucket bucket)
        where TKey : notnull => budgets.Take(key, bucket) is { } wait ? new Rejection(RejectionCode.SlowDown, wait) : null;
}
