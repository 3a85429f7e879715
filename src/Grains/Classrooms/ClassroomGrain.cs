using System.Collections.Immutable;
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
    private ImmutableArray<NamedPresence> _countedOf = [];
    private int _counted;

    /// <summary>Asked with every message, of people who rarely change: counted when they do.</summary>
    private protected override int Counted
    {
        get
        {
            if (_countedOf != Here)
            {
                (_countedOf, _counted) = (Here, Here.Count(one => one.Role is not (Role.Moderator or Role.Organiser)));
            }

            return _counted;
        }
    }

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
