using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Backups;

namespace Octoplus.Ingest.Tests.Backups;

public sealed class KeepRuleTests
{
    [Fact]
    public void Kept_ADayForAYear_IsSevenDaysFourWeeksTwelveMonths()
    {
        var last = new DateTime(2026, 11, 22, 2, 30, 0, DateTimeKind.Utc); // a Sunday
        var kept = KeepRule.Kept(Enumerable.Range(0, 365).Select(d => last.AddDays(-d)), new KeepOptions());

        DateTime Day(int month, int day, int year = 2026) => new(year, month, day, 2, 30, 0, DateTimeKind.Utc);
        Assert.Equal(
            [
                Day(12, 31, 2025), Day(1, 31), Day(2, 28), Day(3, 31), Day(4, 30), Day(5, 31), Day(6, 30), Day(7, 31), Day(8, 31), Day(9, 30), Day(10, 31),
                Day(11, 1), Day(11, 8), Day(11, 15), Day(11, 16), Day(11, 17), Day(11, 18), Day(11, 19), Day(11, 20), Day(11, 21), Day(11, 22),
            ],
            kept.Order());
    }

    [Fact]
    public void Kept_SeveralOfOneDay_IsTheLastOfThem()
    {
        var noon = new DateTime(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal([noon], KeepRule.Kept([noon.AddHours(-1), noon, noon.AddHours(-5)], new KeepOptions()));
    }

    [Fact]
    public void Kept_AnyMoments_HoldsTheNewestAndNothingElseThanGiven()
        => Prop.ForAll<NonEmptyArray<PositiveInt>, byte, byte>((hours, daily, weekly) =>
        {
            var start = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            var made = hours.Get.Select(h => start.AddHours(h.Get)).ToList();
            var keep = new KeepOptions { Daily = 1 + daily, Weekly = weekly, Monthly = 2 };
            var kept = KeepRule.Kept(made, keep);

            // What the rule has kept it keeps: applied each day, it loses nothing by having been applied before.
            return kept.Contains(made.Max()) && kept.IsSubsetOf(made) && kept.Count <= keep.Daily + weekly + 2 && KeepRule.Kept(kept, keep).SetEquals(kept);
        }).QuickCheckThrowOnFailure();
}
