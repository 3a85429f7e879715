using System.Collections.Concurrent;
using System.Text.Json;
using Halle.Cluster.Tests.History;
using Halle.Shared;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Cluster.Tests.Driving;

/// <summary>
/// A person at the live connection, as a good browser behaves: keeps its rooms over any break, enters again with its position, resends
/// what was not answered under the same client id, and writes down what it sent and was shown.
/// </summary>
public sealed class LiveClient : IAsyncDisposable
{
    /// <summary>Refusals of the moment: a good client waits and sends the same again. Every other one is final.</summary>
    private static readonly HashSet<string?> Passing =
        ["slow_down", "slow_mode", "busy", "storage_unavailable", "storage_full", "unavailable", "full"];

    private readonly SignedIn _who;
    private readonly Recorder? _recorder;
    private readonly LiveClientOptions _options;
    private readonly IReadOnlyList<EdgeDoor> _doors;
    private readonly Random _jitter;
    private readonly string _observer;
    private readonly ConcurrentDictionary<string, RoomView> _rooms = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _running;
    private volatile HubConnection? _connection;
    private int _sent;
    private int _door;
    private int _attempt;
    private int? _askedMs;
    private long? _lostAt;

    /// <param name="recorder">Null: nothing is written down.</param>
    /// <param name="seed">Of the jitter between attempts.</param>
    public LiveClient(SignedIn who, Recorder? recorder, int seed, string? observer = null, LiveClientOptions? options = null)
    {
        _who = who;
        _recorder = recorder;
        _options = options ?? new LiveClientOptions();
        _doors = _options.Doors.Count > 0 ? _options.Doors : [new EdgeDoor(who.Server, who.Server)];
        _jitter = new Random(seed);
        _observer = observer ?? who.Person;
        _running = RunAsync(_stop.Token);
    }

    public SignedIn Who => _who;

    /// <summary>How often a connection was established.</summary>
    public int Connections { get; private set; }

    /// <summary>Microseconds of the recorder's clock at each establishment.</summary>
    public ConcurrentQueue<long> ConnectedAt { get; } = [];

    /// <summary>Every time it was cut off, up to the moment it was in all its rooms again.</summary>
    public ConcurrentQueue<Gap> Gaps { get; } = [];

    public bool IsInAllRooms => _connection is { } connection && _rooms.Values.All(view => view.IsEnteredBy(connection));

    public IEnumerable<RoomView> Views => _rooms.Values;

    public ConcurrentQueue<string> Refusals { get; } = [];

    /// <summary>Codes a server gave for closing a connection.</summary>
    public ConcurrentQueue<string> Closings { get; } = [];

    /// <summary>Why the last attempt to connect or enter failed, for failure messages.</summary>
    public string LastTrouble { get; private set; } = "none";

    /// <summary>Starts to read a room, now and after every reconnect.</summary>
    public RoomView Enter(string room)
    {
        var view = _rooms.GetOrAdd(room, static (key, client) => new RoomView(key, client._observer, client._recorder), this);
        _wake.Release();
        return view;
    }

    public async Task<RoomView> EnterAsync(string room, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var view = Enter(room);
        await Eventually.BecomesTrueAsync(
            () => view.At is not null, $"{_observer} is in {room}", () => "last trouble: " + LastTrouble, timeout, cancellationToken);
        return view;
    }

    /// <summary>
    /// Sends a message until it is answered, over as many connections as it takes.
    /// </summary>
    /// <returns>The seq; null when it was refused for good.</returns>
    public async Task<long?> PostAsync(string room, string text, CancellationToken cancellationToken)
    {
        var clientId = $"{_who.Person[..12]}-{Interlocked.Increment(ref _sent):D6}";
        var hash = HistoryFile.Hash(_who.Person, text);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_connection is not { State: HubConnectionState.Connected } connection || !_rooms[room].IsEnteredBy(connection))
            {
                await PauseAsync(20, cancellationToken);
                continue;
            }

            _recorder?.Add(new Invoked(_recorder.Now, room, _who.Person, clientId, hash));
            var answer = await ExecuteAsync(room, clientId, new { type = "chat.post", text }, cancellationToken);
            switch (answer.Status)
            {
                case "ok":
                    _rooms[room].Answered(answer.Seq);
                    _recorder?.Add(new Acked(_recorder.Now, room, _who.Person, clientId, answer.Seq));
                    return answer.Seq;
                case "refused" when !Passing.Contains(answer.Code):
                    Refusals.Enqueue(answer.Code ?? "");
                    _recorder?.Add(new Failed(_recorder.Now, room, _who.Person, clientId, answer.Code ?? ""));
                    return null;
                default:
                    // Unknown, or refused for the moment: the same client id is sent again.
                    Refusals.Enqueue(answer.Code ?? "");
                    _recorder?.Add(new Unsure(_recorder.Now, room, _who.Person, clientId));
                    await PauseAsync(Math.Max(50, answer.RetryAfterMs ?? 0), cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Sends one command once. No answer, or none in time, is "unknown".</summary>
    public async Task<WireAnswer> ExecuteAsync(string room, string clientId, object command, CancellationToken cancellationToken)
    {
        if (_connection is not { } connection)
        {
            return WireAnswer.Unknown;
        }

        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(_options.AnswerWithin);
        try
        {
            return await connection.InvokeAsync<WireAnswer>("Execute", room, clientId, command, inTime.Token);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            LastTrouble = broken.Message;
            return WireAnswer.Unknown;
        }
    }

    /// <summary>Leaves a room in order.</summary>
    public async Task LeaveAsync(string room, CancellationToken cancellationToken)
    {
        _rooms.TryRemove(room, out _);
        if (_connection is { } connection)
        {
            await connection.InvokeAsync<WireAnswer>("Leave", room, cancellationToken);
        }
    }

    /// <summary>Executes until there is an answer; for commands of staff, which are few.</summary>
    public async Task<WireAnswer> DoAsync(string room, object command, CancellationToken cancellationToken)
    {
        var clientId = $"{_who.Person[..12]}-{Interlocked.Increment(ref _sent):D6}";
        while (true)
        {
            var answer = await ExecuteAsync(room, clientId, command, cancellationToken);
            if (answer.Status is not "unknown" && answer.RetryAfterMs is null)
            {
                return answer;
            }

            await PauseAsync(Math.Max(50, answer.RetryAfterMs ?? 0), cancellationToken);
        }
    }

    /// <summary>Reads the whole history of a room one is in, page by page, and writes it down.</summary>
    public async Task<HistoryRead> ReadHistoryAsync(string room, CancellationToken cancellationToken)
    {
        var view = _rooms[room];
        var head = view.At ?? throw new InvalidOperationException($"{room} is not entered.");
        var messages = new Dictionary<long, StoredMessage>();
        foreach (var message in RoomView.Stored(view.Entities("message").Values))
        {
            messages[message.Seq] = message;
        }

        var more = messages.Count > 0;
        while (more)
        {
            var before = messages.Values.MinBy(message => message.ShownAt)!.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var page = await _connection!.InvokeAsync<WirePage>("History", room, before, 200, cancellationToken);
            if (page.Code is not null)
            {
                throw new InvalidOperationException($"History of {room} before {before} was refused: {page.Code}");
            }

            var size = messages.Count;
            foreach (var message in RoomView.Stored(page.Messages))
            {
                messages[message.Seq] = message;
            }

            more = page.More;
            if (more && messages.Count == size)
            {
                throw new InvalidOperationException($"History of {room} before {before} promised more and brought nothing new.");
            }
        }

        var read = new HistoryRead(_recorder?.Now ?? 0, room, _observer, head, [.. messages.Values.OrderBy(message => message.Seq)]);
        _recorder?.Add(read);
        return read;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _wake.Release();
        await _running;
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var moved = false;
            var door = _doors[_door % _doors.Count];
            try
            {
                await using var connection = Create(door);
                var over = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.Closed += trouble =>
                {
                    LastTrouble = trouble?.Message ?? "closed by the server";
                    over.TrySetResult(false);
                    return Task.CompletedTask;
                };
                connection.On<JsonElement>("Closing", closing => TakeClosing(closing, over));
                await connection.StartAsync(stop);
                foreach (var view in _rooms.Values)
                {
                    view.WantEnter();
                }

                _connection = connection;
                Connections++;
                if (_recorder is not null)
                {
                    ConnectedAt.Enqueue(_recorder.Now);
                }

                await KeepEnteredAsync(connection, over.Task, stop);
                _lostAt = _recorder?.Now ?? 0;
                moved = await over.Task;
            }
            catch (Exception broken) when (!stop.IsCancellationRequested)
            {
                LastTrouble = broken.Message;
            }
            catch (Exception)
            {
                // It is to stop, whatever stood in its way.
                return;
            }
            finally
            {
                _connection = null;
                _lostAt ??= _recorder?.Now ?? 0;
            }

            _door++;
            if (!moved)
            {
                await PauseAsync(_options.Backoff(_attempt++, _askedMs, _jitter), stop);
                _askedMs = null;
            }
        }
    }

    /// <summary>An edge that goes away lets its visitors choose their moment; whoever has not left in time is cut off.</summary>
    private void TakeClosing(JsonElement closing, TaskCompletionSource<bool> over)
    {
        var code = closing.GetProperty("code").GetString();
        LastTrouble = "closing: " + code;
        Closings.Enqueue(code ?? "");
        if (closing.TryGetProperty("retryAfterMs", out var within) && within.ValueKind == JsonValueKind.Number)
        {
            _askedMs = within.GetInt32();
            if (code is "going_away")
            {
                _ = PauseAsync(_jitter.Next(within.GetInt32() + 1), CancellationToken.None)
                    .ContinueWith(_ => over.TrySetResult(true), TaskScheduler.Default);
            }
        }
    }

    private void NoteReturn(HubConnection connection)
    {
        if (!_rooms.IsEmpty && _rooms.Values.All(view => view.IsEnteredBy(connection)))
        {
            _attempt = 0;
            if (_lostAt is { } lost && _recorder is not null)
            {
                Gaps.Enqueue(new Gap(lost, _recorder.Now));
            }

            _lostAt = null;
        }
    }

    private async Task KeepEnteredAsync(HubConnection connection, Task closed, CancellationToken stop)
    {
        // Ends the last wait with this connection: one left over would swallow the next connection's wake.
        using var here = CancellationTokenSource.CreateLinkedTokenSource(stop);
        while (!closed.IsCompleted)
        {
            foreach (var view in _rooms.Values)
            {
                if (!view.TakeWantsEnter())
                {
                    continue;
                }

                var answer = await connection.InvokeAsync<WireEnter>(
                    "Enter", new { room = view.Room, epoch = view.Epoch, lastSeq = view.At }, stop);
                if (answer.Code is not null)
                {
                    LastTrouble = $"{view.Room} refused: {answer.Code} {answer.Reason}";
                    Refusals.Enqueue("enter:" + answer.Code);
                    view.WantEnter();
                    await Task.WhenAny(closed, PauseAsync(answer.RetryAfterMs ?? 200, stop));
                    _wake.Release();
                }
                else
                {
                    view.EnteredBy(connection);
                }
            }

            NoteReturn(connection);

            await Task.WhenAny(closed, _wake.WaitAsync(here.Token));
            stop.ThrowIfCancellationRequested();
        }

        await here.CancelAsync();
    }

    private HubConnection Create(EdgeDoor door)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(door.Address, "/live"), HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                options.Headers["Cookie"] = _who.Cookie;
                options.Headers["Origin"] = SignedIn.OriginOf(door.Server);
                options.Headers["Host"] = door.Server.Authority;
            })
            .Build();
        connection.On<WireFrame>("Frame", frame =>
        {
            if (_rooms.TryGetValue(frame.Room, out var view) && !view.Apply(frame))
            {
                view.WantEnter();
                _wake.Release();
            }
        });
        connection.On<JsonElement>("You", told =>
        {
            if (_rooms.TryGetValue(told.GetProperty("room").GetString()!, out var view))
            {
                view.Tell(told.GetProperty("you"));
            }
        });
        connection.On<JsonElement>("Pulse", pulse =>
        {
            if (_rooms.TryGetValue(pulse.GetProperty("room").GetString()!, out var view))
            {
                view.Pulse(pulse.GetProperty("seq").GetInt64(), pulse.GetProperty("present").GetInt32());
            }
        });
        connection.On<JsonElement>("Left", left => Refusals.Enqueue("left:" + left.GetProperty("code").GetString()));
        return connection;
    }

    /// <summary>A client's own waiting between attempts; a test itself waits on conditions only.</summary>
    private static Task PauseAsync(int milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, cancellationToken)
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
