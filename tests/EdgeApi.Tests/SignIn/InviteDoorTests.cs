using System.Globalization;
using System.Security.Cryptography;
using Halle.Access;
using Halle.Classrooms;
using Halle.Rooms;
using Halle.Shared;
using Halle.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Halle.Tests.SignIn;

/// <summary>The door of invitations, in the test's own process, so that grains can be counted.</summary>
public sealed class InviteDoorTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("halle-edge-");
    private readonly Uri _address = new($"http://127.0.0.1:{RunningEdge.FreePort().ToString(CultureInfo.InvariantCulture)}");
    private WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        _app = Program.Build([
            "--environment", "Development",
            "--contentRoot", AppContext.BaseDirectory,
            "--urls", _address.ToString(),
            "--Halle:AdminUrl", "off",
            "--Halle:Demo", "false",
            "--Halle:SignIn:FreeFailures", "100",
            "--Halle:SignIn:NetworkFailuresPerMinute", "10000",
            "--Halle:Storage:Sqlite:Path", Path.Combine(_data.FullName, "halle.db"),
            "--Logging:LogLevel:Default", "Warning"]);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact(DisplayName = "[SI11] F05: fifty well-formed tokens that nobody made wake no grain; one made elsewhere a moment ago lets in")]
    public async Task Unknown_tokens_wake_no_grain()
    {
        using var browser = new EdgeBrowser(_address);
        for (var i = 0; i < 50; i++)
        {
            var answer = await browser.PostAsync("/api/sign-in/invite", new { token = InviteToken.Next().ToString() });
            Assert.Equal((401, """{"code":"sign_in_needed"}"""), (answer.Status, answer.Text));
        }

        Assert.Equal(0, await CountInvitesAsync());

        // As another edge makes one: this edge's copy of the list does not have it yet.
        var grains = _app!.Services.GetRequiredService<IGrainFactory>();
        var now = TimeProvider.System.GetUtcNow();
        var token = InviteToken.Next();
        var terms = new InviteTerms(Role.Moderator, "Maud Exemple", [], SingleUse: false, now.AddHours(1));
        Assert.True(await grains.GetGrain<IInviteGrain>(token.Id).Create(terms, token.SecretHash()));
        await grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key).Add(new InviteSummary(token.Id, terms, now, Revoked: false));

        Assert.Equal("moderator", (string?)(await browser.InviteAsync(token.ToString()))["role"]);
        Assert.Equal(1, await CountInvitesAsync());
    }

    [Fact(DisplayName = "[SI90] J: malformed, unknown, wrong, revoked, spent and expired tokens, and wrong class codes, get one answer, and none before its time")]
    public async Task Refusals_take_the_same_time()
    {
        var grains = _app!.Services.GetRequiredService<IGrainFactory>();
        var after = _app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.RefusalAfter;
        var now = TimeProvider.System.GetUtcNow();
        var (good, revoked, spent, over) = (InviteToken.Next(), InviteToken.Next(), InviteToken.Next(), InviteToken.Next());
        foreach (var token in new[] { good, revoked, spent, over })
        {
            var terms = new InviteTerms(Role.Moderator, "Maud Exemple", [], SingleUse: token == spent, token == over ? now.AddSeconds(-1) : now.AddHours(1));
            Assert.True(await grains.GetGrain<IInviteGrain>(token.Id).Create(terms, token.SecretHash()));
            await grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key).Add(new InviteSummary(token.Id, terms, now, Revoked: false));
        }

        using var browser = new EdgeBrowser(_address);
        await browser.InviteAsync(spent.ToString());
        await grains.GetGrain<IInviteGrain>(revoked.Id).Revoke();

        string[] opensNothing =
        [
            "nonsense",
            InviteToken.Next().ToString(),
            (good with { Secret = InviteToken.Next().Secret }).ToString(),
            revoked.ToString(),
            spent.ToString(),
            over.ToString(),
        ];
        foreach (var token in opensNothing)
        {
            var (took, answer) = await TimeAsync(browser, "/api/sign-in/invite", new { token });
            Assert.Equal((401, """{"code":"sign_in_needed"}"""), (answer.Status, answer.Text));
            Assert.True(took >= after, $"{token} was refused after {took}");
        }

        foreach (var code in new[] { "nonsense", WellFormedCode() })
        {
            var (took, answer) = await TimeAsync(browser, "/api/sign-in/class", new { code });
            Assert.Equal((404, """{"code":"not_found"}"""), (answer.Status, answer.Text));
            Assert.True(took >= after, $"{code} was refused after {took}");
        }
    }

    private static string WellFormedCode()
    {
        ClassCode code;
        while (!ClassCode.TryCreate(RandomNumberGenerator.GetBytes(64), out code))
        {
            // Some bytes make no code.
        }

        return code.Value;
    }

    private static async Task<(TimeSpan Took, EdgeAnswer Answer)> TimeAsync(EdgeBrowser browser, string path, object body)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var answer = await browser.PostAsync(path, body);
        return (TimeProvider.System.GetElapsedTime(begun), answer);
    }

    private async Task<int> CountInvitesAsync()
    {
        var management = _app!.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        var statistics = await management.GetSimpleGrainStatistics();
        return statistics.Where(one => one.GrainType.Contains(".InviteGrain", StringComparison.Ordinal)).Sum(one => one.ActivationCount);
    }
}
