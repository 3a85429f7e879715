namespace Halle.Storage.Backup;

/// <summary>A backup or restore that would overwrite something, or whose archive is not one. Nothing was changed.</summary>
public sealed class BackupRefusedException(string message) : Exception(message);
