using Halle.Moderation;
using Halle.Rooms;
using Microsoft.Extensions.Options;

namespace Halle.Talks;

[GrainType("halle.talk")]
internal sealed class TalkGrain(RoomServices services, IOptions<BoardOptions> board) : ModeratedRoomGrain(services, board), ITalkGrain;
