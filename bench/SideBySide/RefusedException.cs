namespace Halle.Bench.SideBySide;

/// <summary>The server said no; the message is its answer.</summary>
internal sealed class RefusedException(string answer) : Exception("Refused: " + answer);
