using System.Collections.Immutable;
using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Live.Contract;

/// <summary>What a browser calls at the server, on <c>/live</c>. Every method answers; none throws for an expected refusal.</summary>
public interface ILiveServer
{
    /// <summary>
    /// Starts reading a room, at most 20 at once. With a position of this epoch still in the ring, the missing steps follow as frames;
    /// otherwise a frame with reset. The answer comes before the first frame. Entering a room one is in starts it again.
    /// </summary>
    Task<EnterAnswer> Enter(EnterRequest request);

    /// <summary>Stops reading a room.</summary>
    Task<CommandAnswer> Leave(string room);

    /// <summary>Does something in a room one has entered; see <see cref="IRoomGrain.Execute"/> for what the answer promises.</summary>
    /// <param name="command">A command with its <c>type</c>, for example <c>{"type":"chat.post","text":"…"}</c>.</param>
    Task<CommandAnswer> Execute(string room, string clientId, JsonElement command);

    /// <summary>Sends a reaction in a talk: summed, not stored, at most 5 a second.</summary>
    Task<CommandAnswer> React(string room, string reaction);

    /// <summary>Older messages than the one with id <paramref name="before"/>, newest last; the limit is clamped to 1 … 200.</summary>
    Task<HistoryPage> History(string room, string before, int limit);
}

/// <param name="Epoch">With <paramref name="LastSeq"/>: where the browser stands, to resume; null for a first visit.</param>
public sealed record EnterRequest(string Room, string? Epoch = null, long? LastSeq = null);

/// <param name="Can">Names of the commands this person may use here: what a screen offers. The grain decides all the same.</param>
/// <param name="Staff">The staff audience's frames follow.</param>
/// <param name="Code">Null when entered.</param>
public sealed record EnterAnswer(
    string? Code,
    int? RetryAfterMs,
    DateTimeOffset? Until,
    string? Reason,
    string Epoch,
    long Seq,
    bool Staff,
    ImmutableArray<string> Can,
    DateTimeOffset ServerTime)
{
    /// <summary>Runs when the answer is written to the connection: frames may follow from then on.</summary>
    internal Action? Written { get; init; }
}

/// <param name="Status">ok: stored; refused: not done; unknown: send it again with the same client id.</param>
public sealed record CommandAnswer(
    ReceiptStatus Status, long Seq, string? Code, int? RetryAfterMs, DateTimeOffset? Until, string? Reason);

public sealed record HistoryPage(string? Code, ImmutableArray<ChatMessage> Messages, bool More);
