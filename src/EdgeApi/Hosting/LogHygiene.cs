namespace Halle.Hosting;

/// <summary>
/// Keeps names, tokens and texts out of the log at every level: categories whose Debug lines print bodies, arguments or whole
/// addresses stay at Information or above, whatever the configuration says of their parents.
/// </summary>
public static class LogHygiene
{
    public static void AddLogHygiene(this WebApplicationBuilder builder) => builder.Logging
        // Prints the query string with each request; RequestLog writes the route instead.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        // Print hub invocations with their arguments, and frames with their content.
        .AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.Information)
        .AddFilter("Microsoft.AspNetCore.Http.Connections", LogLevel.Information)
        // Prints paths, and with them ids.
        .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Information)
        .AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Information)
        // Prints results with their values.
        .AddFilter("Microsoft.AspNetCore.Http.Result", LogLevel.Information)
        // Print grain calls with their arguments.
        .AddFilter("Orleans", LogLevel.Information);
}
