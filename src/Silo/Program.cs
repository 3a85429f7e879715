using Halle.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddHalleSilo();

await builder.Build().RunAsync();
