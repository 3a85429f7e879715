using System.Diagnostics.CodeAnalysis;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Tests.Live.Host;

/// <summary>Every room exists, and no class is registered.</summary>
internal sealed class NoProgramme : IProgrammeCache
{
    public EventProgramme Current => EventProgramme.Empty;

    public bool Knows(RoomId room) => true;

    public bool TryFindClass(string code, [NotNullWhen(true)] out ClassRegistration? registration)
    {
        registration = null;
        return false;
    }
}
