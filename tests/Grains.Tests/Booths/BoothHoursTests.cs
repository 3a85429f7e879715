using System.Collections.Immutable;
using CsCheck;
using Halle.Booths;
using Halle.Programme;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Booths;

public sealed class BoothHoursTests
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<ImmutableArray<int>> Slots = Gen.Int[0, 40].Array[0, 12].Select(slots => slots.Distinct().ToImmutableArray());

    private readonly WholeRoom _room = new(Cast.Booth);

    [Fact(DisplayName = "[ZO1] Half hours are offered, withdrawn and offered again, and the newest word counts")]
    public void The_newest_word_counts()
    {
        _room.Do(Cast.Host, Offer(At(11), At(10, 30)));
        Assert.Equal([At(10, 30), At(11)], Shown().Offered.AsEnumerable());
        _room.ChangesNothing(Cast.Host, Offer(At(11)));

        _room.Do(Cast.Organiser, new SetHours([At(12)], [At(11)]));
        _room.Reload();

        Assert.Equal([At(10, 30), At(12)], Shown().Offered.AsEnumerable());
        Assert.Equal([At(11)], Shown().Withdrawn.AsEnumerable());
        _room.Do(Cast.Host, Offer(At(11)));
        Assert.Empty(Shown().Withdrawn);
    }

    [Fact(DisplayName = "[ZO1] A time in another zone is the same half hour; what is over is dropped")]
    public void One_half_hour_has_one_name()
    {
        _room.Do(Cast.Host, Offer(At(9, 30)));
        _room.ChangesNothing(Cast.Host, Offer(new DateTimeOffset(2026, 11, 23, 10, 30, 0, TimeSpan.FromHours(1))));
        _room.Wait(3_600);
        _room.ChangesNothing(Cast.Host, new SetHours([], [At(9, 30)]));
        _room.Do(Cast.Host, Offer(At(11)));

        Assert.Equal([At(11)], Shown().Offered.AsEnumerable());
    }

    public static TheoryData<string, string, string[], string[]> Unfit => new()
    {
        { "a crooked minute", RejectionCode.BadRequest, ["2026-11-23T10:10:00Z"], [] },
        { "a crooked second", RejectionCode.BadRequest, ["2026-11-23T10:30:01Z"], [] },
        { "in a year", RejectionCode.BadRequest, ["2027-11-23T10:30:00Z"], [] },
        { "over", RejectionCode.TooLate, ["2026-11-23T08:30:00Z"], [] },
        { "in both lists", RejectionCode.BadRequest, ["2026-11-23T10:30:00Z"], ["2026-11-23T11:30:00+01:00"] },
        { "twice", RejectionCode.BadRequest, ["2026-11-23T10:30:00Z", "2026-11-23T10:30:00Z"], [] },
        { "one good, one not", RejectionCode.BadRequest, ["2026-11-23T10:30:00Z", "2026-11-23T10:31:00Z"], [] },
    };

    [Theory(DisplayName = "[ZO1] An unfit wish is refused whole")]
    [MemberData(nameof(Unfit))]
    public void An_unfit_wish_is_refused(string what, string code, string[] offer, string[] withdraw)
    {
        Assert.NotEmpty(what);
        _room.Refuses(code, Cast.Host, new SetHours([.. offer.Select(Read)], [.. withdraw.Select(Read)]));
        Assert.Empty(Shown().Offered);
    }

    [Fact(DisplayName = "[ZO1] There is a bound to one wish and to what a booth keeps, and foreign professionals and the public say nothing")]
    public void There_are_bounds()
    {
        _room.Refuses(RejectionCode.BadRequest, Cast.Host, Offer([.. Enumerable.Range(1, BoothHours.MostAtOnce + 1).Select(Slot)]));
        for (var i = 0; i < BoothHours.MostKept / BoothHours.MostAtOnce; i++)
        {
            _room.Do(Cast.Host, Offer([.. Enumerable.Range(1 + (i * BoothHours.MostAtOnce), BoothHours.MostAtOnce).Select(Slot)]));
        }

        _room.Refuses(RejectionCode.TooLong, Cast.Host, Offer(Slot(BoothHours.MostKept + 1)));
        _room.Refuses(RejectionCode.BadRequest, Cast.Host, new SetHours(default, []));
        _room.Refuses(RejectionCode.Forbidden, Cast.OtherProfessional, Offer(At(10)));
        _room.Refuses(RejectionCode.Forbidden, Cast.Visitor(1), Offer(At(10)));
    }

    [Fact(DisplayName = "[ZO2] The next time is the earliest that is planned or offered, not withdrawn, and still to come")]
    public void The_next_time_is_the_earliest_to_come() =>
        Gen.Select(Slots, Slots, Slots, Gen.Int[0, 45 * 30 * 60]).Sample((planned, offered, withdrawn, seconds) =>
        {
            var now = Nine.AddSeconds(seconds);
            var said = new SaidHours([.. offered.Except(withdrawn).Select(Slot)], [.. withdrawn.Select(Slot)]);
            var plan = planned.Select(slot => new OpenHours(Slot(slot).ToOffset(TimeSpan.FromHours(1)), Slot(slot + 2))).ToList();

            var next = NextTime.After(now, plan, said);

            // The slow way: every half hour of two days, one by one.
            var wanted = Enumerable.Range(0, 96).Where(slot =>
                Slot(slot) > now
                && (planned.Contains(slot) || planned.Contains(slot - 1) || offered.Contains(slot))
                && !withdrawn.Contains(slot)).Select(slot => (DateTimeOffset?)Slot(slot)).FirstOrDefault();
            Assert.Equal(wanted, next);
            Assert.True(next is null || (HalfHour.IsBeginning(next.Value) && next > now));
        });

    [Fact(DisplayName = "[ZO2] An offer never makes the next time later, a withdrawal never sooner, and undoing either brings it back")]
    public void Saying_and_undoing() =>
        Gen.Select(Slots, Gen.Int[1, 40], Gen.Bool).Sample((offered, slot, offer) =>
        {
            var room = new WholeRoom(Cast.Booth) { Checks = false };
            room.Do(Cast.Host, Offer(Slot(47)));
            room.Try(Cast.Host, new SetHours([.. offered.Where(one => one != slot).Select(Slot)], []));
            room.Try(Cast.Host, offer ? new SetHours([], [Slot(slot)]) : Offer(Slot(slot)));
            var before = Next(room);

            var wish = offer ? Offer(Slot(slot)) : new SetHours([], [Slot(slot)]);
            room.Do(Cast.Host, wish);
            var after = Next(room);
            room.Do(Cast.Host, new SetHours(wish.Withdraw, wish.Offer));

            Assert.True(offer ? after <= before : after >= before, $"{before} → {after}");
            Assert.Equal(before, Next(room));
        });

    private static DateTimeOffset? Next(WholeRoom room) =>
        room.Room.Part<BoothHours>()!.Now is var now ? NextTime.After(room.Now, [], new SaidHours(now.Offered, now.Withdrawn)) : null;

    private static DateTimeOffset Slot(int number) => Nine.AddMinutes(30 * number);

    private static DateTimeOffset At(int hour, int minute = 0) => new(2026, 11, 23, hour, minute, 0, TimeSpan.Zero);

    private static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static SetHours Offer(params ImmutableArray<DateTimeOffset> times) => new(times, []);

    private Hours Shown() => Assert.Single(_room.Room.ShowAll(Audience.Public).OfType<Hours>());
}
