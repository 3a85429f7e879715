using Halle.Booths;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Booths;

public sealed class DutyBoardTests
{
    private readonly WholeRoom _room = new(Cast.Booth);

    [Fact(DisplayName = "[EV4] A professional's duty is shown to everybody and dropped when off")]
    public void A_professionals_duty_is_shown()
    {
        _room.Do(Cast.Host, new SetDuty(DutyStatus.Available));
        _room.ChangesNothing(Cast.Host, new SetDuty(DutyStatus.Available));
        Assert.Equal(
            [new Duty(Cast.Host.Person.Value, Cast.Host.Name, DutyStatus.Available, _room.Now)], _room.Room.ShowAll(Audience.Public).OfType<Duty>());
        _room.Reload();
        _room.Do(Cast.Host, new SetDuty(DutyStatus.Busy));
        _room.Do(Cast.Host, new SetDuty(DutyStatus.Off));
        _room.ChangesNothing(Cast.Host, new SetDuty(DutyStatus.Off));

        Assert.Empty(_room.Room.ShowAll(Audience.Public).OfType<Duty>());
        _room.Refuses(RejectionCode.BadRequest, Cast.Host, new SetDuty((DutyStatus)9));
        _room.Refuses(RejectionCode.Forbidden, Cast.OtherProfessional, new SetDuty(DutyStatus.Available));
    }
}
