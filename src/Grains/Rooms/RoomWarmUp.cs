using System.Collections.Immutable;
using System.Globalization;
using Halle.Booths;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Moderation;
using Halle.Storage.Journal;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace Halle.Rooms;

/// <summary>
/// Plays a moment of each kind of room in memory before the silo takes any, so that the runtime's compiler is done with most of what opening and
/// writing a room runs through. A silo is handed rooms at the moment when another has died and everybody waits (docs/decisions/0058).
/// Reads the store, of a room that nobody has; writes nothing anywhere.
/// </summary>
internal sealed class RoomWarmUp(IJournal journal, Serializer serializer, ILogger logger)
{
    private const string Key = "warm-up";

    /// <summary>Most is compiled in the first. What was called 30 times is compiled a second time, with care (docs/decisions/0060).</summary>
    internal const int Rounds = 40;

    /// <summary>The runtime begins with the second compilation when nothing was new to it for 0.1 s.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(0.2);

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly (RoomKind Kind, ImmutableArray<(Role Role, RoomCommand Command)> Commands)[] Moments =
    [
        (RoomKind.Event,
        [
            (Role.Organiser, new PostAnnouncement("Bonjour à tous")),
            (Role.Organiser, new PauseEvent("Une minute")),
            (Role.Organiser, new ResumeEvent()),
        ]),
        (RoomKind.Booth,
        [
            (Role.Professional, new SetDuty(DutyStatus.Available)),
            (Role.Visitor, new PostMessage("Bonjour, quelles études ?")),
            (Role.Visitor, new PostMessage("Mon numéro : 06 12 34 56 78")),
            (Role.Moderator, new SetMode(RoomModeKind.Slow, 10)),
        ]),
        (RoomKind.Talk,
        [
            (Role.Moderator, new StartTalk()),
            (Role.Visitor, new PostMessage("Bonjour")),
            (Role.Visitor, new AskQuestion("Quelles études faut-il faire ?")),
            (Role.Moderator, new DraftPoll("Qui viendra demain ?", ["oui", "non"])),
            (Role.Moderator, new EndTalk()),
        ]),
        (RoomKind.Class,
        [
            (Role.Pupil, new JoinClass()),
            (Role.Teacher, new SetCalm(On: true)),
            (Role.Teacher, new SetCalm(On: false)),
            (Role.Teacher, new PostMessage("Bonjour la classe")),
        ]),
    ];

    internal static int CommandsInARound => Moments.Sum(moment => moment.Commands.Length);

    /// <summary>Never fails for what is in the store or not: a start without this is slower, not wrong.</summary>
    /// <returns>Events that happened in those rooms.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var happened = 0L;
        foreach (var (kind, commands) in Moments)
        {
            var id = new RoomId(kind, Key);
            for (var round = 0; round < Rounds && !cancellationToken.IsCancellationRequested; round++)
            {
                happened += Play(id, commands);
            }

            try
            {
                await new RoomLoader(journal, logger).LoadAsync(id, new RoomSettings(), cancellationToken);
                await journal.ReadAsync(id, 1, 1, cancellationToken);
                await journal.LoadSnapshotAsync(id, cancellationToken);
            }
            catch (Exception exception) when (exception is JournalUnavailableException or RoomDamagedException or JournalDamagedException or OperationCanceledException)
            {
                // Rooms find out by themselves.
            }

            await Task.Delay(Breath, CancellationToken.None);
        }

        return happened;
    }

    private long Play(RoomId id, ImmutableArray<(Role Role, RoomCommand Command)> commands)
    {
        var room = RoomFactory.Create(id, new RoomSettings());
        var changes = new Changes();
        var now = Start;
        foreach (var (role, command) in commands)
        {
            var actor = new Actor(new PersonId("1" + ((int)role).ToString("x31", CultureInfo.InvariantCulture)), role, "Halle", [id]);
            now += TimeSpan.FromMinutes(1);
            var clientId = new ClientId(now.Ticks.ToString(CultureInfo.InvariantCulture));
            var decision = room.Decide(Sent(command), new Situation(id, Sent(actor), Own: true, now, EventWide.None));
            var payload = RoomJson.Write(room.Sequence(decision, actor, clientId, now));
            foreach (var stored in RoomJson.ReadEvents(payload))
            {
                room.Apply(stored, changes);
            }

            Sent(new FeedBatch(id, Key, 0, room.Seq, [payload], Pulse: null));
            Sent(Receipt.Ok(room.Seq));
            changes.Clear();
        }

        var snapshot = room.Save();
        var loaded = RoomFactory.Load(id, new RoomSettings(), snapshot);
        foreach (var audience in Enum.GetValues<Audience>())
        {
            _ = loaded.ShowAll(audience).Count();
        }

        loaded.Tell(default);
        var copy = RoomFactory.Copy(loaded, new RoomSettings());
        Sent(new Subscription(Rejection: null, Key, room.Seq, copy.SaveForReaders(), [], Pulse: null));
        return room.Seq;
    }

    /// <summary>As it arrives in another process.</summary>
    private T Sent<T>(T value)
        where T : class =>
        serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
}
