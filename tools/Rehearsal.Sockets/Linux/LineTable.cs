namespace Halle.Rehearsal.Sockets.Linux;

/// <summary>
/// Finds the socket an event belongs to, without a lock: to find is for every event, to add and remove for every visitor. A number is used again
/// only with a new generation, so an event of a line that was closed a moment ago finds nobody.
/// </summary>
internal sealed class LineTable
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private EPollSocket?[] _sockets = new EPollSocket?[256];
    private uint[] _generations = new uint[256];
    private int _used;

    /// <summary>Numbers ever used: indexes below it may hold a socket.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Gives the socket its ticket. Nothing may be told of it before this returns.</summary>
    public void Add(EPollSocket socket)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used;
                if (index == _sockets.Length)
                {
                    Array.Resize(ref _generations, index * 2);
                    var larger = new EPollSocket?[index * 2];
                    _sockets.CopyTo(larger, 0);
                    Volatile.Write(ref _sockets, larger);
                }
            }

            // The ticket first: whoever sees the socket sees whose it is.
            socket.Ticket = ((ulong)++_generations[index] << 32) | (uint)index;
            Volatile.Write(ref _sockets[index], socket);
            Volatile.Write(ref _used, Math.Max(_used, index + 1));
        }
    }

    public void Remove(EPollSocket socket)
    {
        lock (_gate)
        {
            var index = IndexOf(socket.Ticket);
            if (_sockets[index] == socket)
            {
                Volatile.Write(ref _sockets[index], null);
                _free.Push(index);
            }
        }
    }

    public EPollSocket? Find(ulong ticket) => At(IndexOf(ticket)) is { } socket && socket.Ticket == ticket ? socket : null;

    public EPollSocket? At(int index) => Volatile.Read(ref Volatile.Read(ref _sockets)[index]);

    private static int IndexOf(ulong ticket) => (int)(uint)ticket;
}
