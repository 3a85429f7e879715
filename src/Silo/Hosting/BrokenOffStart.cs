namespace Halle.Hosting;

/// <summary>
/// A start that ends because somebody asked the process to stop: what is thrown then is no fault, and what the host and the silo write of it says nothing
/// that is worth a stack.
/// </summary>
public sealed class BrokenOffStart
{
    /// <summary>They write every exception that ends a start as an error.</summary>
    private static readonly string[] Alarmed = ["Microsoft.Extensions.Hosting.Internal.Host", "Orleans.Runtime.Silo", "Orleans.Runtime.SiloLifecycleSubject"];

    private IHostApplicationLifetime? _lifetime;

    private bool Holds => _lifetime is { ApplicationStopping.IsCancellationRequested: true, ApplicationStarted.IsCancellationRequested: false };

    public static void AddTo(WebApplicationBuilder builder)
    {
        var start = new BrokenOffStart();
        builder.Services.AddSingleton(start);
        builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            foreach (var category in Alarmed)
            {
                var level = filters.Rules
                    .Where(rule => rule.ProviderName is null && (rule.CategoryName is null || category.StartsWith(rule.CategoryName, StringComparison.OrdinalIgnoreCase)))
                    .MaxBy(rule => rule.CategoryName?.Length ?? 0)?.LogLevel;
                filters.Rules.Add(new LoggerFilterRule(providerName: null, category, level ?? filters.MinLevel, (_, _, _) => !start.Holds));
            }
        });
    }

    /// <summary>From now on it is known whether the process was asked to stop.</summary>
    public static CancellationToken Follow(WebApplication app)
    {
        app.Services.GetRequiredService<BrokenOffStart>()._lifetime = app.Lifetime;
        return app.Lifetime.ApplicationStopping;
    }

    public static bool Is(Exception error, CancellationToken stopping) => stopping.IsCancellationRequested && error switch
    {
        OperationCanceledException or OrleansLifecycleCanceledException => true,
        AggregateException several => several.InnerExceptions.All(inner => Is(inner, stopping)),
        _ => false,
    };
}
