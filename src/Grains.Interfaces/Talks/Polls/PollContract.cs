using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Talks.Polls;

public enum PollState
{
    Draft,
    Open,
    Closed,
    Archived,
}

/// <param name="Options">2 to 6 options of at most 80 characters.</param>
[GenerateSerializer, Immutable, Alias("poll.draft")]
public sealed record DraftPoll(string Question, ImmutableArray<string> Options) : RoomCommand;

[GenerateSerializer, Immutable, Alias("poll.open")]
public sealed record OpenPoll(string Poll) : RoomCommand;

[GenerateSerializer, Immutable, Alias("poll.close")]
public sealed record ClosePoll(string Poll) : RoomCommand;

[GenerateSerializer, Immutable, Alias("poll.archive")]
public sealed record ArchivePoll(string Poll) : RoomCommand;

/// <summary>One vote a person; voting again moves it while the poll is open.</summary>
/// <param name="Option">Index, from 0.</param>
[GenerateSerializer, Immutable, Alias("poll.vote")]
public sealed record VotePoll(string Poll, int Option) : RoomCommand;

[EventName("poll.drafted")]
public sealed record PollDrafted(string Question, ImmutableArray<string> Options) : RoomEvent;

[EventName("poll.opened")]
public sealed record PollOpened(string Poll) : RoomEvent;

[EventName("poll.closed")]
public sealed record PollClosed(string Poll) : RoomEvent;

[EventName("poll.archived")]
public sealed record PollArchived(string Poll) : RoomEvent;

[EventName("poll.voted")]
public sealed record PollVoted(string Poll, int Option) : RoomEvent;

/// <summary>A poll; drafts and archived ones are shown to staff only.</summary>
/// <param name="Votes">By option. Null for the public while the poll is open: who has voted gets them in <see cref="PollVote"/>.</param>
/// <param name="Voters">How many have voted.</param>
[EntityName("poll")]
public sealed record Poll(
    string Id, string Question, ImmutableArray<string> Options, PollState State, ImmutableArray<int>? Votes, int Voters) : Entity(Id);

/// <summary>One's own answer, with the results as they stood when one's state was last sent.</summary>
public sealed record PollVote(string Poll, int Option, ImmutableArray<int> Votes);
