using Halle.Chat;
using Halle.Live.Contract;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Tests.Simulation;

/// <summary>What must hold, told from the store, the receipts and the screens; it shares no code with the room that it judges.</summary>
internal static class Judgement
{
    public static void Everything(SimulatedEvent run)
    {
        var events = run.Journal.Events().ToArray();
        OneOrder(events);
        foreach (var client in run.Clients)
        {
            Receipts(client, events);
        }

        ModerationWins(events);
        foreach (var client in run.Clients)
        {
            Screen(client, events);
        }

        foreach (var edge in run.Edges)
        {
            SameForAll(run, edge);
        }
    }

    /// <summary>However often a command is sent and by whomever it is answered, the answer is the same.</summary>
    public static void SameAnswer(SimulatedWish wish, Receipt receipt)
    {
        if (wish.Receipt is { Status: ReceiptStatus.Ok } before && receipt.Status == ReceiptStatus.Ok && wish.Command is PostMessage)
        {
            Demand(before.Seq == receipt.Seq, $"{wish.ClientId} was acked at {before.Seq} and at {receipt.Seq}.");
        }
    }

    /// <summary>No frame that reaches past a removal carries the text.</summary>
    public static void NothingRemoved(Frame frame, Room room)
    {
        foreach (var message in frame.Set.OfType<ChatMessage>())
        {
            var now = (ChatMessage?)room.Show(RoomJson.KeyOf(message), Audience.Staff);
            Demand(now?.State != MessageState.Removed || message.Text.Length == 0, $"Frame to {frame.To} shows removed message {message.Id}.");
        }
    }

    private static void OneOrder(StoredEvent[] events)
    {
        Demand(events.Select(stored => stored.Seq).SequenceEqual(Enumerable.Range(1, events.Length).Select(seq => (long)seq)), "Seqs have a hole.");
        Demand(
            events.Where(stored => stored.ClientId is not null).GroupBy(stored => (stored.By.Id, stored.ClientId)).All(group => group.Count() == 1),
            "A client id has two seqs.");
    }

    private static void Receipts(SimulatedClient client, StoredEvent[] events)
    {
        foreach (var wish in client.Wishes)
        {
            var stored = Array.Find(events, one => one.By.Id == client.Actor.Person && one.ClientId == wish.ClientId);
            if (wish.Receipt is { Status: ReceiptStatus.Refused } refused)
            {
                // A room that has begun anew does not know what it refused before.
                Demand(stored is null || wish.Reached.Count > 1, $"{wish.ClientId} was refused ({refused.Rejection?.Code}) and is stored at {stored?.Seq}.");
            }
            else
            {
                // An answer that nothing had to change speaks for its own attempt (RC151).
                Demand(wish.Command is not PostMessage || stored is not null, $"{wish.ClientId} was acked and is not stored.");
                Demand(stored is null || stored.Seq == wish.Receipt!.Seq || (wish.Attempts > 1 && wish.Command is not PostMessage), $"{wish.ClientId} was acked at {wish.Receipt!.Seq}, stored at {stored?.Seq}.");
                Demand(stored is null || stored.Seq > wish.Floor, $"{wish.ClientId} was sent after an ack of {wish.Floor} and is at {stored?.Seq}.");
            }
        }
    }

    private static void ModerationWins(StoredEvent[] events)
    {
        var muted = new HashSet<PersonId>();
        foreach (var stored in events)
        {
            switch (stored.Event)
            {
                case SanctionImposed { Kind: SanctionKind.Mute } mute:
                    muted.Add(mute.Person);
                    break;
                case SanctionRevoked { Kind: SanctionKind.Mute } revoked:
                    muted.Remove(revoked.Person);
                    break;
                case MessagePosted or QuestionAsked:
                    Demand(!muted.Contains(stored.By.Id), $"Seq {stored.Seq} is by somebody who is muted.");
                    break;
                default:
                    break;
            }
        }
    }

    private static void Screen(SimulatedClient client, StoredEvent[] events)
    {
        var shown = client.Entities.Values.OfType<ChatMessage>().ToDictionary(message => message.Id);
        var removed = events.Select(stored => stored.Event).OfType<MessageRemoved>().Select(removal => removal.Message).ToHashSet();
        // What a text rule holds is for staff until somebody releases it, and nobody does here.
        var posted = events
            .Where(stored => stored.Event is MessagePosted message && (message.State == MessageState.Visible || client.Audience == Audience.Staff))
            .ToArray();
        Demand(shown.Count == posted.Length, $"{client.Actor.Name} is shown {shown.Count} messages of {posted.Length}.");
        foreach (var stored in posted)
        {
            var id = stored.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var expected = removed.Contains(id) ? "" : ((MessagePosted)stored.Event).Text;
            Demand(shown.TryGetValue(id, out var message), $"{client.Actor.Name} is not shown {id}.");
            Demand(string.Equals(message!.Text, expected, StringComparison.Ordinal), $"{client.Actor.Name} reads '{message.Text}' at {id}.");
        }

        var support = new Dictionary<string, HashSet<PersonId>>();
        foreach (var stored in events)
        {
            _ = stored.Event switch
            {
                QuestionAsked => support.TryAdd(stored.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture), [stored.By.Id]),
                QuestionVoted voted => support[voted.Question].Add(stored.By.Id),
                QuestionUnvoted unvoted => support[unvoted.Question].Remove(stored.By.Id),
                _ => true,
            };
        }

        var questions = client.Entities.Values.OfType<Question>().ToArray();
        Demand(questions.All(question => question.Score == support[question.Id].Count), "A question counts a person twice, or not at all.");
        Demand(questions.Count(question => question.State == QuestionState.OnAir) <= 1, "Two questions are on air.");
    }

    private static void SameForAll(SimulatedEvent run, SimulatedEdge edge)
    {
        foreach (var client in run.Clients)
        {
            var fresh = edge.Room.ShowAll(client.Audience).ToDictionary(RoomJson.KeyOf);
            var other = fresh.Keys.Union(client.Entities.Keys)
                .Where(key => fresh.GetValueOrDefault(key) != client.Entities.GetValueOrDefault(key))
                .Select(key => $"{client.Entities.GetValueOrDefault(key)} instead of {fresh.GetValueOrDefault(key)}")
                .FirstOrDefault();
            Demand(other is null, $"{client.Actor.Name} is shown {other}.");
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
