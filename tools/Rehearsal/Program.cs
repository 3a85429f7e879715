using System.Globalization;
using Halle.Rehearsal;
using Halle.Rehearsal.Playing;

// Exit codes: 0 passed, 1 failed, 2 could not be played.
if (args is [OtherShare.Argument])
{
    return await OtherShare.RunAsync(Console.In, Console.Out);
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();
