namespace Halle.Tests.Live.Host;

/// <summary>Alone: what is measured is the whole process's, and others that come and go would be counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";
}
