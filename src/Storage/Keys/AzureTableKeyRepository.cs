using System.Xml.Linq;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Halle.Storage.Keys;

/// <summary>The keys that protect session cookies, shared by all edges of a cluster.</summary>
public sealed class AzureTableKeyRepository : IXmlRepository
{
    private const string Partition = "keys";

    private readonly TableClient _table;

    public AzureTableKeyRepository(AzureTableOptions options)
    {
        _table = options.Open(options.KeyTable);
        _table.CreateIfNotExists();
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. _table.Query<TableEntity>(row => row.PartitionKey == Partition).Select(row => XElement.Parse(row.GetString("Xml")))];

    public void StoreElement(XElement element, string friendlyName) => _table.UpsertEntity(
        new TableEntity(Partition, friendlyName) { ["Xml"] = element.ToString(SaveOptions.DisableFormatting) }, TableUpdateMode.Replace);
}
