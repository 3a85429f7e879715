using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Halle.Cluster.Tests.History;

/// <summary>Histories as JSON lines, so that a failed run can be kept, read by eye and judged again.</summary>
public static class HistoryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static string Format(HistoryRecord record) => JsonSerializer.Serialize(record, Options);

    public static void Write(string path, IEnumerable<HistoryRecord> records) => File.WriteAllLines(path, records.Select(Format));

    public static IReadOnlyList<HistoryRecord> Read(string path) => Parse(File.ReadLines(path));

    /// <summary>Reads lines; an unreadable one is refused with its number, never skipped.</summary>
    public static IReadOnlyList<HistoryRecord> Parse(IEnumerable<string> lines)
    {
        var records = new List<HistoryRecord>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                records.Add(JsonSerializer.Deserialize<HistoryRecord>(line, Options) ?? throw new JsonException("null"));
            }
            catch (Exception broken) when (broken is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"Line {number} is no history record: {broken.Message}", broken);
            }
        }

        return records;
    }

    /// <summary>The name of a message's content and sender, as all records of a history use it.</summary>
    public static string Hash(string sender, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sender + "\n" + text)).AsSpan(0, 8));
}
