using System.Text.Json;
using CsCheck;
using Halle.Chat;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Moderation;
using Halle.Rooms;

namespace Halle.Tests.Live.Frames;

public sealed class FrameRingTests
{
    private static readonly FrameRingLimits Small = new(Steps: 4, Keys: 24, MergedEntities: 12, SnapshotMessages: 10_000);

    [Fact(DisplayName = "[RC2] Any interleaving of batches, reads, losses and resumes ends with what the room shows")]
    public void Any_interleaving_ends_with_what_the_room_shows() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 3], Gen.Int[0, 99]).Array[1, 120].Sample(
            steps =>
            {
                var play = new Play(Small);
                foreach (var (what, who, which) in steps)
                {
                    play.Step(what, who, which);
                }

                play.Settle();
            },
            iter: 5_000);

    [Fact(DisplayName = "[RC3] A resume brings exactly the entities that changed, as they are now")]
    public void A_resume_brings_what_changed_as_it_is_now()
    {
        var play = new Play(new FrameRingLimits(100, 1_000, 100, 200));
        play.Happen(Post("premier"));
        play.Ring.Flush();
        var at = play.Room.Seq;
        play.Happen(Post("secret"));
        play.Ring.Flush();
        play.Happen(new MessageRemoved("2", "hors sujet"));
        play.Happen(Post("dernier"));
        play.Ring.Flush();

        var frame = Read(play.Ring.Next(Audience.Public, at, fresh: true)!.Value);

        Assert.Equal((1, 4, false), (frame.From, frame.To, frame.Reset));
        Assert.Equal(["2", "4"], frame.Set.Select(entity => entity.Id));
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(frame, RoomJson.Options), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[RC4] The public is never told the key of what it may not see")]
    public void The_public_is_not_told_the_keys_of_sanctions()
    {
        var play = new Play(Small);
        var person = new PersonId(new string('a', 32));
        play.Happen(new SanctionImposed(person, "Alix (démo)", SanctionKind.Mute, Until: null, "spam"));
        play.Ring.Flush();
        play.Happen(new SanctionRevoked(person, SanctionKind.Mute));
        play.Ring.Flush();

        var forPublic = Read(play.Ring.Next(Audience.Public, 1, fresh: false)!.Value);
        var forStaff = Read(play.Ring.Next(Audience.Staff, 1, fresh: false)!.Value);

        Assert.Empty(forPublic.Set);
        Assert.Empty(forPublic.Drop);
        Assert.Equal(2, forPublic.To);
        Assert.Single(forStaff.Drop);
    }

    [Fact(DisplayName = "[RC5] Readers at the same place are sent the same bytes")]
    public void Readers_at_the_same_place_share_the_bytes()
    {
        var play = new Play(Small);
        play.Happen(Post("un"));
        play.Ring.Flush();
        play.Happen(Post("deux"));
        play.Ring.Flush();

        Assert.Same(play.Ring.Next(Audience.Public, 1, fresh: false)!.Value.Message, play.Ring.Next(Audience.Public, 1, fresh: false)!.Value.Message);
        Assert.Same(play.Ring.Next(Audience.Public, 0, fresh: true)!.Value.Message, play.Ring.Next(Audience.Public, 0, fresh: true)!.Value.Message);
        Assert.Same(play.Ring.Next(Audience.Public, -1, fresh: true)!.Value.Message, play.Ring.Next(Audience.Public, -1, fresh: true)!.Value.Message);
    }

    [Theory(DisplayName = "[RC6] A position out of the ring, or never reached, gets a reset")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(99)]
    public void A_position_out_of_the_ring_gets_a_reset(long position)
    {
        var play = new Play(Small);
        for (var i = 0; i < 12; i++)
        {
            play.Happen(Post($"message {i}"));
            play.Ring.Flush();
        }

        var frame = Read(play.Ring.Next(Audience.Public, position, fresh: true)!.Value);

        Assert.True(frame.Reset);
        Assert.Equal(12, frame.To);
        Assert.Equal(12, frame.Set.Count(entity => entity is ChatMessage));
    }

    [Fact(DisplayName = "[RC7] A reset holds the newest 200 messages and everything else")]
    public void A_reset_holds_the_newest_messages()
    {
        var play = new Play(new FrameRingLimits(4, 10_000, 10, SnapshotMessages: 200));
        for (var i = 0; i < 300; i++)
        {
            play.Happen(Post($"message {i}"));
        }

        play.Ring.Flush();
        var frame = Read(play.Ring.Next(Audience.Public, -1, fresh: true)!.Value);

        Assert.Equal(200, frame.Set.Count(entity => entity is ChatMessage));
        Assert.Contains(frame.Set, entity => entity is ChatMessage { Id: "300" });
        Assert.DoesNotContain(frame.Set, entity => entity is ChatMessage { Id: "100" });
        Assert.Contains(frame.Set, entity => entity is RoomModeView);
    }

    [Fact(DisplayName = "[RC7] [MO19] What waits for a moderator is in a reset for staff, however old it is, and in no other")]
    public void A_reset_holds_what_waits()
    {
        var play = new Play(new FrameRingLimits(4, 10_000, 10, SnapshotMessages: 200));
        play.Happen(Post("call 06 12 34 56 78", MessageState.Held));
        play.Happen(Post("an insult"));
        play.Happen(new MessageReported("2", Reason: null));
        for (var i = 0; i < 300; i++)
        {
            play.Happen(Post($"message {i}"));
        }

        play.Ring.Flush();
        var staff = Read(play.Ring.Next(Audience.Staff, -1, fresh: true)!.Value);
        var all = Read(play.Ring.Next(Audience.Public, -1, fresh: true)!.Value);

        Assert.Equal(202, staff.Set.Count(entity => entity is ChatMessage));
        Assert.Equal(["1", "2"], staff.Set.OfType<ChatMessage>().Select(message => message.Id).Where(id => id.Length == 1).Order());
        Assert.Equal(200, all.Set.Count(entity => entity is ChatMessage));
    }

    [Theory(DisplayName = "[RC140] Who missed more messages than a room holds is reset, not led over the hole; who missed as many as it holds gets them all")]
    [InlineData(501, 1, true)]
    [InlineData(501, 50, true)]
    [InlineData(500, 1, false)]
    [InlineData(500, 50, false)]
    public void Who_missed_more_than_the_room_holds_is_reset(int missed, int steps, bool reset)
    {
        var play = new Play(new FrameRingLimits(Steps: 1_000, Keys: 10_000, MergedEntities: 1_000, SnapshotMessages: 200));
        play.Happen(Post("déjà lu"));
        play.Ring.Flush();
        for (var i = 1; i <= missed; i++)
        {
            play.Happen(Post($"message {i}"));
            if (i % (missed / steps) == 0 || i == missed)
            {
                play.Ring.Flush();
            }
        }

        foreach (var fresh in new[] { true, false })
        {
            Assert.Equal((reset, missed + 1, reset ? 200 : 500, 0), Described(play, fresh));
        }
    }

    [Fact(DisplayName = "[RC140] The same for messages that wait for their frame")]
    public void Who_comes_while_more_are_waiting_than_the_room_holds_is_reset()
    {
        var play = new Play(new FrameRingLimits(Steps: 1_000, Keys: 10_000, MergedEntities: 1_000, SnapshotMessages: 200));
        play.Happen(Post("déjà lu"));
        play.Ring.Flush();
        for (var i = 1; i <= 501; i++)
        {
            play.Happen(Post($"message {i}"));
        }

        Assert.Equal((true, 502, 200, 0), Described(play, fresh: true));
    }

    [Fact(DisplayName = "[RC164] What an edge remembers of a room does not grow with what was ever said there, and a message that is removed still leaves the screens")]
    public void What_is_remembered_does_not_grow()
    {
        var play = new Play(new FrameRingLimits(Steps: 1_000, Keys: 10_000, MergedEntities: 1_000, SnapshotMessages: 200));
        for (var i = 0; i < 5_000; i++)
        {
            play.Happen(Post($"message {i}"));
            if (i % 3 == 0)
            {
                play.Ring.Flush();
            }
        }

        play.Ring.Flush();
        var at = play.Ring.Head;
        var audiences = 2;
        Assert.InRange(play.Ring.Remembered, audiences * RoomChat.Window, audiences * ((2 * RoomChat.Window) + 100));

        play.Happen(new MessageHeld("4600"));
        play.Ring.Flush();
        Assert.Equal(["message/4600"], Read(play.Ring.Next(Audience.Public, at, fresh: false)!.Value).Drop);
    }

    private static (bool Reset, long To, int Messages, int Dropped) Described(Play play, bool fresh)
    {
        var frame = Read(play.Ring.Next(Audience.Public, 1, fresh)!.Value);
        return (frame.Reset, frame.To, frame.Set.Count(entity => entity is ChatMessage), frame.Drop.Length);
    }

    private static MessagePosted Post(string text, MessageState state = MessageState.Visible) => new(text, ReplyTo: null, state, HeldFor: null);

    private static Frame Read(Delivery delivery)
    {
        using var json = JsonDocument.Parse(delivery.Message.Bytes[..^1]);
        return json.RootElement.GetProperty("arguments")[0].Deserialize<Frame>(RoomJson.Options)!;
    }

    /// <summary>A room, its ring and four browsers that lose frames and come back.</summary>
    private sealed class Play
    {
        private static readonly Author By = new(new PersonId(new string('b', 32)), Role.Visitor, "Sacha (démo)");

        private readonly Browser[] _browsers =
            [new(Audience.Public), new(Audience.Public), new(Audience.Staff), new(Audience.Staff)];

        private readonly HashSet<string> _removed = [];
        private int _epoch;

        public Play(FrameRingLimits limits)
        {
            Ring = new FrameRing(Room.Id, limits);
            Ring.Restart(Room, "e0");
        }

        public Room Room { get; } = RoomFactory.Create(RoomId.Booth("stand-demo"), new RoomSettings());

        public FrameRing Ring { get; }

        public void Happen(RoomEvent happened)
        {
            var changes = new Changes();
            Room.Apply(new StoredEvent(Room.Seq + 1, DateTimeOffset.UnixEpoch.AddSeconds(Room.Seq), By, ClientId: null, happened), changes);
            Ring.Touch(changes.Entities);
        }

        public void Step(int what, int who, int which)
        {
            var id = (1 + (which % Math.Max(1, Room.Seq))).ToString();
            switch (what)
            {
                case 0 or 1:
                    Happen(Post($"texte {which}"));
                    break;
                case 2:
                    Happen(Post($"retenu {which}", MessageState.Held));
                    break;
                case 3 when !_removed.Contains(id):
                    Happen(which % 2 == 0 ? new MessageHeld(id) : new MessageReleased(id));
                    break;
                case 4:
                    // Only histories the rules could have written: what is removed can be restored, and nothing else.
                    Happen(_removed.Remove(id) ? new MessageRestored(id) : new MessageRemoved(id, Reason: null));
                    if (Room.Show(new EntityKey("message", id), Audience.Staff) is ChatMessage { State: MessageState.Removed })
                    {
                        _removed.Add(id);
                    }

                    break;
                case 5:
                    Happen(which % 2 == 0
                        ? new SanctionImposed(By.Id, By.Name, SanctionKind.Warn, Until: null, "calme")
                        : new ModeChanged(RoomModeKind.Slow, 1 + which));
                    break;
                case 6 or 7:
                    Ring.Flush();
                    break;
                case 8:
                    _browsers[who].Read(Ring, lost: false);
                    break;
                case 9:
                    _browsers[who].Read(Ring, lost: true);
                    break;
                case 10:
                    _browsers[who].ComeBack(Ring);
                    break;
                case 11 when which < 5:
                    // The feed was lost and a snapshot came: the way to here is not known, and with a new epoch nothing is.
                    Ring.Restart(Room, which < 2 ? $"e{++_epoch}" : Ring.Epoch);
                    if (which < 2)
                    {
                        Array.ForEach(_browsers, browser => browser.ComeBack(Ring));
                    }

                    break;
            }
        }

        public void Settle()
        {
            Ring.Flush();
            foreach (var browser in _browsers)
            {
                // The pulse carries the head, so a browser that missed its last frame notices and comes back.
                while (browser.Read(Ring, lost: false))
                {
                }

                if (browser.At < Ring.Head)
                {
                    browser.ComeBack(Ring);
                    while (browser.Read(Ring, lost: false))
                    {
                    }
                }

                var expected = Room.ShowAll(browser.Audience).ToDictionary(RoomJson.KeyOf, entity => JsonSerializer.Serialize(entity, RoomJson.Options));
                Assert.Equal(expected.OrderBy(pair => pair.Key.ToString()), browser.Shown.OrderBy(pair => pair.Key.ToString()));
            }
        }
    }

    /// <summary>The rule of docs/protocol.md, and the server's cursor for it.</summary>
    private sealed class Browser(Audience audience)
    {
        private string _epoch = "";
        private long _cursor = -1;
        private bool _fresh = true;

        public Audience Audience => audience;

        public long At { get; private set; } = -1;

        public Dictionary<EntityKey, string> Shown { get; } = [];

        /// <param name="lost">The frame is written and never arrives.</param>
        public bool Read(FrameRing ring, bool lost)
        {
            if (ring.Next(audience, _cursor, _fresh) is not { } delivery)
            {
                return false;
            }

            (_cursor, _fresh) = (delivery.Position, false);
            if (!lost)
            {
                Take(ring, FrameRingTests.Read(delivery));
            }

            return true;
        }

        public void ComeBack(FrameRing ring)
        {
            _cursor = _epoch == ring.Epoch && At <= ring.Applied ? At : -1;
            _fresh = true;
        }

        private void Take(FrameRing ring, Frame frame)
        {
            if (frame.Reset)
            {
                Shown.Clear();
                _epoch = frame.Epoch;
            }
            else if (frame.Epoch != _epoch || frame.From > At)
            {
                ComeBack(ring);
                return;
            }
            else if (frame.To <= At)
            {
                return;
            }

            foreach (var key in frame.Drop)
            {
                var cut = key.IndexOf('/', StringComparison.Ordinal);
                Shown.Remove(new EntityKey(key[..cut], key[(cut + 1)..]));
            }

            foreach (var entity in frame.Set)
            {
                Shown[RoomJson.KeyOf(entity)] = JsonSerializer.Serialize(entity, RoomJson.Options);
            }

            At = frame.To;
        }
    }
}
