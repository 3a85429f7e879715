using Halle.Bench.PlainSignalR;

// The peer of the side-by-side measurement: what a team writes on day one with SignalR, and nothing else.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSignalR();
var app = builder.Build();
app.MapHub<BroadcastHub>("/live");
await app.RunAsync();
