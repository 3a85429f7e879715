using Halle.Hosting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Net.Http.Headers;

namespace Halle.Tests.SignIn;

/// <summary>What a visitor's browser keeps, without a server around it.</summary>
public sealed class KnownVisitorTests
{
    private static readonly EphemeralDataProtectionProvider Keys = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact(DisplayName = "[SI95] A visitor's browser is known for at least as long as a session lasts, or the edge does not start")]
    public void Known_for_a_session()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Halle:SignIn:SessionLength"] = "2.00:00:00";
        builder.Configuration["Halle:SignIn:VisitorKnownFor"] = "1.23:59:59";
        builder.AddSignIn(EdgeSettings.Read(new EdgeOptions(), development: true));
        using var services = builder.Services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SignInOptions>>().Value);

        Assert.Contains("VisitorKnownFor", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI91] A browser is known for 14 days after its last sign-in, and each sign-in begins them anew")]
    public void Known_for_a_time()
    {
        var person = RandomId.NextPerson();
        var first = Keep(person);
        _time.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Equal(person, Recall(first));
        var second = Keep(person);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Recall(first));
        Assert.Equal(person, Recall(second));
        Assert.Equal(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1), second.Expires - _time.GetUtcNow());
    }

    [Theory(DisplayName = "[SI91] A cookie that was cut, changed, made up, is huge, or was protected for something else makes nobody known")]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("made up")]
    [InlineData("huge")]
    [InlineData("other purpose")]
    [InlineData("other keys")]
    public void Spoilt_cookies_are_nobody(string how)
    {
        var person = RandomId.NextPerson();
        var good = Keep(person);
        var text = good.Value.ToString();
        var plain = $"{person.Value} {_time.GetUtcNow().AddDays(1).ToUnixTimeSeconds()}";
        good.Value = how switch
        {
            "cut" => text[..^8],
            "changed" => text[..40] + (text[40] == 'A' ? 'B' : 'A') + text[41..],
            "made up" => person.Value,
            "huge" => new string('A', 4_000),
            "other purpose" => Keys.CreateProtector("Halle.SignIn.BrowserTicket.v1").Protect(plain),
            _ => new EphemeralDataProtectionProvider().CreateProtector("Halle.SignIn.KnownVisitor.v1").Protect(plain),
        };

        Assert.Null(Recall(good));
    }

    private SetCookieHeaderValue Keep(PersonId person)
    {
        var context = new DefaultHttpContext();
        Visitors().Keep(context, person);
        return SetCookieHeaderValue.Parse(context.Response.Headers.SetCookie.ToString());
    }

    private PersonId? Recall(SetCookieHeaderValue cookie)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"{cookie.Name}={cookie.Value}";
        return Visitors().Recall(context);
    }

    private KnownVisitor Visitors() => new(
        Keys,
        EdgeSettings.Read(new EdgeOptions(), development: true),
        Options.Create(new SignInOptions()),
        _time);
}
