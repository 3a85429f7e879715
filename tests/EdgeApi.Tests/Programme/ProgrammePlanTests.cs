using System.Collections.Immutable;
using Halle.Access;
using Halle.Programme;
using Halle.Programme.Loading;
using Halle.Rooms;

namespace Halle.Tests.Programme;

/// <summary>From what is stored to what the file says; nothing is touched here.</summary>
public sealed class ProgrammePlanTests
{
    private static readonly DateTimeOffset Now = ProgrammeReaderTests.Now;

    private int _made;

    [Fact(DisplayName = "[PL3] Loaded into nothing, everything is new; loaded again, nothing is")]
    public async Task Same_file_again_changes_nothing()
    {
        var file = await ExampleAsync();
        var first = Plan(file, EventProgramme.Empty, []);
        var (programme, invites) = Done(first, []);

        Assert.Equal((1, 2 + 2 + 1 + 2 + 4), (first.Changes.Count(change => change.Kind == ChangeKind.Changed), first.Changes.Count(change => change.Kind == ChangeKind.Added)));
        Assert.Equal(4, first.Invite.Length);
        Assert.DoesNotContain(first.Changes, change => programme.Classes.Any(one => change.Detail.Contains(one.Key, StringComparison.Ordinal)));
        Assert.Equal(2, programme.Classes.DistinctBy(one => one.Code).Count());
        var teacher = Assert.Single(first.Invite, invite => invite.Terms.Role == Role.Teacher);
        Assert.Equal([RoomId.Class(programme.Classes[0].Key)], teacher.Terms.Own.AsEnumerable());

        var again = Plan(file, programme, invites);

        Assert.True(again.IsEmpty, string.Join('\n', again.Changes));
        Assert.Null(again.Programme);
        Assert.Empty(again.Invite);
        Assert.Empty(again.Revoke);
        Assert.Equal(programme.Classes.AsEnumerable(), again.Classes.AsEnumerable());
    }

    [Fact(DisplayName = "[ZO4] A site's hours are kept from the file, and other hours are a change")]
    public async Task Hours_are_kept()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);
        var hours = Assert.Single(programme.Sites[0].Hours);
        Assert.Equal((2.5, 0), ((hours.Until - hours.From).TotalHours, programme.Sites[1].Hours.Length));

        var plan = Plan(file with { Sites = [file.Sites[0] with { Hours = [] }, file.Sites[1]] }, programme, invites);

        Assert.Equal("site chantier-naval", Assert.Single(plan.Changes).What);
        Assert.Empty(plan.Programme!.Sites[0].Hours);
    }

    [Fact(DisplayName = "[WB8] A site's jobs are kept in both languages or in one; a file that has them in French only is the same file as ever")]
    public async Task Jobs_are_kept()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);
        Assert.Equal(["soudeuse", "mécanicien naval"], programme.Sites[0].Jobs.AsEnumerable());
        Assert.Equal(["welder", ""], programme.Sites[0].JobsEn.AsEnumerable());

        var french = file with { Sites = [file.Sites[0] with { Jobs = [new JobEntry("soudeuse"), new JobEntry("mécanicien naval")] }, file.Sites[1]] };
        var plan = Plan(french, programme, invites);

        Assert.Equal("site chantier-naval", Assert.Single(plan.Changes).What);
        Assert.Empty(plan.Programme!.Sites[0].JobsEn);
        Assert.True(Plan(french, plan.Programme, invites).IsEmpty);
    }

    [Fact(DisplayName = "[PL3] A class that is renamed and resized keeps its room and its code; one that is gone is removed")]
    public async Task Classes_keep_their_codes()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);

        var plan = Plan(
            file with { Classes = [file.Classes[0] with { Label = "Lycée Exemple, 2nde 3 européenne", Size = 20 }], Staff = file.Staff[..3] }, programme, invites);

        var kept = Assert.Single(plan.Classes);
        Assert.Equal((programme.Classes[0].Key, programme.Classes[0].Code, 20), (kept.Key, kept.Code, kept.Size));
        Assert.Equal(
            ["Changed class exemple-2nde3", "Removed class exemple-4eb", "Removed staff prof-2nde3"],
            plan.Changes.Select(change => $"{change.Kind} {change.What}").Order(StringComparer.Ordinal));
        Assert.Contains("size: 34 → 20", plan.Changes.Single(change => change.Kind == ChangeKind.Changed).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Changes, change => change.Detail.Contains(programme.Classes[0].Code, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[PL3] Staff who change get a new link and lose the old one; those who are gone lose it; invitations made elsewhere stay")]
    public async Task Staff_are_followed()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);
        var other = new InviteSummary(new string('f', 32), new InviteTerms(Role.Moderator, "Autrement", [], SingleUse: false, Now.AddDays(1)), Now, Revoked: false);
        ImmutableArray<StaffEntry> staff = [file.Staff[0], file.Staff[2] with { Name = "Exemple · Camille, soudeuse navale" }, file.Staff[3]];

        var plan = Plan(file with { Staff = staff }, programme, [.. invites, other]);

        Assert.Null(plan.Programme);
        Assert.Equal(["soudeuse"], plan.Invite.Select(invite => invite.Reference));
        Assert.Equal(["moderation-1", "soudeuse"], plan.Revoke.Select(invite => invite.Reference).Order(StringComparer.Ordinal));

        var reissued = Plan(file, programme, invites, "organisation");
        Assert.Equal(["organisation"], reissued.Invite.Select(invite => invite.Reference));
        Assert.Equal(["organisation"], reissued.Revoke.Select(invite => invite.Reference));
    }

    [Fact(DisplayName = "[PL3] An invitation that was revoked or is over is made again when the file still asks for it")]
    public async Task Ended_invitations_are_made_again()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);

        var plan = Plan(
            file, programme, [invites[0] with { Revoked = true }, invites[1] with { Terms = invites[1].Terms with { ExpiresAt = Now } }, invites[2], invites[3]]);

        Assert.Equal(["organisation", "moderation-1"], plan.Invite.Select(invite => invite.Reference));
        Assert.Empty(plan.Revoke);
    }

    [Fact(DisplayName = "[PL3] Sites in another order are a change, and a demo is no demo any more")]
    public async Task Order_and_demo_count()
    {
        var file = await ExampleAsync();
        var (programme, invites) = Done(Plan(file, EventProgramme.Empty, []), []);

        Assert.Equal("order", Assert.Single(Plan(file with { Sites = [.. file.Sites.Reverse()] }, programme, invites).Changes).What);
        Assert.Equal("demo: true → false", Assert.Single(Plan(file, programme with { Demo = true }, invites).Changes).Detail);
    }

    private static async Task<ProgrammeFile> ExampleAsync()
    {
        var timeout = TestContext.Current.CancellationToken;
        var (file, faults) = await ProgrammeReader.ReadAsync(await File.ReadAllTextAsync(ProgrammeReaderTests.ExamplePath, timeout), Now, timeout);
        Assert.Empty(faults);
        return file!;
    }

    private ProgrammePlan Plan(ProgrammeFile file, EventProgramme current, IReadOnlyCollection<InviteSummary> invites, params string[] reissue) =>
        ProgrammePlan.Make(file, current, invites, reissue.ToHashSet(StringComparer.Ordinal), Now, () => ($"{++_made:x32}", $"CODE{_made}"));

    private static (EventProgramme Programme, ImmutableArray<InviteSummary> Invites) Done(ProgrammePlan plan, ImmutableArray<InviteSummary> invites) => (
        plan.Programme! with { Version = 1 },
        [.. invites, .. plan.Invite.Select((invite, at) => new InviteSummary($"{at:x32}", invite.Terms, Now, Revoked: false) { Reference = invite.Reference })]);
}
