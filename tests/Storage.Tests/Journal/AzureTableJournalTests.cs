using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Tests.Journal;

public sealed class AzureTableJournalTests(Azurite azurite) : JournalConformance
{
    private readonly AzureTableOptions _options = azurite.NewOptions();

    [Fact(DisplayName = "[ST6] A store that does not answer is unavailable, not fenced")]
    public async Task Away_is_unavailable()
    {
        var away = azurite.NewOptions();
        away.ConnectionString = away.ConnectionString.Replace("127.0.0.1:2", "127.0.0.1:1", StringComparison.Ordinal);
        away.RequestTimeoutSeconds = 1;

        await Assert.ThrowsAsync<JournalUnavailableException>(() => new AzureTableJournal(away).OpenAsync(Timeout));
    }

    protected override Task<IJournal> OpenAsync() => ReopenAsync();

    protected override async Task<IJournal> ReopenAsync()
    {
        var journal = new AzureTableJournal(_options);
        await journal.OpenAsync(Timeout);
        return journal;
    }
}
