using Halle.Chat;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Rooms;

/// <summary>
/// The commands by which the public is heard: what a mute, a pause or the breaker stops. Taking back one's own words, reporting and everything a
/// moderator does is not among them: moderation and calls for help never wait.
/// </summary>
public static class PublicWriting
{
    public static bool Includes(RoomCommand command) =>
        command is PostMessage or AskQuestion or VoteQuestion or UnvoteQuestion or VotePoll;

    /// <summary>Whether the actor is one of the public in this room.</summary>
    public static bool IsPublic(in Situation situation) =>
        Permissions.AudienceOf(situation.Actor, situation.Room) == Audience.Public;
}
