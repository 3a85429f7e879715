using System.Collections.Immutable;
using CsCheck;
using Halle.Chat;
using Halle.Rooms;
using Halle.Storage.Journal;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

public sealed class CommitQueueTests
{
    [Fact(DisplayName = "[RC61] Commits carry every command whole, in order, within a row's size, as one list of events")]
    public void Commits_carry_every_command_whole_and_in_order() =>
        Gen.Int[1, 20_000].List[1, 60].Sample(lengths =>
        {
            var queue = new CommitQueue(1_000, TimeSpan.FromSeconds(5));
            foreach (var length in lengths)
            {
                queue.Add(Command(queue.Count + 1, length));
            }

            var expected = 1L;
            while (queue.Take() is { } batch)
            {
                Assert.Null(queue.Take());
                Assert.InRange(batch.Payload.Length, 1, JournalCommit.MaxPayload);
                var events = RoomJson.ReadEvents(batch.Payload);
                Assert.Equal((batch.Commit.From, batch.Commit.To), (events[0].Seq, events[^1].Seq));
                Assert.All(events, stored => Assert.Equal(expected++, stored.Seq));
                queue.Settle();
            }

            Assert.Equal(lengths.Count + 1, expected);
            Assert.Equal(0, queue.Count);
        });

    [Fact(DisplayName = "[RC62] The queue refuses by number and by the age of the oldest command, those being written included")]
    public void The_queue_refuses_by_number_and_by_age()
    {
        var queue = new CommitQueue(2, TimeSpan.FromSeconds(5));
        Assert.True(queue.HasRoom(TimeSpan.FromHours(1)));
        queue.Add(Command(1, 1));
        Assert.NotNull(queue.Take());
        Assert.True(queue.HasRoom(TimeSpan.FromSeconds(4.9)));
        Assert.False(queue.HasRoom(TimeSpan.FromSeconds(5)));
        queue.Add(Command(2, 1));
        Assert.False(queue.HasRoom(TimeSpan.Zero));

        queue.Settle();
        Assert.True(queue.HasRoom(TimeSpan.Zero));
        Assert.Null(queue.Find(1));
        Assert.Equal(2, queue.Find(2)?.From);
    }

    private static PendingCommand Command(int seq, int length)
    {
        ImmutableArray<StoredEvent> events =
        [
            new StoredEvent(
                seq, DateTimeOffset.UnixEpoch, Cast.Visitor(1).ToAuthor(), new ClientId($"client-{seq:D6}"), new MessagePosted(new string('é', length), null, MessageState.Visible, null)),
        ];
        return new PendingCommand(events, RoomJson.Write(events), TimeSpan.Zero);
    }
}
