using Halle.Capacity;

namespace Halle.Tests.Capacity;

public sealed class PlacesTests
{
    private static readonly Places Thousand = Places.Of(new CapacityOptions { MaxConnections = 1_000 }, descriptors: 20_000);

    [Theory(DisplayName = "[CA1] New visitors are sent away first, then those who are known, staff last")]
    [InlineData(949, true, true, true)]
    [InlineData(950, false, true, true)]
    [InlineData(989, false, true, true)]
    [InlineData(990, false, false, true)]
    [InlineData(999, false, false, true)]
    [InlineData(1_000, false, false, false)]
    public void Staff_are_sent_away_last(int taken, bool newVisitor, bool known, bool staff) => Assert.Equal(
        (newVisitor, known, staff),
        (Thousand.Admits(Comer.NewVisitor, taken), Thousand.Admits(Comer.Known, taken), Thousand.Admits(Comer.Staff, taken)));

    [Fact(DisplayName = "[CA2] Unless told otherwise an edge holds what its descriptors allow, without the spare ones")]
    public void Places_follow_from_descriptors() =>
        Assert.Equal(new Places(17_575, 18_315, 18_500), Places.Of(new CapacityOptions(), descriptors: 20_000));

    [Theory(DisplayName = "[CA1] A reserve that is wanted at all is one place at least, and none is none")]
    [InlineData(10, 5, 1, 9, 9)]
    [InlineData(10, 0, 0, 10, 10)]
    [InlineData(1, 5, 1, 0, 0)]
    public void A_reserve_is_one_place_at_least(int all, int forReturn, int forStaff, int newVisitors, int known) => Assert.Equal(
        new Places(newVisitors, known, all),
        Places.Of(new CapacityOptions { MaxConnections = all, ReturnReservePercent = forReturn, StaffReservePercent = forStaff }, descriptors: 20_000));

    [Fact(DisplayName = "[CA2] The descriptors are read as Linux writes them")]
    public void The_descriptors_are_read()
    {
        string[] lines =
        [
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             94876                94876                processes ",
            "Max open files            20000                524288               files     ",
        ];

        Assert.Equal(20_000, DescriptorLimit.Parse(lines));
        Assert.Equal(int.MaxValue, DescriptorLimit.Parse(["Max open files            unlimited            unlimited            files"]));
        Assert.Equal(20_000, DescriptorLimit.Parse([]));
    }
}
