using Halle.Shared;

namespace Halle.Tests.Status;

/// <summary>The running server tells its organiser how it is.</summary>
public sealed class StatusHttpTests(Hosting.EdgeFixture fixture)
{
    [Fact(DisplayName = "[OP4] The organiser sees this edge and its silo a few seconds after the start, with figures and no problem")]
    public async Task Status_is_told()
    {
        using var organiser = new EdgeBrowser(fixture.Edge.Address);
        await organiser.InviteAsync(fixture.Edge.TokenOf("organiser"));

        var status = (await organiser.GetAsync("/api/status")).MustBe(200).Json;

        var edge = Assert.Single(status["edges"]!.AsArray())!["report"]!;
        Assert.EndsWith($":{fixture.Edge.Address.Port}", (string)edge["edge"]!, StringComparison.Ordinal);
        Assert.True((int)edge["places"]! > 1_000);
        Assert.True((long)edge["memoryBytes"]! > 10_000_000);
        var silo = Assert.Single(status["silos"]!.AsArray())!;
        Assert.Equal("Active", (string?)silo["state"]);
        Assert.True((int)silo["activations"]! > 0);
        Assert.Empty(status["problems"]!.AsArray());
    }
}
