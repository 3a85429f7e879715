using System.Diagnostics;
using Halle.Chat;
using Halle.Event;
using Halle.Rooms;
using Halle.Tests.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

public sealed class HeldTextTests
{
    [Theory(DisplayName = "[TX4] What leads out of the event is found, its host told in ASCII (C12, C14, G03)")]
    [InlineData("voir https://example.org/visite", "example.org")]
    [InlineData("(https://example.org).", "example.org")]
    [InlineData("voir:https://example.org", "example.org")]
    [InlineData("http://example.org", "example.org")]
    [InlineData("https://аpple.com/connexion", "xn--pple-43d.com")]
    [InlineData("https://user:pw@example.org", "example.org")]
    [InlineData("va sur example.com", "example.com")]
    [InlineData("discord.gg/abcDEF", "discord.gg")]
    [InlineData("WWW.EXEMPLE.FR", "www.exemple.fr")]
    [InlineData("www.musée-industrie.museum", "www.xn--muse-industrie-dkb.museum")]
    [InlineData("ftp://example.org/x", "example.org")]
    public void What_leads_out_is_found(string text, string host)
    {
        var link = Assert.Single(LinkText.Find(text));
        Assert.Equal(host, link.Host);
    }

    [Theory(DisplayName = "[TX4] What is no link is none (C12)")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<b>")]
    [InlineData("vbscript:msgbox")]
    [InlineData("C'est fini.Me voici !")]
    [InlineData("3.14 ou 12.30, non ?")]
    [InlineData("Bonjour... ça va ?")]
    [InlineData("M. Dupont, ing. en chef")]
    [InlineData("et/ou")]
    [InlineData("version 2.0.1")]
    [InlineData("faire le point avec vous")]
    public void What_is_no_link_is_none(string text) => Assert.False(LinkText.Leads(text));

    [Theory(DisplayName = "[TX5] Contact data is found however it is disguised (C21, G02)")]
    [InlineData("06 12 34 56 78")]
    [InlineData("06•12•34•56•78")]
    [InlineData("0612345678")]
    [InlineData("zéro six douze trente-quatre cinquante-six soixante-dix-huit")]
    [InlineData("zéro six un deux trois quatre cinq six sept huit")]
    [InlineData("mon num c'est zero 7, quatre-vingt-dix-neuf, 12, quatre vingt, soixante et onze")]
    [InlineData("O6 l2 34 56 78")]
    [InlineData("06.12.34.56.78")]
    [InlineData("+33 6 12 34 56 78")]
    [InlineData("+44 20 7946 0958")]
    [InlineData("0\uFE0F\u20E36\uFE0F\u20E31\uFE0F\u20E32\uFE0F\u20E33\uFE0F\u20E34\uFE0F\u20E35\uFE0F\u20E36\uFE0F\u20E37\uFE0F\u20E38\uFE0F\u20E3")]
    [InlineData("prenom.demo@example.org")]
    [InlineData("prenom (at) example point fr")]
    [InlineData("prenom arobase example.fr")]
    [InlineData("demo [at] example (dot) com")]
    [InlineData("ajoute-moi sur snap")]
    [InlineData("mon insta c'est demo")]
    [InlineData("1nsta : demo")]
    [InlineData("t'as s n a p ?")]
    [InlineData("s.n.a.p ?")]
    [InlineData("viens sur D1sc0rd")]
    [InlineData("ｗｈａｔｓａｐｐ")]
    [InlineData("mon тiktok")]
    [InlineData("suis @demo_pseudo")]
    public void Contact_data_is_found(string text) => Assert.True(ContactData.IsIn(text));

    [Theory(DisplayName = "[BI3] Names of networks and mail in two words, in boxes, shortened or with a tag are contact data too")]
    [InlineData("tik tok")]
    [InlineData("on se parle sur whats app ?")]
    [InlineData("mon be real")]
    [InlineData("sn ap ?")]
    [InlineData("\U0001F182\U0001F17D\U0001F170\U0001F17F")]
    [InlineData("\u0455\u043F\u0430\u0440")]
    [InlineData("ig: lea_demo")]
    [InlineData("mon ig c lea.demo")]
    [InlineData("fb = lea demo")]
    [InlineData("lea#1234")]
    [InlineData("tktk")]
    [InlineData("lea gmail com")]
    [InlineData("lea.demo@gmail")]
    public void Short_and_drawn_contact_data_is_found(string text) => Assert.True(ContactData.IsIn(text));

    [Theory(DisplayName = "[BI3] What a browser would complete or read as an address leads out too")]
    [InlineData("evil\u3002com")]
    [InlineData("evil\uFF0Ecom")]
    [InlineData("https\uFF1A//evil.com")]
    [InlineData("https:evil.com")]
    [InlineData("//evil.com")]
    [InlineData("192.168.1.1")]
    [InlineData("evil.\u0440\u0444")]
    public void What_a_browser_completes_leads_out(string text) => Assert.True(LinkText.Leads(text));

    [Theory(DisplayName = "[BI3] What only looks alike is ordinary talk")]
    [InlineData("Le tic tac de l'horloge")]
    [InlineData("La ligne A, poste 3 : soudage")]
    [InlineData("Lot n\u00b0 4512, repère #12")]
    [InlineData("Version 10.4.2.1.0 du logiciel")]
    [InlineData("Il y a deux postes : magasinier et soudeuse")]
    [InlineData("A/B, oui et/ou non")]
    public void Look_alikes_are_ordinary_talk(string text)
    {
        Assert.False(ContactData.IsIn(text));
        Assert.False(LinkText.Leads(text));
    }

    [Theory(DisplayName = "[TX5] Ordinary talk about work and study is no contact data")]
    [InlineData("Combien gagne un soudeur après 5 ans ?")]
    [InlineData("J'ai 14 ans et je suis en 3e, il faut quel bac ?")]
    [InlineData("Il y a deux ou trois postes, six à huit par équipe, dix en tout")]
    [InlineData("L'usine a produit 1 250 000 pièces en 2025")]
    [InlineData("De 8 h à 12 h puis de 13 h 30 à 17 h")]
    [InlineData("Une turbine de 900 MW, 24 h sur 24, 7 jours sur 7")]
    [InlineData("Le talk est à 10:30 le 27/11/2026")]
    [InlineData("On vérifie à l'instant, c'est instantané")]
    [InlineData("Rendez-vous au stand 42")]
    [InlineData("Pièce numéro 638001234567890123, lot 9f03a6b7c8d9")]
    [InlineData("Merci beaucoup !!! 👏👏")]
    public void Ordinary_talk_is_no_contact_data(string text)
    {
        Assert.False(ContactData.IsIn(text));
        Assert.False(LinkText.Leads(text));
        Assert.Null(MessagePolicy.HeldFor(text, At(Cast.Visitor(1), Cast.Booth)));
    }

    [Theory(DisplayName = "[TX6] An adult's questions for contact are held; pupils may ask each other's age (G01, G02)")]
    [InlineData("Quel âge as-tu ?")]
    [InlineData("t'as quel age")]
    [InlineData("Tu as quel âge toi")]
    [InlineData("donne-moi ton numéro")]
    [InlineData("c'est quoi ton école ?")]
    [InlineData("tu es dans quel lycée ?")]
    [InlineData("tu habites où ?")]
    [InlineData("Ajoute-moi")]
    [InlineData("écris-moi en privé")]
    [InlineData("envoie une photo")]
    public void An_adults_questions_are_held(string text)
    {
        Assert.Equal(HeldFor.Contact, MessagePolicy.HeldFor(text, At(Cast.Visitor(1), Cast.Booth)));
        Assert.Equal(HeldFor.Contact, MessagePolicy.HeldFor(text, At(Cast.Host, Cast.Booth)));
        Assert.Equal(HeldFor.Contact, MessagePolicy.HeldFor(text, At(Cast.Teacher, Cast.Class)));
        Assert.Null(MessagePolicy.HeldFor(text, At(Cast.Pupil(1), Cast.Class)));
        Assert.Null(MessagePolicy.HeldFor(text, At(Cast.Moderator, Cast.Booth)));
    }

    [Theory(DisplayName = "[TX7] Contact data is held from everybody but those who answer for the event, links from the public")]
    [InlineData("06 12 34 56 78", HeldFor.Contact, HeldFor.Contact, HeldFor.Contact, HeldFor.Contact, null)]
    [InlineData("https://example.org", HeldFor.Link, HeldFor.Link, null, null, null)]
    [InlineData("https://example.org demo@example.org", HeldFor.Contact, HeldFor.Contact, HeldFor.Contact, HeldFor.Contact, null)]
    [InlineData("Bonjour", null, null, null, null, null)]
    public void Who_is_held(string text, string? visitor, string? pupil, string? host, string? teacher, string? moderator)
    {
        Assert.Equal(visitor, MessagePolicy.HeldFor(text, At(Cast.Visitor(1), Cast.Booth)));
        Assert.Equal(pupil, MessagePolicy.HeldFor(text, At(Cast.Pupil(1), Cast.Class)));
        Assert.Equal(pupil, MessagePolicy.HeldFor(text, At(Cast.Pupil(1), Cast.Booth)));
        Assert.Equal(visitor, MessagePolicy.HeldFor(text, At(Cast.OtherProfessional, Cast.Booth)));
        Assert.Equal(host, MessagePolicy.HeldFor(text, At(Cast.Host, Cast.Booth)));
        Assert.Equal(teacher, MessagePolicy.HeldFor(text, At(Cast.Teacher, Cast.Class)));
        Assert.Equal(moderator, MessagePolicy.HeldFor(text, At(Cast.Moderator, Cast.Class)));
    }

    [Theory(DisplayName = "[TX7] The longest and most twisted text is judged in bounded time")]
    [InlineData("a@", 1_000)]
    [InlineData("06 1", 500)]
    [InlineData("a.", 1_000)]
    [InlineData("s n a ", 333)]
    [InlineData("ton ta quel ", 160)]
    [InlineData("(((((+33 ", 220)]
    [InlineData("\u0301\u0302", 1_000)]
    [InlineData("zero", 500)]
    [InlineData("z e r o ", 250)]
    [InlineData("cent ", 400)]
    [InlineData("un deux ", 250)]
    [InlineData("0 ", 1_000)]
    [InlineData("1:1/", 500)]
    [InlineData("(at)", 500)]
    [InlineData("lea at free ", 166)]
    [InlineData("::1.", 500)]
    [InlineData("@ a", 666)]
    public void The_most_twisted_text_is_judged_in_bounded_time(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        MessagePolicy.HeldFor("une fois pour rien 06", At(Cast.Visitor(1), Cast.Booth));
        var clock = Stopwatch.StartNew();

        if (MessageText.TryClean(text, out var cleaned, out _))
        {
            MessagePolicy.HeldFor(cleaned, At(Cast.Visitor(1), Cast.Booth));
        }

        MessagePolicy.HeldFor(text, At(Cast.Visitor(1), Cast.Booth));

        // Milliseconds on an idle machine; the bound is for exponential surprises, not for speed.
        Assert.True(clock.ElapsedMilliseconds < 2_000, $"{clock.ElapsedMilliseconds} ms");
    }

    private static Situation At(Actor actor, RoomId room) =>
        new(room, actor, actor.Owns(room), new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), EventWide.None);
}
