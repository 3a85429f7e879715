using System.Collections.Immutable;
using Halle.Chat;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Rooms;

/// <summary>
/// What a room holds for one person only. It is state, not events: whenever any of it changes, that person's connections get
/// the whole of it again.
/// </summary>
/// <param name="Muted">A running mute, of this room or of the whole event.</param>
/// <param name="Banned">A running ban.</param>
/// <param name="Warned">The last warning.</param>
/// <param name="Messages">Own messages that others do not see: held, or (looking visible to their author) shadowed.</param>
/// <param name="Questions">Own questions that others do not see (pending, rejected, merged, withdrawn).</param>
/// <param name="Votes">Ids of the questions this person supports.</param>
/// <param name="PollVotes">Own answer by poll id, with the results as they stood then.</param>
/// <param name="Admission">In a class: whether the teacher has let this pupil in.</param>
/// <param name="Following">In a class: whether this pupil follows the guided tour.</param>
/// <param name="NextPostAt">In slow mode: when the next message is allowed.</param>
public sealed record You(
    Notice? Muted,
    Notice? Banned,
    Notice? Warned,
    ImmutableArray<ChatMessage> Messages,
    ImmutableArray<Question> Questions,
    ImmutableArray<string> Votes,
    ImmutableArray<PollVote> PollVotes,
    Admission Admission,
    bool Following,
    DateTimeOffset? NextPostAt)
{
    /// <summary>What a room holds for somebody it knows nothing of.</summary>
    public static readonly You Nobody = new(null, null, null, [], [], [], [], Admission.None, Following: false, null);
}

/// <summary>A sanction as the person concerned reads it.</summary>
/// <param name="By">What the one who imposed it is here; who it was stays with staff.</param>
public sealed record Notice(DateTimeOffset At, DateTimeOffset? Until, string Reason, Role? By);

/// <summary>Where a pupil stands at the door of the class.</summary>
public enum Admission
{
    None,
    Waiting,
    Admitted,
    Removed,
}
