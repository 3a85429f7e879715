using System.Diagnostics.CodeAnalysis;
using Halle.Rooms;

namespace Halle.Programme;

/// <summary>This edge's copy of the programme, refreshed once a second. A room that is not in it does not exist: no grain is asked.</summary>
public interface IProgrammeCache
{
    EventProgramme Current { get; }

    bool Knows(RoomId room);

    /// <summary>Finds a registered class by its code in canonical form.</summary>
    bool TryFindClass(string code, [NotNullWhen(true)] out ClassRegistration? registration);
}
