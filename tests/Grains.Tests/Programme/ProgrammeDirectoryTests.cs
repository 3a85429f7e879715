using Halle.Programme;
using Halle.Rooms;
using Halle.Tests.Shell;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Programme;

public sealed class ProgrammeDirectoryTests : IDisposable
{
    private static readonly RoomId Known = RoomId.Class("known");

    private readonly FakeTimeProvider _time = new();
    private readonly ProgrammeDirectory _directory;
    private EventProgramme? _programme = EventProgramme.Empty with { Version = 1, Classes = [Registered("known")] };
    private Exception? _failure;
    private int _asked;
    private bool _hangs;

    public ProgrammeDirectoryTests() => _directory = new ProgrammeDirectory(Ask, _time, NullLogger<ProgrammeDirectory>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[RC142] A room that is in a silo's copy of the programme is found however old the copy is, although the programme does not answer")]
    public async Task Known_rooms_wait_for_nobody()
    {
        Assert.NotNull(await _directory.FindAsync(Known, Stop));
        _failure = new TimeoutException();
        _time.Advance(TimeSpan.FromHours(1));

        var found = _directory.FindAsync(Known, Stop);

        Assert.True(found.IsCompletedSuccessfully);
        Assert.NotNull(await found);
        Assert.Equal(1, _asked);
        await Assert.ThrowsAsync<TimeoutException>(async () => await _directory.FindAsync(RoomId.Class("unknown"), Stop));
    }

    [Fact(DisplayName = "[RC142] The copy is read as the silo starts and renewed every 10 s: what was taken out is gone, what was added is there")]
    public async Task The_copy_is_renewed()
    {
        await _directory.StartAsync(Stop);
        await AskedAsync(1);
        _programme = EventProgramme.Empty with { Version = 2, Classes = [Registered("new")] };

        _time.Advance(ProgrammeDirectory.Renewal);
        await AskedAsync(2);

        Assert.NotNull(await _directory.FindAsync(RoomId.Class("new"), Stop));
        Assert.Null(await _directory.FindAsync(Known, Stop));
        Assert.Equal(2, _asked);
        await _directory.StopAsync(Stop);
    }

    [Fact(DisplayName = "[RC142] A renewal that fails keeps the copy, and the next one is tried all the same")]
    public async Task A_failed_renewal_keeps_the_copy()
    {
        await _directory.StartAsync(Stop);
        await AskedAsync(1);
        _failure = new TimeoutException();
        _time.Advance(ProgrammeDirectory.Renewal);
        await AskedAsync(2);
        Assert.NotNull(await _directory.FindAsync(Known, Stop));

        _failure = null;
        _programme = EventProgramme.Empty with { Version = 2, Classes = [Registered("new")] };
        _time.Advance(ProgrammeDirectory.Renewal);
        await AskedAsync(3);

        Assert.NotNull(await _directory.FindAsync(RoomId.Class("new"), Stop));
        await _directory.StopAsync(Stop);
    }

    [Fact(DisplayName = "[RC142] However many rooms that nobody registered are tried, the programme is asked once a second")]
    public async Task Unknown_rooms_ask_once_a_second()
    {
        for (var tried = 0; tried < 1_000; tried++)
        {
            Assert.Null(await _directory.FindAsync(RoomId.Class($"unknown-{tried}"), Stop));
        }

        Assert.Equal(1, _asked);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Null(await _directory.FindAsync(RoomId.Class("unknown"), Stop));
        Assert.Equal(2, _asked);
    }

    [Fact(DisplayName = "[RC142] A programme that does not answer at all is given 3 s, and keeps no silo from ending")]
    public async Task A_hanging_programme_is_not_waited_for()
    {
        _hangs = true;
        await _directory.StartAsync(Stop);
        await AskedAsync(1);
        var unknown = _directory.FindAsync(RoomId.Class("unknown"), Stop).AsTask();

        await AsTimePassesAsync("who asks for an unknown room is told so", () => unknown.IsCompleted);
        await Assert.ThrowsAsync<TimeoutException>(() => unknown);
        var asked = _asked;
        await AsTimePassesAsync("the renewal goes on", () => _asked > asked + 1);
        await _directory.StopAsync(Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    public void Dispose() => _directory.Dispose();

    private static ClassRegistration Registered(string key) =>
        new(key, "3e B", "ABCDEF", 33, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    private Task AsTimePassesAsync(string what, Func<bool> condition) => Eventually.HoldsAsync(
        what,
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            return condition();
        });

    private Task AskedAsync(int times) => Eventually.HoldsAsync($"the programme was asked {times} times", () => _asked == times);

    private Task<EventProgramme?> Ask(long known)
    {
        _asked++;
        if (_hangs)
        {
            return new TaskCompletionSource<EventProgramme?>().Task;
        }

        return _failure is { } failure
            ? Task.FromException<EventProgramme?>(failure)
            : Task.FromResult(_programme is { } programme && programme.Version != known ? programme : null);
    }
}
