using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Talks;

internal static class TalkTable
{
    // A vote changes the results of everybody who has voted; they get them with their next state or when the poll closes.
    public static PlayedRoom Set(bool isChecked = true) =>
        new(Cast.Talk, () => [new TalkStage(), new QuestionBoard(), new PollBoard()], "poll.vote") { IsChecked = isChecked };

    public static Question Question(this PlayedRoom room, string id, Audience audience = Audience.Staff) =>
        Assert.Single(room.Shown<Question>(audience), question => string.Equals(question.Id, id, StringComparison.Ordinal));
}
