using System.Runtime.CompilerServices;

namespace Halle.Tests.Live.Wire;

public sealed class WireTests
{
    [Fact(DisplayName = "[RC1] The browser's types are generated from the server's contract")]
    public void The_browsers_types_are_those_of_the_contract()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "../../../../src/WebClient/src/live/wire.ts"));
        var expected = WireTypes.Write();

        if (Environment.GetEnvironmentVariable("HALLE_UPDATE_WIRE") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.Exists(file) ? File.ReadAllText(file) : "");
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
