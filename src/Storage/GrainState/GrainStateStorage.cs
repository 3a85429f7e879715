namespace Halle.Storage;

/// <summary>The grain storage of everything that is no log: programme, invitations, revocations.</summary>
public static class GrainStateStorage
{
    /// <summary>The provider's name; a silo registers exactly one under it.</summary>
    public const string Name = "halle";
}
