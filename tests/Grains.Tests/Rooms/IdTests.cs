using Halle.Rooms;

namespace Halle.Tests.Rooms;

public sealed class IdTests
{
    [Theory(DisplayName = "[LI90] A person's id is 32 lower-case hexadecimal digits")]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef\n", false)]
    [InlineData("0123456789abcdef0123456789abcdeg", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_person_id_is_hexadecimal(string? text, bool valid) => Assert.Equal(valid, PersonId.TryParse(text, out _));

    [Theory(DisplayName = "[LI90] A client id is 8 to 64 letters, digits, dashes and underscores")]
    [InlineData("abcDEF_9", true)]
    [InlineData("abcDEF-", false)]
    [InlineData("abcDEF 9", false)]
    [InlineData("abcDEF_9\n", false)]
    [InlineData("abcDEFé9", false)]
    [InlineData(null, false)]
    public void A_client_id_is_plain(string? text, bool valid) => Assert.Equal(valid, ClientId.TryParse(text, out _));

    [Theory(DisplayName = "[LI90] A room is kind:key in its one canonical form (C18, N16, N17, N18)")]
    [InlineData("booth:edf", true)]
    [InlineData("class:0123456789abcdef0123456789abcdef", true)]
    [InlineData("talk:a", true)]
    [InlineData("event:main", true)]
    [InlineData("Booth:edf", false)]
    [InlineData("booth:EDF", false)]
    [InlineData("booth:-edf", false)]
    [InlineData("booth:edf-", false)]
    [InlineData("booth:", false)]
    [InlineData("booth:a/b#?", false)]
    [InlineData("booth:..", false)]
    [InlineData("booth:%2f", false)]
    [InlineData("booth:' or 1 eq 1", false)]
    [InlineData("booth:edf'", false)]
    [InlineData("booth:\"edf\"", false)]
    [InlineData("booth:edf\n", false)]
    [InlineData("house:edf", false)]
    [InlineData(":edf", false)]
    [InlineData("edf", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_room_id_is_canonical(string? text, bool valid)
    {
        Assert.Equal(valid, RoomId.TryParse(text, out var room));
        Assert.Equal(valid ? text : null, valid ? room.ToGrainKey() : null);
        Assert.True(RoomId.TryParse("talk:" + new string('a', 64), out _));
        Assert.False(RoomId.TryParse("talk:" + new string('a', 65), out _));
    }
}
