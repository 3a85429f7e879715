using System.Collections.Immutable;
using Halle.Booths;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Keeping;
using Halle.Moderation;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Rooms;

/// <summary>Which parts each kind of room is made of: the one place to look.</summary>
public static class RoomFactory
{
    public static Room Create(RoomId id, RoomSettings settings) => new(id, Parts(id.Kind, settings), new Receipts());

    /// <summary>Opens a room at a snapshot; throws <see cref="System.Text.Json.JsonException"/> when it does not decode.</summary>
    public static Room Load(RoomId id, RoomSettings settings, ReadOnlySpan<byte> snapshot)
    {
        var room = Create(id, settings);
        room.Load(snapshot);
        return room;
    }

    /// <summary>
    /// A copy that follows the room's events and decides nothing: it remembers no command, of which a room keeps a thousand at least. Without a snapshot
    /// it begins at the room's beginning.
    /// </summary>
    public static Room ForReaders(RoomId id, RoomSettings settings, byte[]? snapshot)
    {
        var room = new Room(id, Parts(id.Kind, settings), receipts: null);
        if (snapshot is not null)
        {
            room.Load(snapshot);
        }

        return room;
    }

    /// <summary>Another room that is the same and shares nothing that changes.</summary>
    public static Room Copy(Room room, RoomSettings settings)
    {
        if (room.Seq == 0)
        {
            return Create(room.Id, settings);
        }

        var copy = Load(room.Id, settings, room.SaveForReaders());
        copy.TakeReceipts(room);
        return copy;
    }

    // Every gate is asked before any part decides; the first refusal is the one that is told, so the gravest comes first.
    private static ImmutableArray<IRoomPart> Parts(RoomKind kind, RoomSettings settings)
    {
        var (sanctions, mode, breaker, forgetting) = (new Sanctions(), new RoomMode(), new BreakerGate(), new Forgetting());
        switch (kind)
        {
            case RoomKind.Event:
                return [sanctions, new EventBreaker(), new AnnouncementBoard(), forgetting];
            case RoomKind.Booth:
                return [sanctions, breaker, mode, new RoomChat(mode, sanctions), new DutyBoard(), new BoothHours(), forgetting];
            case RoomKind.Talk:
                return [sanctions, breaker, mode, new TalkStage(), new RoomChat(mode, sanctions), new QuestionBoard(), new PollBoard(), forgetting];
            case RoomKind.Class:
                var switches = new Switches();
                var roster = new Roster(settings.ClassSize, switches);
                return [sanctions, breaker, roster, switches, mode, new RoomChat(mode, sanctions), new GuidedTour(roster), forgetting];
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}

/// <summary>What a room is told at its creation; the same in the grain and in every replica.</summary>
/// <param name="ClassSize">Pupils who come in without asking (class rooms).</param>
public sealed record RoomSettings(int ClassSize = RoomSettings.LargestClass)
{
    /// <summary>30 000 pupils in 900 classes are 33 each; 45 is the largest class registered.</summary>
    public const int LargestClass = 45;
}
