using System.Globalization;
using Halle.Rooms;

namespace Halle.Text;

/// <summary>A few words of a moderator, shown to the person concerned: one line, may be empty.</summary>
public static class Reasons
{
    /// <summary>In characters as people count them.</summary>
    public const int MaxLength = 200;

    /// <summary>Cleans a reason that only the person concerned will read; the refusal's code when it is unreadable, too long, or leads outside.</summary>
    public static string? ReadForOne(string? given, in Situation situation, out string reason) =>
        Read(given, out reason) ?? (MessagePolicy.MayNotGoUnread(reason, situation) ? RejectionCode.ContactRefused : null);

    /// <summary>Cleans it; the refusal's code when it is unreadable or too long.</summary>
    public static string? Read(string? given, out string reason)
    {
        reason = "";
        if (string.IsNullOrEmpty(given))
        {
            return null;
        }

        if (!MessageText.TryClean(given, out var text, out var code))
        {
            return string.Equals(code, RejectionCode.Empty, StringComparison.Ordinal) ? null : code;
        }

        reason = text.Replace('\n', ' ');
        return new StringInfo(reason).LengthInTextElements > MaxLength ? RejectionCode.TooLong : null;
    }
}
