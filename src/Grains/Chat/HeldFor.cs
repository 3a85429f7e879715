namespace Halle.Chat;

/// <summary>Why a message is held: words on the wire, for staff only.</summary>
public static class HeldFor
{
    public const string PreModerated = "pre_moderated";
    public const string Link = "link";
    public const string Contact = "contact";

    /// <summary>Somebody of the staff took it out of sight.</summary>
    public const string Moderator = "moderator";
}
