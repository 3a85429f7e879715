using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Data.Tables;

namespace Halle.Storage;

/// <summary>Where the Azure Tables back end stores. The account holds the journal, grain state and keys.</summary>
public sealed partial class AzureTableOptions
{
    public const string Section = "Halle:Storage:AzureTables";

    /// <summary>Unless <see cref="NamesTables"/>.</summary>
    public const string NamesFault = Section + ": JournalTable, GrainStateTable and KeyTable are 3 to 63 letters and digits each, a letter first.";

    /// <summary>Unless <see cref="IsPatient"/>.</summary>
    public const string PatienceFault = Section + ":RequestTimeoutSeconds is 1 to 60.";

    /// <summary>The account. No default: a development account must be named on purpose.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The journal's table; letters and digits.</summary>
    public string JournalTable { get; set; } = "HalleJournal";

    /// <summary>The official Orleans provider's name, so that an owner can swap it in.</summary>
    public string GrainStateTable { get; set; } = "OrleansGrainState";

    /// <summary>The table of the keys that seal cookies.</summary>
    public string KeyTable { get; set; } = "HalleKeys";

    /// <summary>Seconds for one request; a longer one counts as unknown. 1 to 60.</summary>
    public int RequestTimeoutSeconds { get; set; } = 5;

    /// <summary>Table names are as the service takes them (learn.microsoft.com, "Understanding the Table service data model").</summary>
    public bool NamesTables => new[] { JournalTable, GrainStateTable, KeyTable }.All(name => TableName().IsMatch(name));

    public bool IsPatient => RequestTimeoutSeconds is >= 1 and <= 60;

    internal TableClient Open(string table)
    {
        var options = new TableClientOptions();
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(RequestTimeoutSeconds);

        // The caller retries with what it knows: a retry below it would turn an unclear write into a false conflict.
        options.Retry.MaxRetries = 1;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        return new TableClient(ConnectionString, table, options);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TableName();
}
