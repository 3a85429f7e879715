using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Halle.Bench.RawKestrel;

/// <summary>Who is where, and the broadcast.</summary>
internal sealed class Rooms
{
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private long _seq;

    public void Enter(string room, Member member) => _rooms.GetOrAdd(room, _ => new Room()).Add(member);

    /// <summary>Ends when everybody has it, or it waits with whoever is slow.</summary>
    public async Task<long> PostAsync(string room, string text)
    {
        var seq = Interlocked.Increment(ref _seq);
        var record = JsonSerializer.Serialize(new { type = 1, target = "message", arguments = new object[] { new { id = seq, author = "Visiteur", text } } });
        var frame = SocketFrame.Text(Encoding.UTF8.GetBytes(record + "\u001e"));
        foreach (var member in _rooms.TryGetValue(room, out var found) ? found.Members : [])
        {
            var write = member.WriteAsync(frame);
            if (!write.IsCompletedSuccessfully)
            {
                await write;
            }
        }

        return seq;
    }

    private sealed class Room
    {
        private readonly Lock _gate = new();
        private readonly List<Member> _members = [];
        private Member[]? _shown;

        public Member[] Members
        {
            get
            {
                lock (_gate)
                {
                    return _shown ??= [.. _members];
                }
            }
        }

        public void Add(Member member)
        {
            lock (_gate)
            {
                _members.Add(member);
                _shown = null;
            }
        }
    }
}
