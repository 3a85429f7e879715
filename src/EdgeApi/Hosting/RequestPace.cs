using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.Extensions.Options;

namespace Halle.Hosting;

/// <summary>
/// How often the API may be called: by session where there is one, by browser ticket before that, and only strangers without either
/// by their network, with room for a whole school.
/// </summary>
public static class RequestPace
{
    public const string Policy = "api";

    /// <summary>One person's calls: pages load a handful at once.</summary>
    private const int PersonBurst = 60;

    private const int PersonPerSecond = 10;

    public static void AddRequestPace(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.OnRejected = (rejected, _) => new ValueTask(Refusals.WriteAsync(
            rejected.HttpContext,
            StatusCodes.Status429TooManyRequests,
            RejectionCode.SlowDown,
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1)));
        limiter.AddPolicy(Policy, PartitionOf);
    });

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<ISessions>().Read(context.User) is { } session)
        {
            return Bucket("session:" + session.Id, PersonBurst, PersonPerSecond);
        }

        if (services.GetRequiredService<BrowserTicket>().Read(context) is { } ticket)
        {
            return Bucket(ticket, PersonBurst, PersonPerSecond);
        }

        var options = services.GetRequiredService<IOptions<SignInOptions>>().Value;
        return Bucket(Network.Of(context.Connection.RemoteIpAddress), options.NetworkBurst, options.NetworkPerSecond);
    }

    private static RateLimitPartition<string> Bucket(string key, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            // The partitioned limiter replenishes all its buckets from one timer and forgets idle ones.
            AutoReplenishment = false,
        });
}

/// <summary>The part of an address that one household, school or attacker's server usually has: /24 or /64.</summary>
public static class Network
{
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "net:none";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return "net:" + Convert.ToHexString(plain.GetAddressBytes(), 0, plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 8);
    }
}
