using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// Which texts a moderator reads before everybody else does. Contact data is held from everybody but those who answer for the event, and so
/// are an adult's questions for it, because pupils read every room. Links are held from the public; staff of a room give them on purpose.
/// </summary>
public static class MessagePolicy
{
    // A name or an address in pieces is short; longer ones are conversation.
    private const int MostOfPieces = 120;

    // Figures are looked for in conversation too, of any length: this is what is kept of it.
    private const int MostOfFigures = 800;

    /// <summary>Why the text must be held, a word of <see cref="Chat.HeldFor"/>; null when it need not be.</summary>
    /// <param name="text">Cleaned text.</param>
    public static string? HeldFor(string text, in Situation situation) =>
        situation.Actor.Role is Role.Moderator or Role.Organiser ? null
        : ContactData.IsIn(text) || (situation.Actor.Role != Role.Pupil && ContactData.IsAskedFor(text)) ? Chat.HeldFor.Contact
        : PublicWriting.IsPublic(situation) && LinkText.Leads(text) ? Chat.HeldFor.Link
        : null;

    /// <summary>Whether words that everybody reads at once, as a poll is, give contact data: they cannot be held either, so they are refused.</summary>
    /// <param name="text">Cleaned text.</param>
    public static bool GivesContact(string text, in Situation situation) =>
        situation.Actor.Role is not (Role.Moderator or Role.Organiser) && ContactData.IsIn(text);

    /// <summary>
    /// Whether words that go unread to the one they are for, as a reason does, would lead outside. They cannot be held, so they are refused: else a
    /// warning or a rejection would be a letter from an adult to one child.
    /// </summary>
    /// <param name="text">Cleaned text.</param>
    public static bool MayNotGoUnread(string text, in Situation situation)
    {
        if (situation.Actor.Role is Role.Moderator or Role.Organiser)
        {
            return false;
        }

        // What it forbids to give or to ask for is named by it, not asked for. What it gives is looked for in all of it.
        var rest = Prohibition.Without(text);
        return rest.Length > 0 && (ContactData.IsIn(text) || ContactData.IsAskedFor(rest) || LinkText.Leads(text));
    }

    /// <summary>
    /// Whether the text completes contact data that was begun in the author's messages just before: each of them says too little to be held.
    /// </summary>
    /// <param name="earlier">What everybody has seen of the author, newest first.</param>
    public static bool Completes(string text, IEnumerable<string> earlier, in Situation situation)
    {
        if (situation.Actor.Role is Role.Moderator or Role.Organiser)
        {
            return false;
        }

        var parts = earlier.ToList();
        return CompletesWords(text, parts, situation) || CompletesFigures(text, parts);
    }

    private static bool CompletesWords(string text, List<string> earlier, in Situation situation)
    {
        var before = "";
        foreach (var part in earlier)
        {
            before = part + " " + before;
            if (before.Length + text.Length > MostOfPieces)
            {
                return false;
            }

            if (IsTold(before + text, situation))
            {
                // What was there before has been looked at, or released: this text adds nothing to it.
                return !IsTold(before, situation);
            }
        }

        return false;
    }

    // Messages without a figure are passed over: they would only be put between the pieces to part them.
    private static bool CompletesFigures(string text, List<string> earlier)
    {
        var (before, last) = ("", ContactData.FiguresOf(text));
        foreach (var part in last.Length == 0 ? [] : earlier)
        {
            if (ContactData.FiguresOf(part) is not { Length: > 0 } figures)
            {
                continue;
            }

            before = figures + " " + before;
            if (before.Length + last.Length > MostOfFigures)
            {
                return false;
            }

            if (ContactData.IsDictated(before + last))
            {
                return !ContactData.IsDictated(before);
            }
        }

        return false;
    }

    private static bool IsTold(string pieces, in Situation situation) =>
        ContactData.IsIn(pieces) || (PublicWriting.IsPublic(situation) && LinkText.Leads(pieces));
}
