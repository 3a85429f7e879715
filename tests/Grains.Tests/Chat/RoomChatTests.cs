using System.Text;
using Halle.Chat;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Chat;

public sealed class RoomChatTests
{
    private readonly WholeRoom _room = new(Cast.Booth);

    [Fact(DisplayName = "[CH1] A posted message is seen by everybody, cleaned, under its seq")]
    public void A_posted_message_is_seen_by_everybody()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("  Bonjour\u202E à\tvous "));

        var message = Assert.Single(_room.Messages(Audience.Public));
        Assert.Equal(new ChatMessage(
            id, 1, _room.Now, Cast.Visitor(1).ToAuthor(), "Bonjour à vous", null, MessageState.Visible, Pinned: false, null, 0), message);
    }

    [Theory(DisplayName = "[CH1] A text that is none is refused with its code (C01, C02, C03, E20)")]
    [InlineData("", RejectionCode.Empty)]
    [InlineData(" \u3164\u200B ", RejectionCode.Empty)]
    [InlineData(null, RejectionCode.BadRequest)]
    public void A_text_that_is_none_is_refused(string? text, string code) => _room.Refuses(code, Cast.Visitor(1), new PostMessage(text!));

    [Theory(DisplayName = "[BI2] Contact data told in pieces is held with the piece that completes it, and what is said after it is not")]
    [InlineData("06 12", "34 56", "78")]
    [InlineData("zéro six douze", "trente-quatre cinquante-six", "soixante-dix-huit")]
    [InlineData("retrouve la même", "sn", "ap")]
    [InlineData("zéro six c'est le début", "douze trente-quatre voilà voilà", "cinquante-six soixante-dix-huit")]
    [InlineData("06 et puis on parlera de tout ce que vous voulez, du stage, du métier et de la suite", "12 34 comme je le disais, on continue un peu la discussion là-dessus", "56 78 voilà")]
    [InlineData("va sur evil", "point com")]
    [InlineData("zéro six", "douze", "trente-quatre", "cinquante-six", "soixante-dix-huit")]
    [InlineData("zéro", "six", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")]
    [InlineData("zéro six", "cent", "douze", "trente-quatre", "cinquante-six")]
    [InlineData("zéro six", "soixante", "douze", "trente-quatre", "cinquante-six")]
    [InlineData("ZÉRO SIX !!", "12", "trente quatre", "5 6", "soixante dix huit")]
    public void Contact_data_in_pieces_is_held(params string[] pieces)
    {
        foreach (var piece in pieces[..^1])
        {
            Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Pupil(1), new PostMessage(piece)), Audience.Staff)!.State);
            _room.Do(Cast.Visitor(2), new PostMessage($"Entre-temps {(char)('a' + Array.IndexOf(pieces, piece))}"));
            _room.Wait(5);
        }

        var last = _room.Message(_room.Do(Cast.Pupil(1), new PostMessage(pieces[^1])), Audience.Staff)!;
        Assert.Equal((MessageState.Held, HeldFor.Contact), (last.State, last.HeldFor));
        Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Pupil(1), new PostMessage("Merci !")), Audience.Staff)!.State);
    }

    [Theory(DisplayName = "[BI2] However much is said around the pieces of a number, or between them, it is held")]
    [InlineData(0, 490)]
    [InlineData(490, 0)]
    [InlineData(240, 240)]
    public void Padding_parts_no_pieces(int before, int behind)
    {
        string Padded(string piece) => string.Concat(Enumerable.Repeat("bla ", before / 4)) + piece + string.Concat(Enumerable.Repeat(" bla", behind / 4));
        _room.Do(Cast.Pupil(1), new PostMessage(Padded("06 12 34")));
        foreach (var filler in new[] { "Et puis ", "Mais alors ", "En plus " })
        {
            _room.Do(Cast.Pupil(1), new PostMessage(filler + string.Concat(Enumerable.Repeat("voilà ", 80))));
        }

        var last = _room.Message(_room.Do(Cast.Pupil(1), new PostMessage(Padded("56 78"))), Audience.Staff)!;
        Assert.Equal((MessageState.Held, HeldFor.Contact), (last.State, last.HeldFor));
    }

    [Theory(DisplayName = "[BI2] Pieces by the hundred, however twisted, cost milliseconds a message")]
    [InlineData("zero zero zéro ")]
    [InlineData("0 1 2 ")]
    [InlineData("cent vingt ")]
    public void Many_pieces_cost_little(string piece)
    {
        _room.Checks = false;
        for (var number = 0; number < 140; number++)
        {
            _room.Do(Cast.Host, new PostMessage(piece + (char)('a' + (number % 26)) + number));
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var number = 0; number < 10; number++)
        {
            _room.Do(Cast.Host, new PostMessage(piece + "fin " + number));
        }

        // Some milliseconds each on an idle machine; the bound is for quadratic surprises.
        Assert.True(clock.ElapsedMilliseconds < 1_000, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact(DisplayName = "[BI2] Figures that say what they are stay ordinary over many messages")]
    public void Ordinary_figures_stay_ordinary()
    {
        string[] said =
        [
            "On commence à 8h30 et on finit à 17h", "Il y a 120 places dans l'amphi", "Mon bus est le 35", "J'ai 14 ans", "L'usine fait 1 500 tonnes par an",
            "On est 28 dans la classe, dont 12 filles", "Rendez-vous au stand 42", "Zéro accident depuis 412 jours", "un, deux, trois, soleil", "Le 27/11/2026",
        ];
        foreach (var text in said)
        {
            Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Pupil(1), new PostMessage(text)), Audience.Staff)!.State);
            _room.Wait(5);
        }
    }

    [Fact(DisplayName = "[BI2] What a moderator released holds nothing that is said after it")]
    public void What_was_released_holds_nothing()
    {
        _room.Do(Cast.Pupil(1), new PostMessage("06 12 34"));
        var last = _room.Do(Cast.Pupil(1), new PostMessage("56 78"));
        _room.Do(Cast.Moderator, new ReleaseMessage(last));
        Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Pupil(1), new PostMessage("Merci")), Audience.Staff)!.State);
    }

    [Fact(DisplayName = "[BI2] Pieces of two people, or five minutes apart, are not put together")]
    public void Pieces_of_others_are_not_put_together()
    {
        _room.Do(Cast.Visitor(1), new PostMessage("06 12 34"));
        Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Visitor(2), new PostMessage("56 78")), Audience.Staff)!.State);
        _room.Wait(301);
        Assert.Equal(MessageState.Visible, _room.Message(_room.Do(Cast.Visitor(1), new PostMessage("56 78")), Audience.Staff)!.State);
    }

    [Fact(DisplayName = "[CH2] One's own message is taken back within 60 s, and its text forgotten at once (A06)")]
    public void Ones_own_message_is_taken_back()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Une bêtise secrète"));
        _room.Refuses(RejectionCode.NotYours, Cast.Visitor(2), new WithdrawMessage(id));
        _room.Wait(60);
        _room.Do(Cast.Visitor(1), new WithdrawMessage(id));

        Assert.DoesNotContain("secrète", Encoding.UTF8.GetString(_room.Room.Save()), StringComparison.Ordinal);
        Assert.Equal(MessageState.Removed, _room.Message(id, Audience.Public)!.State);
        _room.ChangesNothing(Cast.Visitor(1), new WithdrawMessage(id));
        _room.Refuses(RejectionCode.TooLate, Cast.Moderator, new RestoreMessage(id));

        var late = _room.Do(Cast.Visitor(1), new PostMessage("Une autre"));
        _room.Wait(60.001);
        _room.Refuses(RejectionCode.TooLate, Cast.Visitor(1), new WithdrawMessage(late));
    }

    [Fact(DisplayName = "[CH3] A held message goes out of sight, and comes back at the end of the chat when released")]
    public void A_held_message_comes_back_when_released()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Premier"));
        _room.Do(Cast.Visitor(2), new PostMessage("Deuxième"));
        _room.Do(Cast.Host, new HoldMessage(id));
        Assert.Null(_room.Message(id, Audience.Public));
        Assert.Equal((MessageState.Held, HeldFor.Moderator), (_room.Message(id, Audience.Staff)!.State, _room.Message(id, Audience.Staff)!.HeldFor));
        Assert.Equal(MessageState.Held, Assert.Single(_room.Tell(Cast.Visitor(1)).Messages).State);
        _room.ChangesNothing(Cast.Moderator, new HoldMessage(id));

        _room.Do(Cast.Moderator, new ReleaseMessage(id));

        Assert.Equal(["Deuxième", "Premier"], _room.Messages(Audience.Public).Select(message => message.Text));
        Assert.Empty(_room.Tell(Cast.Visitor(1)).Messages);
        _room.ChangesNothing(Cast.Moderator, new ReleaseMessage(id));
    }

    [Fact(DisplayName = "[CH4] A removed message leaves a tombstone without text or author; its text is told to nobody and forgotten after 10 minutes")]
    public void A_removed_message_leaves_a_tombstone()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Une injure secrète"));
        _room.Do(Cast.Moderator, new RemoveMessage(id, "Injure"));

        var tombstone = _room.Message(id, Audience.Public)!;
        Assert.Equal(("", null, MessageState.Removed), (tombstone.Text, tombstone.Author, tombstone.State));
        Assert.Equal(("", Cast.Visitor(1).ToAuthor()), (_room.Message(id, Audience.Staff)!.Text, _room.Message(id, Audience.Staff)!.Author));
        Assert.Empty(_room.Tell(Cast.Visitor(1)).Messages);
        _room.ChangesNothing(Cast.Moderator, new RemoveMessage(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new ReleaseMessage(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new HoldMessage(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new PinMessage(id));

        _room.Wait(600.001);
        _room.Refuses(RejectionCode.TooLate, Cast.Moderator, new RestoreMessage(id));
        _room.Do(Cast.Visitor(2), new PostMessage("Autre chose"));
        Assert.DoesNotContain("secrète", Encoding.UTF8.GetString(_room.Room.Save()), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[CH4] What nobody saw leaves no tombstone when it is removed")]
    public void What_nobody_saw_leaves_no_tombstone()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Mon numéro : 06 12 34 56 78"));
        _room.Do(Cast.Moderator, new RemoveMessage(id));

        Assert.Empty(_room.Messages(Audience.Public));
        Assert.Equal(MessageState.Removed, Assert.Single(_room.Messages(Audience.Staff)).State);
    }

    [Fact(DisplayName = "[CH5] Within 10 minutes a removal is undone exactly: what was held is held again, what was seen is seen in its place")]
    public void A_removal_is_undone_exactly()
    {
        var seen = _room.Do(Cast.Visitor(1), new PostMessage("Premier"));
        var held = _room.Do(Cast.Visitor(1), new PostMessage("Mon snap est demo"));
        _room.Do(Cast.Visitor(2), new PostMessage("Dernier"));
        var before = _room.Messages(Audience.Staff);
        _room.Do(Cast.Moderator, new RemoveMessage(seen));
        _room.Do(Cast.Moderator, new RemoveMessage(held));
        _room.Reload();
        _room.Wait(600);

        _room.Do(Cast.Moderator, new RestoreMessage(seen));
        _room.Do(Cast.Moderator, new RestoreMessage(held));

        Assert.Equal(before, _room.Messages(Audience.Staff));
        Assert.Equal(["Premier", "Dernier"], _room.Messages(Audience.Public).Select(message => message.Text));
        _room.ChangesNothing(Cast.Moderator, new RestoreMessage(seen));
    }

    [Fact(DisplayName = "[CH6] A room has one pin; what is no longer seen is no longer pinned")]
    public void A_room_has_one_pin()
    {
        var first = _room.Do(Cast.Visitor(1), new PostMessage("Premier"));
        var second = _room.Do(Cast.Visitor(1), new PostMessage("Deuxième"));
        _room.Do(Cast.Host, new PinMessage(first));
        _room.ChangesNothing(Cast.Moderator, new PinMessage(first));
        _room.Do(Cast.Host, new PinMessage(second));
        Assert.Equal([second], Pinned());

        _room.ChangesNothing(Cast.Host, new UnpinMessage(first));
        _room.Do(Cast.Host, new HoldMessage(second));
        Assert.Empty(Pinned());
        _room.Do(Cast.Host, new ReleaseMessage(second));
        _room.Do(Cast.Host, new PinMessage(second));
        _room.Do(Cast.Host, new UnpinMessage(second));
        Assert.Empty(Pinned());
    }

    [Fact(DisplayName = "[CH7] A report counts once a person, is seen by staff only, and comes through whatever the reporter may not do")]
    public void A_report_counts_once()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Pas gentil"));
        _room.Do(Cast.Moderator, new MutePerson(Cast.Visitor(2).Person, 5, "Calme"));
        _room.Do(Cast.Moderator, new SetMode(RoomModeKind.Paused));
        _room.Do(Cast.Visitor(2), new ReportMessage(id, "Moqueur"));
        _room.ChangesNothing(Cast.Visitor(2), new ReportMessage(id));
        _room.Do(Cast.Pupil(1), new ReportMessage(id));

        Assert.Equal((2, 0), (_room.Message(id, Audience.Staff)!.Reports, _room.Message(id, Audience.Public)!.Reports));
        _room.Refuses(RejectionCode.Yourself, Cast.Visitor(1), new ReportMessage(id));
        _room.Refuses(RejectionCode.TooLong, Cast.Visitor(3), new ReportMessage(id, new string('é', 201)));
        _room.Do(Cast.Moderator, new HoldMessage(id));
        _room.Refuses(RejectionCode.NotFound, Cast.Visitor(3), new ReportMessage(id));
    }

    [Fact(DisplayName = "[CH8] The same text by one person is accepted twice within 30 s, then refused as a repeat (C22)")]
    public void The_same_text_is_accepted_twice()
    {
        _room.Do(Cast.Visitor(1), new PostMessage("Oui"));
        _room.Wait(10);
        _room.Do(Cast.Visitor(1), new PostMessage("oui "));
        var refusals = Enumerable.Range(0, 3).Select(_ => _room.Refuses(RejectionCode.Duplicate, Cast.Visitor(1), new PostMessage("OUI"))).ToList();

        Assert.All(refusals, refusal => Assert.Equal(TimeSpan.FromSeconds(20), refusal.RetryAfter));
        _room.Do(Cast.Visitor(2), new PostMessage("oui"));
        _room.Do(Cast.Visitor(1), new PostMessage("oui merci"));
        _room.Wait(20);
        _room.Do(Cast.Visitor(1), new PostMessage("oui"));
        for (var i = 0; i < 3; i++)
        {
            _room.Do(Cast.Host, new PostMessage("Bienvenue"));
        }
    }

    [Fact(DisplayName = "[CH9] One answers only what is there to be seen")]
    public void One_answers_only_what_is_seen()
    {
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Une question"));
        var reply = _room.Do(Cast.Visitor(2), new PostMessage("Une réponse", id));
        Assert.Equal(id, _room.Message(reply, Audience.Public)!.ReplyTo);

        _room.Do(Cast.Moderator, new HoldMessage(id));
        foreach (var none in new[] { id, "999", "-1", "abc", "", "99999999999999999999" })
        {
            _room.Refuses(RejectionCode.NotFound, Cast.Visitor(2), new PostMessage("Encore", none));
            _room.Refuses(RejectionCode.NotFound, Cast.Moderator, new RemoveMessage(none == id ? "abc" : none));
        }
    }

    [Fact(DisplayName = "[CH10] 500 messages are kept in memory; the pinned one and those that wait for a moderator stay longer")]
    public void Five_hundred_messages_are_kept()
    {
        _room.Checks = false;
        var pinned = _room.Do(Cast.Visitor(1), new PostMessage("À lire"));
        _room.Do(Cast.Host, new PinMessage(pinned));
        var waiting = _room.Do(Cast.Visitor(1), new PostMessage("Mon snap est demo"));
        var old = _room.Do(Cast.Visitor(1), new PostMessage("Ancien"));
        for (var i = 0; i < RoomChat.Window; i++)
        {
            _room.Do(Cast.Visitor(2 + (i % 5)), new PostMessage($"Message {i}"));
        }

        _room.Reload();
        Assert.Equal(RoomChat.Window, _room.Messages(Audience.Staff).Count);
        Assert.NotNull(_room.Message(pinned, Audience.Public));
        Assert.NotNull(_room.Message(waiting, Audience.Staff));
        Assert.Null(_room.Message(old, Audience.Staff));

        for (var i = 0; i < RoomChat.Window; i++)
        {
            _room.Do(Cast.Visitor(2 + (i % 5)), new PostMessage($"Mon insta numéro {i}"));
        }

        Assert.Equal(RoomChat.Window, _room.Messages(Audience.Staff).Count);
    }

    [Fact(DisplayName = "[CH11] In a pre-moderated room messages of the public wait; those of staff do not")]
    public void In_a_pre_moderated_room_the_public_waits()
    {
        _room.Do(Cast.Host, new SetMode(RoomModeKind.PreModerated));
        var id = _room.Do(Cast.Visitor(1), new PostMessage("Bonjour"));
        _room.Do(Cast.Host, new PostMessage("Bienvenue"));

        Assert.Equal(["Bienvenue"], _room.Messages(Audience.Public).Select(message => message.Text));
        Assert.Equal(HeldFor.PreModerated, _room.Message(id, Audience.Staff)!.HeldFor);
    }

    [Fact(DisplayName = "[CH12] Who writes contact data cannot release it; those who answer for the event can")]
    public void Who_writes_contact_data_cannot_release_it()
    {
        var id = _room.Do(Cast.Host, new PostMessage("Écrivez-moi : demo@example.org"));

        Assert.Equal((MessageState.Held, HeldFor.Contact), (_room.Message(id, Audience.Staff)!.State, _room.Message(id, Audience.Staff)!.HeldFor));
        _room.Refuses(RejectionCode.Yourself, Cast.Host, new ReleaseMessage(id));
        _room.Do(Cast.Moderator, new ReleaseMessage(id));
    }

    [Fact(DisplayName = "[CH13] Nobody takes down the words of people of a higher standing, nor undoes their removals")]
    public void Nobody_takes_down_the_words_of_a_higher_standing()
    {
        var notice = _room.Do(Cast.Moderator, new PostMessage("Rappel des règles"));
        _room.Refuses(RejectionCode.Protected, Cast.Host, new RemoveMessage(notice));
        _room.Refuses(RejectionCode.Protected, Cast.Host, new HoldMessage(notice));

        var id = _room.Do(Cast.Visitor(1), new PostMessage("Pas gentil"));
        _room.Do(Cast.Moderator, new RemoveMessage(id));
        _room.Refuses(RejectionCode.Protected, Cast.Host, new RestoreMessage(id));
    }

    private IEnumerable<string> Pinned() => _room.Messages(Audience.Public).Where(message => message.Pinned).Select(message => message.Id);
}
