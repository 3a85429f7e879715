namespace Halle.Cluster.Tests.History;

/// <summary>All that one client id went through: sendings, resendings and what was answered.</summary>
internal sealed record SentMessage(
    string Sender, string ClientId, string Hash, long InvokedAt, long? AckedAt, long? Seq, string? FailedWith)
{
    public string Name => Sender + "/" + ClientId;

    /// <summary>Neither stored nor refused as far as its sender knows.</summary>
    public bool IsUnsure => Seq is null && FailedWith is null;

    public static IReadOnlyList<SentMessage> Gather(
        string room, IReadOnlyList<HistoryRecord> records, Action<string, string, string> report)
    {
        var messages = new Dictionary<(string, string), SentMessage>();
        foreach (var invoked in records.OfType<Invoked>().OrderBy(invoked => invoked.T))
        {
            var key = (invoked.Sender, invoked.ClientId);
            if (!messages.TryGetValue(key, out var known))
            {
                messages[key] = new SentMessage(invoked.Sender, invoked.ClientId, invoked.Hash, invoked.T, null, null, null);
            }
            else if (!string.Equals(known.Hash, invoked.Hash, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{room}: {known.Name} was resent with another content: the driver is wrong.");
            }
        }

        if (messages.Values.GroupBy(message => message.Hash, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twins)
        {
            throw new InvalidDataException($"{room}: {twins.Key} was sent under two client ids: no history could tell them apart.");
        }

        foreach (var acked in records.OfType<Acked>().OrderBy(acked => acked.T))
        {
            var message = Find(room, messages, acked.Sender, acked.ClientId);
            if (message.Seq is { } seq && seq != acked.Seq)
            {
                report("I2", room, $"{message.Name} was acknowledged at {seq} and at {acked.Seq}");
            }
            else if (message.Seq is null)
            {
                messages[(acked.Sender, acked.ClientId)] = message with { Seq = acked.Seq, AckedAt = acked.T };
            }
        }

        foreach (var failed in records.OfType<Failed>())
        {
            var message = Find(room, messages, failed.Sender, failed.ClientId);
            if (message.Seq is { } seq)
            {
                report("I5", room, $"{message.Name} was acknowledged at {seq} and refused ({failed.Code})");
            }

            messages[(failed.Sender, failed.ClientId)] = message with { FailedWith = failed.Code };
        }

        foreach (var twice in messages.Values.Where(message => message.Seq is not null).GroupBy(message => message.Seq).Where(at => at.Count() > 1))
        {
            report("I2", room, $"seq {twice.Key} was given to {string.Join(" and ", twice.Select(message => message.Name))}");
        }

        return [.. messages.Values];
    }

    private static SentMessage Find(string room, Dictionary<(string, string), SentMessage> messages, string sender, string clientId) =>
        messages.TryGetValue((sender, clientId), out var message)
            ? message
            : throw new InvalidDataException($"{room}: {sender}/{clientId} was answered and never sent: the driver is wrong.");
}
