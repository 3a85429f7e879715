using System.Collections.Immutable;
using Halle.Classrooms;
using Halle.Rooms;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Moderation;

/// <summary>
/// People who have acted in the room, with the role and name they had then: what moderation knows of somebody it is asked to act against. Staff
/// are kept for good, of the public those who acted last.
/// </summary>
internal sealed class PeopleSeen
{
    /// <summary>Of the public: twice the chat's window, so that whoever can be pointed at is known.</summary>
    public const int KeptOfPublic = 1_000;

    private readonly Dictionary<PersonId, Entry> _people = [];
    private int _public;

    public Author? Find(PersonId person) => _people.GetValueOrDefault(person)?.Author;

    /// <summary>Answers whether the person's role is news.</summary>
    public bool Apply(StoredEvent stored)
    {
        // A pupil's name is given by the class, with the event that lets the pupil in.
        var author = stored.Event is PupilJoined joined ? stored.By with { Name = joined.Pseudonym } : stored.By;
        var before = _people.GetValueOrDefault(author.Id);
        if (author.Id.IsForgotten || (Standing.Of(author.Role) == 0 && IsAnonymous(stored.Event)))
        {
            return false;
        }

        Set(new Entry(author, stored.Seq));
        Trim();
        return before?.Author.Role != author.Role;
    }

    public ImmutableArray<Entry> Save() => [.. _people.Values.OrderBy(entry => entry.Seq).ThenBy(entry => entry.Author.Id.Value, StringComparer.Ordinal)];

    public void Load(ImmutableArray<Entry> entries)
    {
        _people.Clear();
        _public = 0;
        foreach (var entry in entries)
        {
            Set(entry);
        }
    }

    private void Set(Entry entry)
    {
        _public += IsPublic(entry) ? 1 : 0;
        _public -= _people.TryGetValue(entry.Author.Id, out var before) && IsPublic(before) ? 1 : 0;
        _people[entry.Author.Id] = entry;
    }

    // Rarely and many at once: each message pays next to nothing for it.
    private void Trim()
    {
        if (_public <= 2 * KeptOfPublic)
        {
            return;
        }

        foreach (var entry in _people.Values.Where(IsPublic).OrderByDescending(entry => entry.Seq).Skip(KeptOfPublic).ToArray())
        {
            _people.Remove(entry.Author.Id);
        }

        _public = KeptOfPublic;
    }

    // Nobody sees whose these are: thousands of them must not push out those who can be pointed at.
    private static bool IsAnonymous(RoomEvent change) => change is PollVoted or QuestionVoted or QuestionUnvoted or TourFollowed;

    private static bool IsPublic(Entry entry) => Standing.Of(entry.Author.Role) == 0;

    /// <param name="Seq">Of the last event by this person.</param>
    public sealed record Entry(Author Author, long Seq);
}
