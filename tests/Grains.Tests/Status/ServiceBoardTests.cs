using Halle.Status;

namespace Halle.Tests.Status;

public sealed class ServiceBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    [Fact(DisplayName = "[OP3] An edge that stops reporting is silent after three reports missed, and forgotten after a quarter of an hour")]
    public void An_edge_falls_silent()
    {
        var board = new ServiceBoard();
        board.Take(Report("edge-a"), Now);
        board.Take(Report("edge-b"), Now.AddSeconds(10));

        Assert.Equal([("edge-a", true), ("edge-b", false)], board.Edges(Now.AddSeconds(17)).Select(edge => (edge.Report.Edge, edge.Silent)));
        Assert.Equal(2, board.Edges(Now.AddMinutes(15)).Length);
        Assert.Equal(["edge-b"], board.Edges(Now.AddMinutes(15).AddSeconds(5)).Select(edge => edge.Report.Edge));
    }

    [Fact(DisplayName = "[OP3] An edge that leaves in order is no longer there, and one that comes again is")]
    public void An_edge_leaves_in_order()
    {
        var board = new ServiceBoard();
        board.Take(Report("edge-a"), Now);
        board.Take(Report("edge-a") with { Leaving = true }, Now.AddSeconds(1));
        Assert.Empty(board.Edges(Now.AddSeconds(2)));

        board.Take(Report("edge-a"), Now.AddSeconds(3));
        Assert.False(Assert.Single(board.Edges(Now.AddSeconds(4))).Silent);
    }

    private static EdgeReport Report(string edge) => new(edge, Now, Leaving: false, 1, 100, 0, 0, 0, 0, 0, [], []);
}
