namespace Halle.Rooms;

/// <summary>Who answers for whom: one may act against people of a lower standing only. It gives no rights; those are in the permission table.</summary>
public static class Standing
{
    public static int Of(Role role) => role switch
    {
        Role.Organiser => 3,
        Role.Moderator => 2,
        Role.Professional or Role.Teacher => 1,
        _ => 0,
    };
}
