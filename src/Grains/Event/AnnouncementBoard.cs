using System.Globalization;
using System.Text.Json;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Event;

/// <summary>What the organisers tell everybody. The newest are kept.</summary>
public sealed class AnnouncementBoard : IRoomPart
{
    /// <summary>More nobody reads; the oldest make room.</summary>
    public const int Kept = 50;

    private readonly SortedDictionary<long, Announcement> _all = [];

    public string Name => "announcements";

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        PostAnnouncement { Level: var level } when !Enum.IsDefined(level) => Decision.Refuse(RejectionCode.BadRequest),
        PostAnnouncement post => MessageText.TryClean(post.Text, out var text, out var code)
            ? Decision.Of(new AnnouncementPosted(text, post.Level))
            : Decision.Refuse(code),
        WithdrawAnnouncement withdraw => Find(withdraw.Announcement) is null
            ? Decision.Refuse(RejectionCode.NotFound)
            : Decision.Of(new AnnouncementWithdrawn(withdraw.Announcement)),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case AnnouncementPosted posted:
                var id = stored.Seq.ToString(CultureInfo.InvariantCulture);
                _all.Add(stored.Seq, new Announcement(id, stored.At, posted.Text, posted.Level, stored.By.Name));
                changes.Touch("announcement", id);
                while (_all.Count > Kept)
                {
                    changes.Touch("announcement", _all.First().Value.Id);
                    _all.Remove(_all.First().Key);
                }

                break;
            case AnnouncementWithdrawn withdrawn when Find(withdrawn.Announcement) is { } gone:
                _all.Remove(long.Parse(gone.Id, CultureInfo.InvariantCulture));
                changes.Touch("announcement", gone.Id);
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        string.Equals(key.Type, "announcement", StringComparison.Ordinal) ? Find(key.Id) : null;

    public IEnumerable<EntityKey> Keys() => _all.Values.Select(one => new EntityKey("announcement", one.Id));

    public object Save() => new Saved([.. _all.Values]);

    public void Load(JsonElement state)
    {
        _all.Clear();
        foreach (var one in state.Deserialize<Saved>(RoomJson.Options)!.All)
        {
            _all.Add(long.Parse(one.Id, CultureInfo.InvariantCulture), one);
        }
    }

    private Announcement? Find(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? _all.GetValueOrDefault(seq) : null;

    private sealed record Saved(IReadOnlyList<Announcement> All);
}
