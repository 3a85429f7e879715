using System.Globalization;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Talks;

/// <summary>One line that people write beside the chat: a question, a poll's option, a reason. A message's text without its line breaks.</summary>
internal static class Line
{
    /// <summary>Cleans a line; the refusal's code when nothing is left, or more than <paramref name="limit"/> characters as people count them.</summary>
    public static string? Read(string? text, int limit, out string line)
    {
        line = "";
        if (!MessageText.TryClean(text, out var cleaned, out var code))
        {
            return code;
        }

        line = string.Join(' ', cleaned.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new StringInfo(line).LengthInTextElements > limit ? RejectionCode.TooLong : null;
    }
}
