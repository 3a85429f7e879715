using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// Which texts a moderator reads before everybody else does. Contact data is held from everybody but those who answer for the event, and so
/// are an adult's questions for it, because pupils read every room. Links are held from the public; staff of a room give them on purpose.
/// </summary>
public static class MessagePolicy
{
    /// <summary>Why the text must be held, a word of <see cref="Chat.HeldFor"/>; null when it need not be.</summary>
    /// <param name="text">Cleaned text.</param>
    public static string? HeldFor(string text, in Situation situation) =>
        situation.Actor.Role is Role.Moderator or Role.Organiser ? null
        : ContactData.IsIn(text) || (situation.Actor.Role != Role.Pupil && ContactData.IsAskedFor(text)) ? Chat.HeldFor.Contact
        : PublicWriting.IsPublic(situation) && LinkText.Leads(text) ? Chat.HeldFor.Link
        : null;
}
