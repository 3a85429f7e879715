using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Halle.Tests.Live.Host;

/// <summary>Keeps the lines a host logs, from Information on: category and text.</summary>
internal sealed class ListedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text)];

    public IReadOnlyList<string> Of<T>() => [.. _lines.Where(line => line.Category == typeof(T).FullName).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Listing(_lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Listing(ConcurrentQueue<(string Category, LogLevel Level, string Text)> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue((category, logLevel, formatter(state, exception)));
            }
        }
    }
}
