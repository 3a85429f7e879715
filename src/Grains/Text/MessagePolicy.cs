using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// Which texts a moderator reads before everybody else does. Contact data is held from everybody but those who answer for the event, and so
/// are an adult's questions for it, because pupils read every room. Links are held from the public; staff of a room give them on purpose.
/// </summary>
public static class MessagePolicy
{
    // A name or an address in pieces is short; longer ones are conversation. Figures are looked for in conversation too.
    private const int MostOfPieces = 120;

    private const int MostWithFigures = 800;

    /// <summary>Why the text must be held, a word of <see cref="Chat.HeldFor"/>; null when it need not be.</summary>
    /// <param name="text">Cleaned text.</param>
    public static string? HeldFor(string text, in Situation situation) =>
        situation.Actor.Role is Role.Moderator or Role.Organiser ? null
        : ContactData.IsIn(text) || (situation.Actor.Role != Role.Pupil && ContactData.IsAskedFor(text)) ? Chat.HeldFor.Contact
        : PublicWriting.IsPublic(situation) && LinkText.Leads(text) ? Chat.HeldFor.Link
        : null;

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

        var (before, joined) = ("", text);
        foreach (var part in earlier)
        {
            if (joined.Length + part.Length > MostWithFigures)
            {
                return false;
            }

            before = part + " " + before;
            joined = before + text;
            if (IsTold(joined, situation))
            {
                // What was there before has been looked at, or released: this text adds nothing to it.
                return !IsTold(before, situation);
            }
        }

        return false;
    }

    private static bool IsTold(string pieces, in Situation situation) =>
        pieces.Length > MostOfPieces ? ContactData.IsDictated(pieces)
        : ContactData.IsIn(pieces) || (PublicWriting.IsPublic(situation) && LinkText.Leads(pieces));
}
