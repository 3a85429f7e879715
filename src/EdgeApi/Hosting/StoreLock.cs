using Halle.Storage;
using Microsoft.Extensions.Options;

namespace Halle.Hosting;

/// <summary>
/// One process at a time on a SQLite database: two would each hold rooms and a programme in memory that the other does not know. Ends with the
/// process, however it ends.
/// </summary>
public static class StoreLock
{
    /// <summary>Null in a cluster, whose store serves many.</summary>
    /// <exception cref="StartUpException">Another process has it.</exception>
    public static IDisposable? Take(IServiceProvider services)
    {
        if (services.GetRequiredService<EdgeSettings>().Shape != DeploymentShape.Embedded)
        {
            return null;
        }

        var path = services.GetRequiredService<IOptions<SqliteOptions>>().Value.Path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartUpException([
                $"The database {path} is in use by another process of Halle. Stop that one first: it takes seconds to start again, and browsers come back by themselves."]);
        }
    }
}
