using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Halle.Storage.Keys;

/// <summary>The keys that protect session cookies, in the SQLite file: they survive a restart, so nobody is signed out by one.</summary>
public sealed class SqliteKeyRepository(SqliteOptions options) : IXmlRepository
{
    private const string Create = "CREATE TABLE IF NOT EXISTS protection_keys(name TEXT PRIMARY KEY, xml TEXT NOT NULL) WITHOUT ROWID";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = SqliteConnections.Open(options);
        SqliteConnections.Execute(connection, Create);
        using var command = SqliteConnections.Sql(connection, "SELECT xml FROM protection_keys");
        using var rows = command.ExecuteReader();
        var elements = new List<XElement>();
        while (rows.Read())
        {
            elements.Add(XElement.Parse(rows.GetString(0)));
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = SqliteConnections.Open(options);
        SqliteConnections.Execute(connection, Create);
        SqliteConnections.Execute(
            connection,
            "INSERT INTO protection_keys(name, xml) VALUES ($name, $xml) ON CONFLICT(name) DO UPDATE SET xml = excluded.xml",
            ("$name", friendlyName),
            ("$xml", element.ToString(SaveOptions.DisableFormatting)));
    }
}
