using Halle.Rehearsal.Sockets;
using Halle.Rehearsal.Sockets.Linux;

namespace Halle.Rehearsal.Tests.Sockets;

public sealed class LineTableTests
{
    private readonly LineTable _table = new();

    [Fact]
    public async Task An_event_of_a_line_that_is_gone_finds_nobody_even_when_its_number_is_used_again()
    {
        var (first, second) = (await LineAsync(), await LineAsync());
        _table.Add(first);
        var late = first.Ticket;

        _table.Remove(first);
        Assert.Null(_table.Find(late));
        _table.Add(second);

        Assert.Equal(1, _table.Used);
        Assert.NotEqual(late, second.Ticket);
        Assert.Null(_table.Find(late));
        Assert.Same(second, _table.Find(second.Ticket));

        // Who goes twice takes nobody else's place.
        _table.Remove(first);
        Assert.Same(second, _table.Find(second.Ticket));
    }

    [Fact]
    public async Task Everybody_is_found_while_others_come_and_go()
    {
        var lines = new List<EPollSocket>();
        for (var number = 0; number < 2_000; number++)
        {
            lines.Add(await LineAsync());
        }

        // One thread looks, as the loop does, while the table grows under it.
        var known = 0;
        var looking = Task.Run(
            () =>
            {
                for (var rounds = 0; Volatile.Read(ref known) < lines.Count; rounds++)
                {
                    for (var number = 0; number < Volatile.Read(ref known); number += 2)
                    {
                        Assert.Same(lines[number], _table.Find(lines[number].Ticket));
                    }
                }
            },
            TestContext.Current.CancellationToken);
        foreach (var (number, line) in lines.Index())
        {
            _table.Add(line);
            if (number % 2 == 1)
            {
                _table.Remove(line);
            }

            Volatile.Write(ref known, number + 1);
        }

        await looking.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.All(lines.Where((_, number) => number % 2 == 1), line => Assert.Null(_table.Find(line.Ticket)));
    }

    private static async Task<EPollSocket> LineAsync()
    {
        var target = await VisitorTarget.ResolveAsync(new Uri("http://127.0.0.1:12345"));
        return new EPollSocket(null!, descriptor: -1, new Heard(), new Opening(target, cookie: null, long.MaxValue));
    }
}
