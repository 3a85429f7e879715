using Halle.Bench.RawKestrel;

// The leanest peer of the side-by-side measurement: no SignalR. A message becomes one WebSocket frame, made once, and its bytes are written to
// the upgraded stream of everybody in the room. It answers just enough of SignalR's JSON protocol to be played by the same driver.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var rooms = new Rooms();
app.Map("/live", async (HttpContext context) =>
{
    if (await Member.UpgradeAsync(context) is { } member)
    {
        await member.ReadAsync(rooms, context.RequestAborted);
    }
});
await app.RunAsync();
