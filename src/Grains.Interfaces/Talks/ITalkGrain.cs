using Halle.Rooms;

namespace Halle.Talks;

/// <summary>A talk of the forum: stage, chat, questions, polls, reactions, sanctions, mode.</summary>
[GrainInterfaceType("halle.talk"), Alias("halle.ITalkGrain")]
public interface ITalkGrain : IRoomGrain;
