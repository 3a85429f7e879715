using System.Globalization;
using Halle.Classrooms;
using Halle.Programme;
using Halle.Rooms;
using Halle.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Halle.Tests.SignIn;

/// <summary>The class's door at its hours and at its size, on a programme of the test's own, in the test's own process.</summary>
public sealed class ClassDoorTests : IAsyncLifetime
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

    [Fact(DisplayName = "[SI5] K03, K06, K07: outside its hours a class is closed and says from when; over its size a pupil waits, signed in; a deleted class is unknown")]
    public async Task Door_keeps_hours_and_size()
    {
        var now = TimeProvider.System.GetUtcNow();
        var open = Class(1, now.AddHours(-1), now.AddHours(1), size: 1);
        var later = Class(2, now.AddHours(1), now.AddHours(2), size: 30);
        var over = Class(3, now.AddHours(-2), now.AddHours(-1), size: 30);
        await ReplaceAsync(open, later, over);

        var early = await TryAsync(later.Code);
        var late = await TryAsync(over.Code);
        using var first = new EdgeBrowser(_address);
        using var second = new EdgeBrowser(_address);
        await first.PupilAsync(open.Code);
        var waiting = await second.PupilAsync(open.Code);

        Assert.Equal((409, "closed"), (early.Status, early.Code));
        Assert.Equal(later.OpensAt, early.Json["until"]!.GetValue<DateTimeOffset>());
        Assert.Equal((409, """{"code":"closed"}"""), (late.Status, late.Text));
        Assert.Equal("pupil", (string?)waiting["role"]);

        await ReplaceAsync(open);

        Assert.Equal((404, """{"code":"not_found"}"""), ((await TryAsync(later.Code)).Status, (await TryAsync(later.Code)).Text));
    }

    [Fact(DisplayName = "[SI5] A class whose teacher locked the door lets nobody in, and says so")]
    public async Task Locked_door()
    {
        var now = TimeProvider.System.GetUtcNow();
        var open = Class(4, now.AddHours(-1), now.AddHours(1), size: 30);
        await ReplaceAsync(open);
        var room = RoomId.Class(open.Key);
        var teacher = new Actor(Halle.SignIn.RandomId.NextPerson(), Role.Teacher, "Claude Essai", [room]);
        var grains = _app!.Services.GetRequiredService<IGrainFactory>();
        var receipt = await grains.GetRoom(room).Execute(
            teacher, new ClientId("lock-the-door"), new SetLock(ClassLock.Door, On: true), TestContext.Current.CancellationToken);
        Assert.Equal(ReceiptStatus.Ok, receipt.Status);

        var answer = await TryAsync(open.Code);

        Assert.Equal((409, "locked"), (answer.Status, answer.Code));
        Assert.Null(answer.Header("Set-Cookie"));
    }

    private async Task<EdgeAnswer> TryAsync(string code)
    {
        using var browser = new EdgeBrowser(_address);
        return await browser.PostAsync("/api/sign-in/class", new { code });
    }

    private async Task ReplaceAsync(params ClassRegistration[] classes)
    {
        var services = _app!.Services;
        await services.GetRequiredService<IGrainFactory>().GetGrain<IProgrammeGrain>(IProgrammeGrain.Key)
            .Replace(EventProgramme.Empty with { Name = new LocalText("Essai", "Trial"), Classes = [.. classes] });
        await services.GetRequiredService<ProgrammeCache>().RefreshAsync();
    }

    private static ClassRegistration Class(byte number, DateTimeOffset opens, DateTimeOffset closes, int size)
    {
        Assert.True(ClassCode.TryCreate(Enumerable.Repeat(number, ClassCode.RandomBytes).ToArray(), out var code));
        return new ClassRegistration($"essai-{number}", $"Classe d'essai {number}", code.Value, size, opens, closes);
    }
}
