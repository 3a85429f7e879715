using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Halle.Programme;

/// <summary>What is on: zones, sites, talks, registered classes. A room exists when it is in the programme, and only then.</summary>
[GrainInterfaceType("halle.programme"), Alias("halle.IProgrammeGrain")]
public interface IProgrammeGrain : IGrainWithStringKey
{
    /// <summary>The one programme's key.</summary>
    const string Key = "main";

    /// <summary>The whole programme, or null when <paramref name="knownVersion"/> is the current one.</summary>
    [AlwaysInterleave, ReadOnly, Alias("Get")]
    Task<EventProgramme?> Get(long knownVersion);

    /// <summary>Replaces it and raises its version; stored when the call returns.</summary>
    [Alias("Replace")]
    Task<long> Replace(EventProgramme programme);

    /// <summary>Stores it when there is none yet, and answers the programme that holds: of several that call at once, one fills.</summary>
    [Alias("Fill")]
    Task<EventProgramme> Fill(EventProgramme programme);
}

[GenerateSerializer, Immutable, Alias("halle.EventProgramme")]
public sealed record EventProgramme(
    long Version,
    LocalText Name,
    bool Demo,
    ImmutableArray<Zone> Zones,
    ImmutableArray<Site> Sites,
    ImmutableArray<TalkSlot> Talks,
    ImmutableArray<ClassRegistration> Classes)
{
    public static readonly EventProgramme Empty = new(0, new LocalText("", ""), Demo: false, [], [], [], []);
}

/// <summary>A text in the two languages of the screens.</summary>
[GenerateSerializer, Immutable, Alias("halle.LocalText")]
public sealed record LocalText(string Fr, string En);

[GenerateSerializer, Immutable, Alias("halle.Zone")]
public sealed record Zone(string Key, LocalText Label);

/// <param name="Number">1 to 45 in the demo; the order on the map.</param>
/// <param name="Key">The booth's room key.</param>
/// <param name="Fictional">Shown as such: only the sites named by the owner are real companies.</param>
/// <param name="Look">The silhouette the map draws.</param>
/// <param name="Jobs">Trades of the professionals on duty there, in French, for search.</param>
[GenerateSerializer, Immutable, Alias("halle.Site")]
public sealed record Site(
    int Number, string Key, string Label, LocalText Sector, string Zone, string Look, bool Fictional, ImmutableArray<string> Jobs)
{
    /// <summary>Films, documents and links, in the order they are offered.</summary>
    [Id(8)]
    public ImmutableArray<Medium> Media { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>When a professional is to be there, as the organiser plans it.</summary>
    [Id(9)]
    public ImmutableArray<OpenHours> Hours { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The same trades in English, each in its place; empty where one is said in French only, and nothing at all where all are.</summary>
    [Id(10)]
    public ImmutableArray<string> JobsEn { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>A stretch of half hours.</summary>
/// <param name="From">Beginning of the first.</param>
/// <param name="Until">End of the last.</param>
[GenerateSerializer, Immutable, Alias("halle.OpenHours")]
public sealed record OpenHours(DateTimeOffset From, DateTimeOffset Until);

[GenerateSerializer, Immutable, Alias("halle.TalkSlot")]
public sealed record TalkSlot(string Key, LocalText Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <param name="Key">The class room's key: 128 random bits, so it cannot be guessed.</param>
/// <param name="Code">Class code in canonical form. It lets pupils in and is shown to the teacher, so it is stored readable.</param>
/// <param name="Size">Pupils who come in without asking; at most 45.</param>
[GenerateSerializer, Immutable, Alias("halle.ClassRegistration")]
public sealed record ClassRegistration(
    string Key, string Label, string Code, int Size, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    /// <summary>The organiser's own name for the class in the programme file; null for one that came otherwise.</summary>
    [Id(6)]
    public string? Reference { get; init; }
}
