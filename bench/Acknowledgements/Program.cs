using Halle.Bench.Acknowledgements;

// Usage: Acknowledgements [busy] [classes] [one-by-one]
// Messages acknowledged by a real silo of this process on a SQLite file of its own, one edge following every room.
//   busy      as many as it takes: one room and 64, one sender and many; ends each line with what a message cost in CPU
//   classes   450 class rooms with 28 pupils each on one edge: what they cost with nobody writing, and with 90 messages/s in all
//   one-by-one  a few messages after a line on standard input, with a line on each outcome: what eng/durability.sh watches
string[] known = ["busy", "classes", "one-by-one"];
if (args.Except(known, StringComparer.Ordinal).Any())
{
    Console.Error.WriteLine("Usage: Acknowledgements [busy] [classes] [one-by-one]");
    return 2;
}

await using var silo = await RunningSilo.StartAsync();
if (args.Length == 0 || args.Contains("busy", StringComparer.Ordinal))
{
    await Busy.RunAsync(silo);
}

if (args.Length == 0 || args.Contains("classes", StringComparer.Ordinal))
{
    await Classes.RunAsync(silo);
}

if (args.Contains("one-by-one", StringComparer.Ordinal))
{
    await OneByOne.RunAsync(silo);
}

return 0;
