namespace Halle.Shared;

/// <summary>Measured figures of a run, for the person who reads its log: to the test's output and, when <c>HALLE_FIGURES</c> names a file, there.</summary>
public static class RunLog
{
    public static void Print(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine("figure: " + line);
        if (Environment.GetEnvironmentVariable("HALLE_FIGURES") is { Length: > 0 } file)
        {
            File.AppendAllText(file, "figure: " + line + "\n");
        }
    }
}
