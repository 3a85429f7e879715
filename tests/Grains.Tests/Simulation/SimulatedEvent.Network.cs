using Halle.Rooms;

namespace Halle.Tests.Simulation;

/// <summary>What goes over wires: between browser and edge in packets that get lost, repeated and turned around; from room to edge in order, or not at all.</summary>
internal sealed partial class SimulatedEvent
{
    private void Send(SimulatedClient client, SimulatedWish wish)
    {
        if (client.Edge is not { } edge)
        {
            return;
        }

        var life = edge.Life;
        _packets.Add(() =>
        {
            if (edge.Life == life)
            {
                // The directory may still name an activation that was replaced.
                var activation = _calm || Chance(80) ? Current : Pick(_activations);
                wish.Attempts++;
                wish.Reached.Add(activation);
                activation.Execute(client.Actor, wish.ClientId, wish.Command, _now, receipt => Answer(client, wish, edge, life, receipt));
            }
        });
    }

    private void Answer(SimulatedClient client, SimulatedWish wish, SimulatedEdge edge, int life, Receipt receipt) => _packets.Add(() =>
    {
        if (edge.Life == life && client.Edge == edge && receipt.Status != ReceiptStatus.Unknown)
        {
            Judgement.SameAnswer(wish, receipt);
            wish.Receipt = receipt;
            _acked = Math.Max(_acked, receipt.Seq);
        }
    });

    private void Resend(SimulatedClient client)
    {
        var open = client.Wishes.Where(wish => wish.Receipt is null).ToArray();
        if (open.Length > 0)
        {
            Send(client, Pick(open));
        }
    }

    private void Deliver()
    {
        if (_packets.Count == 0)
        {
            return;
        }

        var index = _random.Next(_packets.Count);
        var packet = _packets[index];
        if (!Chance(10))
        {
            _packets.RemoveAt(index);
        }

        if (!Chance(15))
        {
            packet();
        }
    }

    private void Feed(SimulatedEdge edge)
    {
        if (edge.Source is null or { IsDead: true } || !edge.Source.Feeds.TryGetValue(edge, out var backlog))
        {
            Subscribe(edge, _calm || Chance(80) ? Current : Pick(_activations));
        }
        else if (edge.Arriving is { } batch)
        {
            edge.Arriving = null;
            backlog.Delivered();
            if (!edge.Take(batch))
            {
                edge.Source.Feeds.Remove(edge);
                edge.Source = null;
            }
        }
        else
        {
            edge.Arriving = backlog.TakeNext();
        }
    }

    private static void Subscribe(SimulatedEdge edge, SimulatedActivation activation)
    {
        edge.Source?.Feeds.Remove(edge);
        (edge.Source, edge.Arriving) = (null, null);
        if (!activation.IsDead && edge.Adopt(activation.Subscribe(edge, edge.Position)))
        {
            edge.Source = activation;
        }
        else
        {
            activation.Feeds.Remove(edge);
        }
    }

    private bool Serve(SimulatedClient client)
    {
        if (client.Edge is not { } edge || client.Cursor is not { } cursor || !edge.Readers.Contains(cursor) || edge.Next(cursor) is not { } frame)
        {
            return false;
        }

        Judgement.NothingRemoved(frame, edge.Room);
        _packets.Add(() =>
        {
            if (client.Cursor == cursor)
            {
                client.Take(frame);
            }
        });
        return true;
    }

    private void Pulse(SimulatedClient client)
    {
        if (client.Edge is { IsReady: true } edge && client.Cursor is { } cursor && edge.Readers.Contains(cursor))
        {
            var head = edge.Head;
            _packets.Add(() =>
            {
                if (client.Cursor == cursor)
                {
                    client.Hear(head);
                }
            });
        }
    }

    private void Keep(SimulatedClient client)
    {
        if (client.Edge is null)
        {
            client.Connect(Pick(_edges));
        }

        if (client.HasHole && !client.IsEntering && client.Edge is { } edge && client.Cursor is { } cursor)
        {
            client.IsEntering = true;
            var (life, epoch, at) = (edge.Life, client.Epoch, client.At);
            _packets.Add(() =>
            {
                if (edge.Life == life && edge.IsReady && client.Cursor == cursor)
                {
                    edge.Enter(cursor, epoch, at);
                    _packets.Add(() =>
                    {
                        if (client.Cursor == cursor)
                        {
                            client.Entered();
                        }
                    });
                }
            });
        }
    }

    private static void Leave(SimulatedClient client)
    {
        if (client.Cursor is { } cursor)
        {
            client.Edge?.Readers.Remove(cursor);
        }

        client.Disconnect();
    }

    private void Restart(SimulatedEdge edge)
    {
        edge.Source?.Feeds.Remove(edge);
        foreach (var client in _clients.Where(client => client.Edge == edge))
        {
            client.Disconnect();
        }

        edge.Restart();
    }

    private void DeliverAll()
    {
        while (_packets.Count > 0)
        {
            var packet = _packets[0];
            _packets.RemoveAt(0);
            packet();
        }
    }
}
