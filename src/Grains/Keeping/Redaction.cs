using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Keeping;

/// <summary>
/// What stays of a room's stored events when it forgets: their number, order and times, and what others built on them. It is given the events in
/// order. Doing it again changes nothing, and half of it done, the other half can be done later. Pure.
/// </summary>
/// <param name="order">What is forgotten.</param>
/// <param name="at">The seq of the order itself, the last event that is looked at.</param>
internal sealed class Redaction(RoomForgetting order, long at)
{
    // Ids of messages and questions that have no words any more: what was written about them goes as well.
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    /// <summary>Events that lost something, the order itself left out.</summary>
    public int Changed { get; private set; }

    /// <summary>A commit's events as they are kept from now on; null when nothing of them changes.</summary>
    public StoredEvent[]? Redact(StoredEvent[] events)
    {
        StoredEvent[] kept = [.. events.Select(Redact)];
        return kept.Zip(events).All(pair => ReferenceEquals(pair.First, pair.Second)) ? null : kept;
    }

    private StoredEvent Redact(StoredEvent stored)
    {
        if (stored.Seq == at)
        {
            return order.Key.Length == 0 ? stored : stored with { Event = order with { Person = order.Person is { } person ? Hide(person) : null, Key = "" } };
        }

        if (stored.Seq > order.Through)
        {
            return stored;
        }

        var happened = Forget(stored);
        var by = Concerns(stored.By.Id) ? new Author(Hide(stored.By.Id), stored.By.Role, "")
            : IsGone(happened) && !IsGone(stored.Event) ? new Author(PersonId.Nobody, stored.By.Role, "")
            : stored.By;
        if (IsGone(happened))
        {
            _gone.Add(stored.Seq.ToString(CultureInfo.InvariantCulture));
        }

        if (ReferenceEquals(happened, stored.Event) && ReferenceEquals(by, stored.By))
        {
            return stored;
        }

        // The client id goes as well: it is what keeps anybody from trying texts against the row's former checksum.
        Changed++;
        return stored with { By = by, ClientId = null, Event = happened };
    }

    private RoomEvent Forget(StoredEvent stored) => stored.Event switch
    {
        MessagePosted { Text.Length: > 0 } when TakesWords(stored) => new MessagePosted("", null, MessageState.Removed, null),
        QuestionAsked { Text.Length: > 0 } when TakesWords(stored) => new QuestionAsked("", null),
        MessageRemoved { Reason: not null } removed when TakesWords(stored, removed.Message) => removed with { Reason = null },
        MessageReported { Reason: not null } reported when TakesWords(stored, reported.Message) => reported with { Reason = null },
        QuestionRejected { Reason.Length: > 0 } rejected when TakesWords(stored, rejected.Question) => rejected with { Reason = "" },
        SanctionImposed imposed when Concerns(imposed.Person) => imposed with { Person = Hide(imposed.Person), Name = "", Reason = "" },
        SanctionImposed { Reason.Length: > 0 } imposed when TakesWords(stored) => imposed with { Reason = "" },
        SanctionRevoked revoked when Concerns(revoked.Person) => revoked with { Person = Hide(revoked.Person) },
        PupilJoined joined when Concerns(stored.By.Id) => joined with { Pseudonym = "" },
        PupilAdmitted admitted when Concerns(admitted.Person) => new PupilAdmitted(Hide(admitted.Person)),
        PupilRemoved removed when Concerns(removed.Person) => new PupilRemoved(Hide(removed.Person)),
        var other => other,
    };

    private bool TakesWords(StoredEvent stored, string? about = null) =>
        order.What != ForgetKind.Person || Concerns(stored.By.Id) || (about is not null && _gone.Contains(about));

    private bool Concerns(PersonId person) => order.What switch
    {
        ForgetKind.Person => person == order.Person,
        ForgetKind.Everything => !person.IsForgotten,
        _ => false,
    };

    private static bool IsGone(RoomEvent happened) => happened is MessagePosted { Text.Length: 0 } or QuestionAsked { Text.Length: 0 };

    /// <summary>The same for the same person within one order, and nothing that leads back once its key is gone.</summary>
    private PersonId Hide(PersonId person) => PersonId.Forgotten(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(order.Key + person.Value))));
}
