using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Sockets.Linux;

/// <summary>A visitor on a plain descriptor.</summary>
internal sealed unsafe class EPollSocket : VisitorSocket
{
    /// <summary>Told of once when it comes: else the kernel looks at each line a second time, to find that it was read.</summary>
    private const uint WhatComes = Native.EPollIn | Native.EPollRdHup | Native.EPollEdge;

    private const uint Ending = Native.EPollRdHup | Native.EPollHup | Native.EPollErr;

    private readonly EPollLoop _loop;
    private readonly int _descriptor;
    private byte[]? _unsent;
    private bool _connected;

    public EPollSocket(EPollLoop loop, int descriptor, IVisitorEvents events, Opening opening)
        : base(events, opening)
    {
        _loop = loop;
        _descriptor = descriptor;
    }

    /// <summary>What its events are known by; given by the table.</summary>
    public ulong Ticket { get; set; }

    /// <summary>A non-blocking socket on its way to the server.</summary>
    /// <exception cref="SocketException">There are no more descriptors, or the address is not reachable at all.</exception>
    public static int Dial(VisitorTarget target, IPAddress? from)
    {
        var descriptor = Native.Socket(
            target.EndPoint.AddressFamily == AddressFamily.InterNetworkV6 ? 10 : 2,
            Native.SockStream | Native.SockNonBlock | Native.SockCloseOnExec,
            0);
        if (descriptor < 0)
        {
            throw Fault(Marshal.GetLastPInvokeError());
        }

        var on = 1;
        Native.SetOption(descriptor, Native.IpProtoTcp, Native.TcpNoDelay, &on, sizeof(int));
        if (from is not null)
        {
            // The port is chosen at connecting, when the whole pair is known: else one source address has few ports for all servers.
            Native.SetOption(descriptor, Native.IpProtoIp, Native.IpBindAddressNoPort, &on, sizeof(int));
            var local = new IPEndPoint(from, 0).Serialize();
            fixed (byte* address = local.Buffer.Span)
            {
                if (Native.Bind(descriptor, address, local.Size) < 0)
                {
                    throw Fault(Marshal.GetLastPInvokeError(), descriptor);
                }
            }
        }

        fixed (byte* address = target.SocketAddress.Buffer.Span)
        {
            if (Native.Connect(descriptor, address, target.SocketAddress.Size) < 0
                && Marshal.GetLastPInvokeError() is not Native.EInProgress and var error)
            {
                throw Fault(error, descriptor);
            }
        }

        return descriptor;
    }

    /// <summary>Under the gate, so that no event is handled before the ticket is known.</summary>
    public void Register(LineTable table)
    {
        lock (Gate)
        {
            table.Add(this);
            _loop.Watch(Native.EPollAdd, _descriptor, Native.EPollOut | WhatComes, Ticket);
        }
    }

    public void OnEvents(uint events, byte* buffer, int size, long timestamp)
    {
        if (!_connected && !BecomeConnected())
        {
            return;
        }

        if ((events & Native.EPollOut) != 0)
        {
            Flush();
        }

        if ((events & (Native.EPollIn | Ending)) != 0)
        {
            Read(buffer, size, timestamp, toTheEnd: (events & Ending) != 0);
        }
    }

    public void Tick(long now) => OnTick(now);

    private protected override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_unsent is not null)
        {
            _unsent = [.. _unsent, .. bytes];
            return;
        }

        var sent = Send(bytes);
        if (sent < bytes.Length)
        {
            _unsent = bytes[sent..].ToArray();
            _loop.Watch(Native.EPollMod, _descriptor, Native.EPollOut | WhatComes, Ticket);
        }
    }

    private protected override void CloseLine()
    {
        _unsent = null;
        _loop.Retire(this, _descriptor);
    }

    private bool BecomeConnected()
    {
        var (error, length) = (0, sizeof(int));
        lock (Gate)
        {
            Native.GetOption(_descriptor, Native.SolSocket, Native.SoError, &error, &length);
            if (error == 0)
            {
                _loop.Watch(Native.EPollMod, _descriptor, WhatComes, Ticket);
            }
        }

        if (error != 0)
        {
            OnEnd(Marshal.GetPInvokeErrorMessage(error));
            return false;
        }

        _connected = true;
        OnConnected();
        return true;
    }

    private void Flush()
    {
        lock (Gate)
        {
            if (_unsent is null)
            {
                return;
            }

            var sent = Send(_unsent);
            _unsent = sent < _unsent.Length ? _unsent[sent..] : null;
            if (_unsent is null)
            {
                _loop.Watch(Native.EPollMod, _descriptor, WhatComes, Ticket);
            }
        }
    }

    /// <param name="toTheEnd">The other side has hung up, perhaps behind something that is still to be read. Else less than the buffer takes is all there is
    /// (epoll(7)), and whatever comes after is told of again.</param>
    private void Read(byte* buffer, int size, long timestamp, bool toTheEnd)
    {
        nint count;
        var error = 0;
        do
        {
            count = Native.Receive(_descriptor, buffer, size, 0);
            error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (count > 0)
            {
                OnBytes(new ReadOnlySpan<byte>(buffer, (int)count), timestamp);
            }
        }
        while (!HasEnded && (count == size || error == Native.EIntr || (toTheEnd && count > 0)));

        if (!HasEnded && count <= 0 && error is not Native.EAgain)
        {
            OnEnd(error == 0 ? "the server hung up" : Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <summary>What the line takes now; a broken line is told by its reading end.</summary>
    private int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var sent = Native.Send(_descriptor, start, bytes.Length, Native.MsgNoSignal);
            return sent >= 0 ? (int)sent : Marshal.GetLastPInvokeError() is Native.EAgain or Native.EIntr ? 0 : bytes.Length;
        }
    }

    private static SocketException Fault(int error, int descriptor = -1)
    {
        if (descriptor >= 0)
        {
            Native.Close(descriptor);
        }

        return new SocketException(0, Marshal.GetPInvokeErrorMessage(error));
    }
}
