using System.Xml.Linq;
using Halle.Storage;
using Halle.Storage.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Data.Sqlite;

namespace Halle.Tests.Keys;

public sealed class KeyRepositoryTests(Azurite azurite)
{
    [Fact(DisplayName = "[ST10] Keys on SQLite survive the process")]
    public void Sqlite_keys_survive()
    {
        var folder = Directory.CreateTempSubdirectory("halle-keys-");
        var options = new SqliteOptions { Path = Path.Combine(folder.FullName, "halle.db") };

        Survive(() => new SqliteKeyRepository(options));

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[ST10] Keys on Azure Tables are shared by all edges")]
    public void Azure_keys_are_shared()
    {
        var options = azurite.NewOptions();

        Survive(() => new AzureTableKeyRepository(options));
    }

    private static void Survive(Func<IXmlRepository> open)
    {
        var first = open();
        Assert.Empty(first.GetAllElements());
        first.StoreElement(new XElement("key", new XAttribute("id", "1"), "é"), "key-1");
        first.StoreElement(new XElement("key", new XAttribute("id", "2")), "key-2");

        var read = open().GetAllElements().Select(element => element.ToString(SaveOptions.DisableFormatting)).Order(StringComparer.Ordinal);

        Assert.Equal(["""<key id="1">é</key>""", """<key id="2" />"""], read);
    }
}
