using System.Xml.Linq;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Halle.Storage.Keys;

/// <summary>The keys that protect session cookies, shared by all edges of a cluster. Touches the store only when asked, so an edge starts
/// without it.</summary>
public sealed class AzureTableKeyRepository(AzureTableOptions options) : IXmlRepository
{
    private const string Partition = "keys";

    private readonly TableClient _table = options.Open(options.KeyTable);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            return [.. _table.Query<TableEntity>(row => row.PartitionKey == Partition).Select(row => XElement.Parse(row.GetString("Xml")))];
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            // Nobody has stored a key yet.
            return [];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        _table.CreateIfNotExists();
        _table.UpsertEntity(
            new TableEntity(Partition, friendlyName) { ["Xml"] = element.ToString(SaveOptions.DisableFormatting) }, TableUpdateMode.Replace);
    }
}
