using System.Globalization;

namespace Halle.Text;

/// <summary>A moderator's reason: shown to the person concerned.</summary>
public static class Reasons
{
    public const int MaxLength = 200;

    /// <summary>The cleaned reason, cut to its length; null when there is none.</summary>
    public static string? Clean(string? reason)
    {
        if (!MessageText.TryClean(reason, out var text, out _))
        {
            return null;
        }

        var line = text.Replace('\n', ' ');
        var info = new StringInfo(line);
        return info.LengthInTextElements <= MaxLength ? line : info.SubstringByTextElements(0, MaxLength);
    }
}
