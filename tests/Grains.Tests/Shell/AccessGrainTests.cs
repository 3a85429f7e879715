using System.Collections.Immutable;
using System.Security.Cryptography;
using Halle.Access;
using Halle.Demo;
using Halle.Programme;
using Halle.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class AccessGrainTests(ShellCluster shell)
{
    private static readonly DateTimeOffset Later = DateTimeOffset.MaxValue;

    [Fact(DisplayName = "[SI50] A single-use invitation lets one in, however many try at once")]
    public async Task A_single_use_invitation_lets_one_in()
    {
        var (invite, hash) = await NewAsync(Terms(singleUse: true));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => invite.Redeem(hash)));
        await shell.Cluster.DeactivateAsync(invite);
        var later = await invite.Redeem(hash);

        Assert.Single(answers, answer => answer.Terms is not null);
        Assert.NotNull(later.Rejection);
    }

    [Fact(DisplayName = "[SI51] Wrong, spent, expired, revoked and unknown are refused alike")]
    public async Task Every_reason_to_refuse_looks_the_same()
    {
        var (good, hash) = await NewAsync(Terms(singleUse: false));
        var (expired, expiredHash) = await NewAsync(Terms(singleUse: false) with { ExpiresAt = DateTimeOffset.UnixEpoch });
        var (spent, spentHash) = await NewAsync(Terms(singleUse: true));
        Assert.Equal("Demo staff", (await spent.Redeem(spentHash)).Terms?.Name);
        var (revoked, revokedHash) = await NewAsync(Terms(singleUse: false));
        await revoked.Revoke();

        InviteRedemption[] answers =
        [
            await good.Redeem(SHA256.HashData([1])),
            await good.Redeem([]),
            await expired.Redeem(expiredHash),
            await spent.Redeem(spentHash),
            await revoked.Redeem(revokedHash),
            await Invite(RandomNumberGenerator.GetHexString(32, lowercase: true)).Redeem(hash),
            await Invite(RandomNumberGenerator.GetHexString(32, lowercase: true)).Redeem([]),
        ];

        Assert.Single(answers.Distinct());
        Assert.NotNull(answers[0].Rejection);
        Assert.NotNull((await good.Redeem(hash)).Terms);
    }

    [Fact(DisplayName = "[SI52] Revoking an invitation is told to the edges, once, and outlives the grains")]
    public async Task Revoking_an_invitation_is_told_to_the_edges()
    {
        var access = shell.Grains.GetGrain<IAccessGrain>(IAccessGrain.Key);
        var before = (await access.ReadSince(0)).Version;
        var (invite, _) = await NewAsync(Terms(singleUse: false));

        await invite.Revoke();
        await invite.Revoke();
        await access.Revoke(RevocationKind.Person, "0123456789abcdef0123456789abcdef");
        await shell.Cluster.DeactivateAsync(access);

        var since = await access.ReadSince(before);
        Assert.Equal(before + 2, since.Version);
        Assert.Equal([RevocationKind.Invite, RevocationKind.Person], since.Entries.Select(entry => entry.Kind));
        Assert.Equal(invite.GetPrimaryKeyString(), since.Entries[0].Id);
        Assert.Empty((await access.ReadSince(since.Version)).Entries);
    }

    [Fact(DisplayName = "[SI52] However many sign out, what organisers revoked stays, and a row of the store holds it all")]
    public void Signing_out_does_not_crowd_out_revocations()
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var kept = ImmutableArray<StoredRevocation>.Empty;
        for (var number = 1; number <= 20_000; number++)
        {
            var kind = number % 100 != 0 ? RevocationKind.Session : number % 200 == 0 ? RevocationKind.Person : RevocationKind.Invite;
            kept = kept.Add(new StoredRevocation(number, kind, $"{number:x32}", now));
        }

        kept = AccessGrain.Kept(kept, now.AddDays(1), new AccessOptions());

        Assert.Equal(200, kept.Count(one => one.Kind != RevocationKind.Session));
        Assert.Equal(4_000, kept.Count(one => one.Kind == RevocationKind.Session));
        Assert.Equal(19_999, kept.Last(one => one.Kind == RevocationKind.Session).Version);
        Assert.True(kept.SequenceEqual(kept.OrderBy(one => one.Version)));
        var row = shell.Cluster.Client.ServiceProvider.GetRequiredService<Serializer>().SerializeToArray(new AccessState { Version = 20_000, Entries = kept });
        Assert.InRange(row.Length, 1, 960 * 1_024 / 2);
        Assert.Empty(AccessGrain.Kept(kept, now.AddDays(16), new AccessOptions()));
    }

    [Fact(DisplayName = "[SI53] A demo fills an empty store once, and its links let each role in")]
    public async Task A_demo_fills_an_empty_store_once()
    {
        await using var fresh = new ShellCluster(1);
        await fresh.InitializeAsync(fill: false);
        var programme = fresh.Grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key);

        var first = await DemoEvent.SeedAsync(fresh.Grains, TimeProvider.System, TestContext.Current.CancellationToken);
        var seeded = await programme.Get(-1);
        var again = await DemoEvent.SeedAsync(fresh.Grains, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((8, 45, 8, 900), (seeded!.Zones.Length, seeded.Sites.Length, seeded.Talks.Length, seeded.Classes.Length));
        Assert.Equal(900, seeded.Classes.DistinctBy(registered => registered.Code).DistinctBy(registered => registered.Key).Count());
        Assert.All(seeded.Talks, talk => Assert.Equal(DayOfWeek.Friday, talk.StartsAt.DayOfWeek));
        Assert.Equal(["airbus-helicopters", "edf", "ksb"], seeded.Sites.Where(site => !site.Fictional).Select(site => site.Key).Order());
        Assert.Null(await programme.Get(1));
        Assert.Equal(first!.ClassCode, again!.ClassCode);
        Assert.Equal(4, again.InviteTokens.Count);
        foreach (var (role, token) in again.InviteTokens)
        {
            var parts = token.Split('.');
            var redeemed = await fresh.Grains.GetGrain<IInviteGrain>(parts[0]).Redeem(SHA256.HashData(Convert.FromHexString(parts[1])));
            Assert.Equal(role, redeemed.Terms?.Role);
            Assert.StartsWith("Démo · ", redeemed.Terms!.Name, StringComparison.Ordinal);
        }

        var listed = await fresh.Grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key).Read();
        Assert.Equal(again.InviteTokens.Values.Select(token => token.Split('.')[0]).Order(), listed.Select(invite => invite.Id).Order());
    }

    [Fact(DisplayName = "[SI94] A demo that starts again prints the same links; new ones only for what was revoked, or is over before half a day")]
    public async Task A_demos_links_stay()
    {
        await using var fresh = new ShellCluster(1);
        await fresh.InitializeAsync(fill: false);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        Task<DemoAccess?> StartAsync() => DemoEvent.SeedAsync(fresh.Grains, time, TestContext.Current.CancellationToken);
        var first = (await StartAsync())!.InviteTokens;

        var atOnce = await Task.WhenAll(StartAsync(), StartAsync());
        await fresh.Cluster.DeactivateAsync(fresh.Grains.GetGrain<IDemoLinksGrain>(IDemoLinksGrain.Key));
        time.Advance(TimeSpan.FromHours(12));
        var later = await StartAsync();

        Assert.All(atOnce.Append(later), access => Assert.Equal(first.OrderBy(link => link.Key), access!.InviteTokens.OrderBy(link => link.Key)));
        var list = fresh.Grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key);
        Assert.Equal(4, (await list.Read()).Length);

        var gone = first[Role.Moderator].Split('.')[0];
        await list.MarkRevoked(gone);
        await fresh.Grains.GetGrain<IInviteGrain>(gone).Revoke();
        var mended = (await StartAsync())!.InviteTokens;
        Assert.Equal([Role.Moderator], mended.Where(link => first[link.Key] != link.Value).Select(link => link.Key));

        time.Advance(TimeSpan.FromSeconds(1));
        var renewed = (await StartAsync())!.InviteTokens;
        Assert.Equal([Role.Moderator], renewed.Where(link => mended[link.Key] == link.Value).Select(link => link.Key));
        foreach (var (role, token) in renewed)
        {
            var parts = token.Split('.');
            var redeemed = await fresh.Grains.GetGrain<IInviteGrain>(parts[0]).Redeem(SHA256.HashData(Convert.FromHexString(parts[1])));
            Assert.Equal(role, redeemed.Terms?.Role);
        }
    }

    [Fact(DisplayName = "[SI11] The list of invitations is told anew when it changed, survives its grain, and forgets what has been over for a day")]
    public async Task The_list_of_invitations()
    {
        await using var fresh = new ShellCluster(1);
        await fresh.InitializeAsync(fill: false);
        var list = fresh.Grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key);
        var now = TimeProvider.System.GetUtcNow();
        var over = Summary('a', now.AddDays(-2));
        var justOver = Summary('b', now.AddHours(-1));
        var holds = Summary('c', now.AddDays(1));

        Assert.Equal([], (await list.ReadIfChanged(-1))!.Invites.AsEnumerable());
        await list.Add(over);
        await list.Add(justOver);
        await list.Add(holds);
        await list.Add(holds);
        var copy = await list.ReadIfChanged(0);
        Assert.Equal(["b", "c"], copy!.Invites.Select(invite => invite.Id[..1]));
        Assert.Null(await list.ReadIfChanged(copy.Version));

        Assert.True(await list.MarkRevoked(holds.Id));
        Assert.False(await list.MarkRevoked(over.Id));
        await fresh.Cluster.DeactivateAsync(list);

        var later = await list.ReadIfChanged(copy.Version);
        Assert.Equal(copy.Version + 1, later!.Version);
        Assert.True(later.Invites[1].Revoked);

        static InviteSummary Summary(char id, DateTimeOffset ends) =>
            new(new string(id, 32), Terms(singleUse: false) with { ExpiresAt = ends }, ends.AddDays(-1), Revoked: false);
    }

    private static InviteTerms Terms(bool singleUse) => new(Role.Moderator, "Demo staff", ImmutableArray<RoomId>.Empty, singleUse, Later);

    private IInviteGrain Invite(string id) => shell.Grains.GetGrain<IInviteGrain>(id);

    private async Task<(IInviteGrain Invite, byte[] Hash)> NewAsync(InviteTerms terms)
    {
        var invite = Invite(RandomNumberGenerator.GetHexString(32, lowercase: true));
        var hash = SHA256.HashData(RandomNumberGenerator.GetBytes(16));
        Assert.True(await invite.Create(terms, hash));
        Assert.False(await invite.Create(terms, hash));
        return (invite, hash);
    }
}
