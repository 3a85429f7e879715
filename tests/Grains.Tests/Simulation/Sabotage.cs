namespace Halle.Tests.Simulation;

/// <summary>A part of the promise taken out on purpose, to prove that the simulation would notice.</summary>
public enum Sabotage
{
    None,

    /// <summary>A resend is decided again.</summary>
    NoDedup,

    /// <summary>The sender is answered when the command is accepted, not when it is stored.</summary>
    AckBeforeCommit,

    /// <summary>The store takes an append whatever its head is.</summary>
    NoFence,

    /// <summary>Edges are told when the command is accepted, not when it is stored.</summary>
    PublishBeforeCommit,

    /// <summary>A client applies a frame that starts after the place where it stands.</summary>
    IgnoreHoles,
}
