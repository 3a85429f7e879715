using System.Security.Cryptography;
using Halle.Live;
using Halle.Live.Connections;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.Extensions.Options;

namespace Halle.Capacity;

/// <summary>
/// Gives out this edge's places: to who signs in, and to who connects. A session is how a comer is known before the upgrade; a place is kept for a moment for
/// each who was let in, so that a rush of sign-ins does not take the places of those who come back.
/// </summary>
internal sealed class CapacityGate(
    IOptions<CapacityOptions> options, IOptions<SignInOptions> signIn, Overload overload, LiveConnections connections, LiveInstruments live,
    CapacityInstruments instruments, TimeProvider time)
{
    /// <summary>A page and its ghost, which broke and was not noticed yet: a third connection of one person at a full edge is too many.</summary>
    private const int OfOnePerson = 2;

    private readonly Lock _gate = new();
    private readonly Queue<long> _signedIn = new();
    private readonly Queue<(long Since, PersonId Person)> _opening = new();
    private readonly Dictionary<PersonId, int> _openingOf = [];
    private readonly Queue<long> _lost = new();
    private long _arrivals;
    private long _departures;

    public Places Places { get; } = Places.Of(options.Value, DescriptorLimit.Read());

    /// <summary>Somebody asks to sign in. A place is kept for who is let in.</summary>
    /// <returns>How long to wait before asking again; null when let in.</returns>
    public TimeSpan? AskSignIn(Comer comer)
    {
        lock (_gate)
        {
            if (SendsAway(comer))
            {
                return Later(comer);
            }

            _signedIn.Enqueue(time.GetTimestamp());
            return null;
        }
    }

    /// <summary>Somebody with a session asks to connect.</summary>
    /// <inheritdoc cref="AskSignIn" path="/returns"/>
    public TimeSpan? AskConnection(Session session)
    {
        var fresh = session.ExpiresAt - time.GetUtcNow() > signIn.Value.SessionLength - options.Value.KeptFor;
        lock (_gate)
        {
            Forget();
            var person = session.Actor.Person;
            if (connections.CountOf(person) + _openingOf.GetValueOrDefault(person) >= options.Value.ConnectionsPerPerson)
            {
                return Later(ComerOf(session.Actor));
            }

            if (fresh && _signedIn.TryDequeue(out _))
            {
                // The place that was kept becomes one that is being taken.
                Open(person);
                return null;
            }

            var comer = ComerOf(session.Actor);
            if (!Places.Admits(comer, Taken) && !ReplacesItsGhost(person))
            {
                return Later(comer);
            }

            _lost.TryDequeue(out _);
            Open(person);
            return null;
        }
    }

    /// <summary>Whether there would be a place now; takes none.</summary>
    /// <inheritdoc cref="AskSignIn" path="/returns"/>
    public TimeSpan? Look(Session? session)
    {
        var comer = session is null ? Comer.NewVisitor : ComerOf(session.Actor);
        lock (_gate)
        {
            return SendsAway(comer) ? Wait() : null;
        }
    }

    /// <summary>Once a beat, so that a departure is noticed when it happens.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            Forget();
        }
    }

    /// <summary>
    /// At a full edge. Half of the spare descriptors is what ghosts may take beyond all places: should the lines of a whole town break unnoticed, the process must
    /// go on accepting; the rest ask again when the ghosts have been found out.
    /// </summary>
    private bool ReplacesItsGhost(PersonId person) =>
        connections.CountOf(person) > 0 && connections.CountOf(person) + _openingOf.GetValueOrDefault(person) < OfOnePerson
        && Taken < Places.All + (options.Value.SpareDescriptors / 2);

    private int Taken => live.Open + _opening.Count + _signedIn.Count;

    private static Comer ComerOf(Actor actor) => actor.IsStaff ? Comer.Staff : Comer.Known;

    private bool SendsAway(Comer comer)
    {
        Forget();
        return (comer == Comer.NewVisitor && overload.LeavesOut(Burden.NewVisitors))
            || !Places.Admits(comer, comer == Comer.NewVisitor ? Taken + _lost.Count : Taken);
    }

    /// <summary>Who has arrived is counted as open; who did not come in time is not waited for.</summary>
    private void Forget()
    {
        var arrivals = live.Arrivals;
        for (; _arrivals < arrivals; _arrivals++)
        {
            Opened();
        }

        var departures = live.Departures;
        for (; _departures < departures; _departures++)
        {
            _lost.Enqueue(time.GetTimestamp());
        }

        Expire(_signedIn, options.Value.KeptFor);
        while (_opening.TryPeek(out var opening) && time.GetElapsedTime(opening.Since) > options.Value.KeptFor)
        {
            Opened();
        }

        Expire(_lost, options.Value.LostKeptFor);
    }

    private void Open(PersonId person)
    {
        _opening.Enqueue((time.GetTimestamp(), person));
        _openingOf[person] = _openingOf.GetValueOrDefault(person) + 1;
    }

    // Whose arrived is not known; the oldest is taken for it, and each is counted once.
    private void Opened()
    {
        if (_opening.TryDequeue(out var opened) && --_openingOf[opened.Person] == 0)
        {
            _openingOf.Remove(opened.Person);
        }
    }

    private void Expire(Queue<long> kept, TimeSpan after)
    {
        while (kept.TryPeek(out var since) && time.GetElapsedTime(since) > after)
        {
            kept.Dequeue();
        }
    }

    private TimeSpan Later(Comer comer)
    {
        instruments.SentAway(comer);
        return Wait();
    }

    /// <summary>Up to half as long again: spread, and never predictable enough to be worth hammering.</summary>
    private TimeSpan Wait() => options.Value.AskAgainAfter * (1 + (RandomNumberGenerator.GetInt32(500) / 1_000.0));
}
