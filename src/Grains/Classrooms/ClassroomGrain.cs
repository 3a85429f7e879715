using Halle.Keeping;
using Halle.Moderation;
using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Classrooms;

/// <summary>A class, which tells the board also whether it has people: nobody else is told of classes.</summary>
[GrainType("halle.class")]
internal sealed class ClassroomGrain(RoomServices services, IOptions<BoardOptions> board, IOptions<ClassOptions> options)
    : ModeratedRoomGrain(services, board), IClassroomGrain
{
    private protected override int Counted => Here.Count(one => one.Role is not (Role.Moderator or Role.Organiser));

    public async Task<ForgetAnswer> Expire(CancellationToken cancellationToken)
    {
        var answer = await Forget(new ForgetOrder(ForgetKind.Messages, Before: Now - options.Value.KeepMessages), cancellationToken);
        if (!HasReaders)
        {
            // Nobody is here: it was opened for this, and need not stay.
            DeactivateOnIdle();
        }

        return answer;
    }
}
