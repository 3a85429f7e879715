namespace Halle.Rehearsal.Sockets.Linux;

/// <summary>
/// Finds the socket an event belongs to. A number is used again only with a new generation, so an event of a line that was closed a moment
/// ago finds nobody.
/// </summary>
internal sealed class LineTable
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private Slot[] _slots = new Slot[256];
    private int _used;

    /// <summary>Slots ever used: indexes below it may hold a socket.</summary>
    public int Used => Volatile.Read(ref _used);

    public ulong Add(EPollSocket socket)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used;
                if (index == _slots.Length)
                {
                    Array.Resize(ref _slots, index * 2);
                }

                Volatile.Write(ref _used, index + 1);
            }

            ref var slot = ref _slots[index];
            slot.Socket = socket;
            return ((ulong)++slot.Generation << 32) | (uint)index;
        }
    }

    public void Remove(ulong ticket)
    {
        lock (_gate)
        {
            var index = (int)(uint)ticket;
            if (_slots[index].Generation == (uint)(ticket >> 32) && _slots[index].Socket is not null)
            {
                _slots[index].Socket = null;
                _free.Push(index);
            }
        }
    }

    public EPollSocket? Find(ulong ticket)
    {
        lock (_gate)
        {
            ref var slot = ref _slots[(int)(uint)ticket];
            return slot.Generation == (uint)(ticket >> 32) ? slot.Socket : null;
        }
    }

    public EPollSocket? At(int index)
    {
        lock (_gate)
        {
            return _slots[index].Socket;
        }
    }

    private struct Slot
    {
        public EPollSocket? Socket;
        public uint Generation;
    }
}
