using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Halle.Access;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Clustering;
using Halle.Programme;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Keeping;

/// <summary>What the store keeps of people and rooms, for the commands of the console: found, read out, and forgotten. All of it may be done again.</summary>
internal sealed class KeptData(IGrainFactory grains, RepeatedCall repeated)
{
    /// <summary>Somebody may write while it is done: then it is done once more.</summary>
    private const int Passes = 3;

    private IStoredRoomsGrain Rooms => grains.GetGrain<IStoredRoomsGrain>(IStoredRoomsGrain.Key);

    private IInviteListGrain Invites => grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key);

    /// <summary>Classes last: in its class a pupil is found by the pseudonym, so a run that was cut off finds who it was about.</summary>
    public async Task<ImmutableArray<RoomId>> ListAsync(CancellationToken stop) =>
        [.. (await repeated.AskAsync(() => Rooms.List(), stop)).OrderBy(room => room.Kind == RoomKind.Class)];

    /// <summary><c>class/KEY</c>, with the key or the id of the programme file; null when nothing is stored of such a class.</summary>
    public async Task<RoomId?> FindClassAsync(string text, CancellationToken stop)
    {
        var name = text.StartsWith("class/", StringComparison.Ordinal) ? text["class/".Length..] : "";
        var programme = await repeated.AskAsync(() => grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(-1), stop) ?? EventProgramme.Empty;
        var key = programme.Classes.FirstOrDefault(one => string.Equals(one.Reference, name, StringComparison.Ordinal))?.Key ?? name;
        return RoomId.TryParse("class:" + key, out var room) && (await ListAsync(stop)).Contains(room) ? room : null;
    }

    /// <summary>Whom a class calls so.</summary>
    public async Task<ImmutableArray<PersonId>> FindPupilsAsync(RoomId room, string pseudonym, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<PersonId>();
        await foreach (var stored in ReadAsync(room, stop))
        {
            if (stored.Event is PupilJoined joined && string.Equals(joined.Pseudonym, pseudonym, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(stored.By.Id);
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>The invitation of that id, and everybody who acted under its name and role: each sign-in by it is a person of its own.</summary>
    public async Task<(InviteSummary Invite, ImmutableArray<PersonId> People)?> FindInviteAsync(string id, CancellationToken stop)
    {
        if ((await repeated.AskAsync(() => Invites.Read(), stop)).FirstOrDefault(one => string.Equals(one.Id, id, StringComparison.Ordinal)) is not { } invite)
        {
            return null;
        }

        var people = new HashSet<PersonId>();
        foreach (var room in await ListAsync(stop))
        {
            await foreach (var stored in ReadAsync(room, stop))
            {
                if (stored.By.Role == invite.Terms.Role && string.Equals(stored.By.Name, invite.Terms.Name, StringComparison.Ordinal))
                {
                    people.Add(stored.By.Id);
                }
            }
        }

        return (invite, [.. people]);
    }

    public async Task<ImmutableArray<RoomId>> RoomsOfAsync(ImmutableArray<PersonId> people, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<RoomId>();
        foreach (var room in await ListAsync(stop))
        {
            foreach (var person in people)
            {
                if (await repeated.AskAsync(() => Rooms.Mentions(room, person), stop))
                {
                    found.Add(room);
                    break;
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Every stored event of a room.</summary>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(RoomId room, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        for (var next = 1L; next > 0;)
        {
            var from = next;
            var slice = await repeated.AskAsync(() => Rooms.Read(room, from), stop);
            foreach (var stored in slice.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)))
            {
                yield return stored;
            }

            next = slice.NextSeq;
        }
    }

    /// <summary>What is stored in a room of these people: what they did, what was done to them, and to what they wrote.</summary>
    public async IAsyncEnumerable<StoredEvent> ReadOfAsync(
        RoomId room, ImmutableArray<PersonId> people, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in ReadAsync(room, stop))
        {
            var json = JsonSerializer.Serialize(stored, RoomJson.Options);
            var isOwn = people.Contains(stored.By.Id);
            if (isOwn && stored.Event is MessagePosted or QuestionAsked)
            {
                own.Add(stored.Seq.ToString(CultureInfo.InvariantCulture));
            }

            if (isOwn || people.Any(person => json.Contains(person.Value, StringComparison.Ordinal)) || (About(stored.Event) is { } about && own.Contains(about)))
            {
                yield return stored;
            }
        }
    }

    /// <summary>Ends every sign-in of the person.</summary>
    public Task RevokeAsync(PersonId person, CancellationToken stop) =>
        repeated.AskAsync(() => grains.GetGrain<IAccessGrain>(IAccessGrain.Key).Revoke(RevocationKind.Person, person.Value), stop);

    public async Task ForgetAsync(InviteSummary invite, CancellationToken stop)
    {
        // The list last: by it the invitation is found again.
        await repeated.AskAsync(() => grains.GetGrain<IInviteGrain>(invite.Id).Forget(), stop);
        await repeated.AskAsync(() => Invites.Remove(invite.Id), stop);
    }

    /// <summary>Answers how many stored events lost something.</summary>
    /// <exception cref="KeptException">A room cannot forget now.</exception>
    public async Task<int> ForgetAsync(RoomId room, ForgetOrder order, CancellationToken stop)
    {
        var grain = grains.GetRoom(room);
        var answer = await repeated.AskAsync(() => grain.Forget(order, CancellationToken.None), stop);
        return answer.Rejection is { } rejection ? throw new KeptException(room, rejection.Code) : answer.Events;
    }

    /// <inheritdoc cref="ForgetAsync(RoomId, ForgetOrder, CancellationToken)"/>
    public async Task<int> ForgetAsync(ImmutableArray<PersonId> people, CancellationToken stop)
    {
        var events = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            var rooms = await RoomsOfAsync(people, stop);
            foreach (var room in rooms)
            {
                foreach (var person in people)
                {
                    events += await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, person), stop);
                }
            }

            if (rooms.IsEmpty)
            {
                return events;
            }
        }

        return (await RoomsOfAsync(people, stop)) is [var left, ..] ? throw new KeptException(left, RejectionCode.Busy) : events;
    }

    private static string? About(RoomEvent happened) => happened switch
    {
        MessageRemoved removed => removed.Message,
        MessageReported reported => reported.Message,
        MessageHeld held => held.Message,
        MessageReleased released => released.Message,
        MessageRestored restored => restored.Message,
        MessagePinned pinned => pinned.Message,
        QuestionApproved approved => approved.Question,
        QuestionRejected rejected => rejected.Question,
        QuestionPromoted promoted => promoted.Question,
        QuestionAnswered answered => answered.Question,
        QuestionArchived archived => archived.Question,
        QuestionMerged merged => merged.Question,
        _ => null,
    };
}

/// <summary>A room could not do it now; what was done is kept.</summary>
internal sealed class KeptException(RoomId room, string code) : Exception($"{room} cannot forget now ({code}). What was done is kept: give the same command again.");
