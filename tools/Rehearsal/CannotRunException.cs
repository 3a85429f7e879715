namespace Halle.Rehearsal;

/// <summary>The rehearsal cannot be played; the message is one line for whoever started it.</summary>
internal sealed class CannotRunException(string message) : Exception(message);
