using System.Text.Json.Nodes;

namespace Halle.Tests.Rooms;

/// <summary>What was written once, and what a later program makes of it.</summary>
internal static class GoldenJson
{
    /// <summary>Nothing that the older says is lost or different in the newer, which may say more.</summary>
    public static void Contains(JsonNode now, JsonNode golden, string at)
    {
        switch (golden)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Assert.True(now[name] is not null, $"{at}.{name} is no longer read.");
                    Contains(now[name]!, value!, $"{at}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, now.AsArray().Count);
                for (var i = 0; i < items.Count; i++)
                {
                    Contains(now[i]!, items[i]!, $"{at}[{i}]");
                }

                break;
            default:
                Assert.True(JsonNode.DeepEquals(golden, now), $"{at} was {golden.ToJsonString()} and is read as {now.ToJsonString()}.");
                break;
        }
    }
}
