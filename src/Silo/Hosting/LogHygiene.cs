namespace Halle.Hosting;

/// <summary>
/// Keeps names, tokens and texts out of the log at every level: categories whose lines print bodies, arguments or whole addresses never get below
/// their floor, whatever the configuration says. It may be stricter.
/// </summary>
public static class LogHygiene
{
    private static readonly (string Category, LogLevel Floor)[] Floors =
    [
        // Prints the query string with each request; RequestLog writes the route instead.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        // Print hub invocations with their arguments, and frames with their content.
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        ("Microsoft.AspNetCore.Http.Connections", LogLevel.Information),
        // Prints paths, and with them ids.
        ("Microsoft.AspNetCore.Routing", LogLevel.Information),
        // Print results and bound bodies with their values.
        ("Microsoft.AspNetCore.Http", LogLevel.Information),
        // Prints what a connection carries, byte by byte.
        ("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Information),
        // Print grain calls and their arguments.
        ("Orleans", LogLevel.Information),
    ];

    public static void AddLogHygiene(this WebApplicationBuilder builder) =>
        builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            foreach (var (category, floor) in Floors)
            {
                Raise(filters, category, floor);
            }
        });

    private static void Raise(LoggerFilterOptions filters, string category, LogLevel floor)
    {
        for (var i = 0; i < filters.Rules.Count; i++)
        {
            var rule = filters.Rules[i];
            if (rule.CategoryName is { } name && name.StartsWith(category, StringComparison.OrdinalIgnoreCase) && rule.LogLevel < floor)
            {
                filters.Rules[i] = new LoggerFilterRule(rule.ProviderName, name, floor, rule.Filter);
            }
        }

        // A category nobody named inherits from its parents, and a provider's own rules come before the general ones: name it for each.
        foreach (var provider in filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
        {
            if (filters.Rules.Any(rule => string.Equals(rule.ProviderName, provider, StringComparison.Ordinal)
                && string.Equals(rule.CategoryName, category, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var inherited = filters.Rules
                .Where(rule => string.Equals(rule.ProviderName, provider, StringComparison.Ordinal)
                    && (rule.CategoryName is null || category.StartsWith(rule.CategoryName, StringComparison.OrdinalIgnoreCase)))
                .MaxBy(rule => rule.CategoryName?.Length ?? 0)?.LogLevel ?? filters.MinLevel;
            filters.Rules.Add(new LoggerFilterRule(provider, category, inherited > floor ? inherited : floor, filter: null));
        }
    }
}
