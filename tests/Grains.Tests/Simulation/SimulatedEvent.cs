using System.Globalization;
using Halle.Chat;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Simulation;

/// <summary>
/// One talk for a few minutes, all of it decided by a seed: people, what they wish, which step of which process comes next, what the network
/// loses, repeats and turns around, which process dies and which one lives on without knowing that it was replaced.
/// </summary>
internal sealed partial class SimulatedEvent
{
    private const int Steps = 200;

    private readonly Random _random;
    private readonly Sabotage _sabotage;
    private readonly SimulatedJournal _journal;
    private readonly List<SimulatedActivation> _activations = [];
    private readonly SimulatedEdge[] _edges = [new(Cast.Talk), new(Cast.Talk)];
    private readonly SimulatedClient[] _clients;
    private readonly List<Action> _packets = [];
    private DateTimeOffset _now = new(2026, 11, 27, 9, 30, 0, TimeSpan.Zero);
    private long _acked;
    private int _wishes;
    private bool _calm;

    public SimulatedEvent(int seed, Sabotage sabotage)
    {
        _random = new Random(seed);
        _sabotage = sabotage;
        _journal = new SimulatedJournal(fenced: sabotage != Sabotage.NoFence);
        _clients =
        [
            .. Enumerable.Range(1, 3).Select(number => new SimulatedClient(Cast.Visitor(number), Audience.Public, sabotage)),
            new SimulatedClient(Cast.Moderator, Audience.Staff, sabotage),
        ];
    }

    public SimulatedJournal Journal => _journal;

    public IReadOnlyList<SimulatedClient> Clients => _clients;

    public IReadOnlyList<SimulatedEdge> Edges => _edges;

    private SimulatedActivation Current => _activations[^1];

    /// <summary>Runs through the storm and the calm after it; afterwards everything has settled, or the run throws.</summary>
    public void Run()
    {
        Activate();
        Current.Execute(Cast.Speaker, new ClientId("start-talk"), new StartTalk(), _now, _ => { });
        Current.Write();
        _journal.Happen(_journal.Waiting[0]);
        Current.Settle();
        for (var step = 0; step < Steps; step++)
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(50));
            Step();
        }

        Settle();
    }

    private void Step()
    {
        var client = Pick(_clients);
        var edge = Pick(_edges);
        var activation = Chance(80) ? Current : Pick(_activations);
        switch (_random.Next(100))
        {
            case < 12:
                Wish(client);
                break;
            case < 18:
                Resend(client);
                break;
            case < 40:
                Deliver();
                break;
            case < 48 when activation.CanWrite:
                activation.Write();
                break;
            case < 58 when _journal.Waiting.Count > 0:
                _journal.Happen(Pick(_journal.Waiting));
                break;
            case < 66 when activation.CanSettle:
                activation.Settle();
                break;
            case < 74:
                Feed(edge);
                break;
            case < 79:
                edge.Flush();
                break;
            case < 88:
                Serve(client);
                break;
            case < 90:
                Pulse(client);
                break;
            case < 95:
                Keep(client);
                break;
            default:
                Break(client, edge, activation);
                break;
        }
    }

    private void Break(SimulatedClient client, SimulatedEdge edge, SimulatedActivation activation)
    {
        switch (_random.Next(10))
        {
            case 0:
                activation.Crash();
                Activate();
                break;
            case 1 or 2:
                // The one before lives on and does not know.
                Activate();
                break;
            case 3:
                Restart(edge);
                break;
            case 4 or 5:
                Leave(client);
                break;
            case 6:
                edge.Source?.Feeds.Remove(edge);
                (edge.Source, edge.Arriving) = (null, null);
                break;
            case 7 when !activation.IsDead:
                activation.SaveSnapshot();
                break;
            default:
                // An answer to an entering that never came.
                client.IsEntering = false;
                break;
        }
    }

    private void Activate()
    {
        _activations.RemoveAll(activation => activation.IsDead);
        _activations.Add(new SimulatedActivation(Cast.Talk, _journal, _sabotage));
    }

    private void Wish(SimulatedClient client)
    {
        if (client.Wishes.Count(wish => wish.Receipt is null) < 2)
        {
            var clientId = new ClientId($"wish-{_wishes++:D4}");
            client.Wishes.Add(new SimulatedWish(clientId, Invent(client), _acked));
            Send(client, client.Wishes[^1]);
        }
    }

    private RoomCommand Invent(SimulatedClient client)
    {
        var messages = client.Entities.Values.OfType<ChatMessage>().Where(message => message.State == MessageState.Visible).ToArray();
        var questions = client.Entities.Values.OfType<Question>().ToArray();
        var visitor = Pick(_clients[..3]).Actor.Person;
        return (client.Audience, _random.Next(10)) switch
        {
            (Audience.Public, 0) => new AskQuestion($"Question {Word(_wishes)} ?"),
            (Audience.Public, < 4) when questions.Length > 0 => new VoteQuestion(Pick(questions).Id),
            (Audience.Public, 4) when questions.Length > 0 => new UnvoteQuestion(Pick(questions).Id),
            (Audience.Staff, < 3) when questions.Length > 0 => Judge(Pick(questions).Id),
            (Audience.Staff, < 5) when messages.Length > 0 => new RemoveMessage(Pick(messages).Id),
            (Audience.Staff, 5) => new MutePerson(visitor, 60, "Calme"),
            (Audience.Staff, 6) => new RevokeSanction(visitor, SanctionKind.Mute),
            _ => new PostMessage($"Message {Word(_wishes)}"),
        };
    }

    private RoomCommand Judge(string question) => _random.Next(4) switch
    {
        0 => new PromoteQuestion(question),
        1 => new UndoQuestion(question),
        _ => new ApproveQuestion(question),
    };

    // Nothing breaks any more, and everything is done until nothing is left to do.
    private void Settle()
    {
        _calm = true;
        for (var round = 0; round < 100; round++)
        {
            while (_journal.Waiting.Count > 0)
            {
                _journal.Happen(_journal.Waiting[0]);
            }

            if (round == 0)
            {
                _activations.ForEach(activation => activation.Crash());
                Activate();
            }

            Round();
            if (IsSettled())
            {
                return;
            }
        }

        throw new InvalidOperationException("The room did not settle: " + string.Join(
            ", ",
            _clients.Select(client => $"{client.Actor.Name} at {client.At} with {client.Wishes.Count(wish => wish.Receipt is null)} open wishes")
                .Append($"journal at {_journal.Head}")));
    }

    private void Round()
    {
        foreach (var client in _clients)
        {
            client.IsEntering = false;
            Keep(client);
            client.Wishes.Where(wish => wish.Receipt is null).ToList().ForEach(wish => Send(client, wish));
        }

        DeliverAll();
        if (Current.CanWrite)
        {
            Current.Write();
            _journal.Happen(_journal.Waiting[0]);
        }

        if (Current.CanSettle)
        {
            Current.Settle();
        }

        foreach (var edge in _edges)
        {
            for (var turn = 0; turn < 4; turn++)
            {
                Feed(edge);
            }

            edge.Flush();
        }

        foreach (var client in _clients)
        {
            Pulse(client);
            while (Serve(client))
            {
            }
        }

        DeliverAll();
    }

    private bool IsSettled() =>
        _clients.All(client => client.At == _journal.Head && client.Wishes.TrueForAll(wish => wish.Receipt is not null))
        && Array.TrueForAll(_edges, edge => edge.Position?.Seq == _journal.Head);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    // Letters only: digits in a message look like contact data.
    private static string Word(int number) =>
        string.Concat(number.ToString("D3", CultureInfo.InvariantCulture).Select(digit => (char)('k' + digit - '0')));
}
