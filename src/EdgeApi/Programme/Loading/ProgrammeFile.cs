using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Halle.Rooms;

namespace Halle.Programme.Loading;

/// <summary>
/// An event as its organiser writes it down: the whole of it, each time. <c>programme.schema.json</c> says the same to editors, with every bound;
/// docs/operations.md explains it.
/// </summary>
/// <param name="Schema">Where an editor finds the schema; not read.</param>
public sealed record ProgrammeFile(
    LocalText Name,
    ImmutableArray<Zone> Zones,
    ImmutableArray<SiteEntry> Sites,
    ImmutableArray<TalkSlot> Talks,
    ImmutableArray<ClassEntry> Classes,
    ImmutableArray<StaffEntry> Staff,
    [property: JsonPropertyName("$schema")] string? Schema = null);

/// <param name="Number">The order in lists and on the map.</param>
/// <param name="Look">The silhouette the map draws; one it does not know is drawn as a hall.</param>
/// <param name="Hours">When a professional is to be there. What the booth's professionals say themselves goes before it.</param>
public sealed record SiteEntry(
    int Number,
    string Key,
    string Label,
    LocalText Sector,
    string Zone,
    string Look,
    ImmutableArray<JobEntry>? Jobs = null,
    ImmutableArray<Medium>? Media = null,
    bool Fictional = false,
    ImmutableArray<OpenHours>? Hours = null);

/// <summary>A class to register. Its room and its code are made when it is loaded first, and stay.</summary>
/// <param name="Id">The organiser's own name for it, by which it is found again.</param>
/// <param name="Size">Pupils who come in without asking.</param>
public sealed record ClassEntry(string Id, string Label, int Size, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>Somebody to invite. The link is made when it is loaded first, and again when anything here has changed.</summary>
/// <param name="Id">The organiser's own name for the invitation, by which it is found again.</param>
/// <param name="Name">What everybody sees.</param>
/// <param name="Rooms"><c>booth:KEY</c>, <c>talk:KEY</c>, or <c>class:ID</c> with the class's id of this file.</param>
public sealed record StaffEntry(
    string Id, string Name, Role Role, DateTimeOffset ExpiresAt, ImmutableArray<string>? Rooms = null, bool SingleUse = false);

/// <summary>Something that is wrong with a file.</summary>
/// <param name="Code">Stable; docs/operations.md lists them.</param>
/// <param name="Path">Where in the document: <c>sites[3].zone</c>.</param>
/// <param name="Line">From 1; 0 when there is none.</param>
/// <param name="Expected">What should be there.</param>
public sealed record ProgrammeFault(string Code, string Path, int Line, string Expected);
