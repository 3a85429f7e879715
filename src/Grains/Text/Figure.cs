namespace Halle.Text;

/// <summary>A number in folded text, in figures or in words, as the digits one would dial.</summary>
/// <param name="Start">Its place in the text.</param>
/// <param name="End">The place behind it.</param>
/// <param name="Digits">ASCII digits; "soixante-douze" is 72.</param>
/// <param name="Follows">Whether only blanks, signs, single letters and words like "puis" stand between it and the figure before.</param>
internal readonly record struct Figure(int Start, int End, string Digits, bool Follows);
