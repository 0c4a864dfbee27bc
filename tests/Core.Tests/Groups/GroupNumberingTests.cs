using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Groups;

public sealed class GroupNumberingTests
{
    [Fact]
    public void Number_NeverNumbered_FollowsTheLabelsOfTheFirstYear()
    {
        var years = Years((2018, "aabbcc"), (2019, "ccaabb"), (2020, "bbccca"));

        var numbers = GroupNumbering.Number(3, years, []);

        Assert.Equal([[1, 2, 3], [2, 3, 1], [3, 1, 2]], numbers);
        Assert.Equal(["1 1 2 2 3 3", "1 1 2 2 3 3", "1 1 2 2 2 3"], GroupNumbering.Paths(years, numbers).Select(Text));
    }

    [Fact]
    public void Number_AYearMore_ChangesNoneBefore()
    {
        var years = Years((2018, "aabbcc"), (2019, "ccaabb"), (2020, "bbccca"), (2021, "cababc"));

        Assert.Equal(GroupNumbering.Number(3, years[..3], []), GroupNumbering.Number(3, years, []).Take(3));
    }

    /// <summary>What was called 3 is called 3 again, in each year by itself.</summary>
    [Fact]
    public void Number_NumberedBefore_EachYearFollowsItself()
    {
        var former = GroupNumbering.Paths(Years((2018, "aabbcc"), (2019, "aabbcc")), [[3, 1, 2], [2, 3, 1]]);

        Assert.Equal([[1, 2, 3], [3, 1, 2]], GroupNumbering.Number(3, Years((2018, "ccaabb"), (2019, "ccaabb")), former));
    }

    [Fact]
    public void Number_YearsAroundThoseNumberedBefore_FollowTheirNeighbours()
    {
        var former = GroupNumbering.Paths(Years((2019, "aabbcc")), [[3, 1, 2]]);

        var numbers = GroupNumbering.Number(3, Years((2017, "ccaabb"), (2018, "bbccaa"), (2019, "aabbcc"), (2020, "bbaacc")), former);

        Assert.Equal([[1, 2, 3], [2, 3, 1], [3, 1, 2], [1, 3, 2]], numbers);
    }

    [Fact]
    public void Number_OnlyOtherYearsNumberedBefore_BeginsFromTheNearest()
    {
        var former = GroupNumbering.Paths(Years((2010, "aabbcc"), (2012, "aabbcc")), [[1, 2, 3], [3, 1, 2]]);

        Assert.Equal([[3, 1, 2], [2, 3, 1]], GroupNumbering.Number(3, Years((2014, "aabbcc"), (2015, "bbccaa")), former));
    }

    [Fact]
    public void Paths_Likeness_IsOfTerritoriesOfBothYears()
    {
        var years = Years((2018, "aabb"), (2019, "bbaa??"), (2020, "????aa"), (2021, "aabbab"));

        var paths = GroupNumbering.Paths([years[0], years[1], (2020, years[2].Labels), years[3]], [[1, 2], [2, 1], [1, 2], [1, 2]]);

        Assert.Equal([null, 1.0, null, 0.0], paths.Select(p => p.AdjustedRand));
    }

    /// <summary>Things 0, 1… in groups a, b…; ? is missing.</summary>
    private static List<(int Year, IReadOnlyDictionary<string, int> Labels)> Years(params (int Year, string Groups)[] years)
        => [.. years.Select(y => (y.Year, (IReadOnlyDictionary<string, int>)y.Groups.Select((g, i) => (g, i)).Where(g => g.g != '?')
            .ToDictionary(g => g.i.ToString(System.Globalization.CultureInfo.InvariantCulture), g => g.g - 'a')))];

    private static string Text(GroupYear year) => string.Join(' ', year.Numbers.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => n.Value));
}
