using Halle.Booths;
using Halle.Classrooms;
using Halle.Event;
using Halle.Rooms;
using Halle.Talks;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class RoomReferenceTests(ShellCluster shell)
{
    [Fact(DisplayName = "[RC89] A room's id leads to the grain that its kind's interface names")]
    public void A_rooms_id_leads_to_its_grain()
    {
        Check<IEventGrain>(RoomId.TheEvent);
        Check<IBoothGrain>(Cast.Booth);
        Check<ITalkGrain>(Cast.Talk);
        Check<IClassroomGrain>(Cast.Class);

        void Check<T>(RoomId room)
            where T : IRoomGrain
        {
            var expected = shell.Grains.GetGrain<T>(room.ToGrainKey());
            var found = Assert.IsAssignableFrom<T>(shell.Grains.GetRoom(room));
            Assert.Equal(expected.GetGrainId(), found.GetGrainId());
        }
    }
}
