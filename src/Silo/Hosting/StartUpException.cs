namespace Halle.Hosting;

/// <summary>The process cannot start as it is set up. A line per fault, each naming its setting.</summary>
public sealed class StartUpException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Collects what several readers of settings find, so that an operator is told everything at once.</summary>
public sealed class StartUpFaultList
{
    private readonly List<string> _faults = [];

    public T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (StartUpException refused)
        {
            _faults.AddRange(refused.Faults);
            return null;
        }
    }

    /// <exception cref="StartUpException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new StartUpException(_faults);
        }
    }
}
