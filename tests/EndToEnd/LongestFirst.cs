using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Octoplus.EndToEnd.LongestFirst", "Octoplus.EndToEnd")]

namespace Octoplus.EndToEnd;

/// <summary>Begins with what takes longest, so that it does not go on alone when everything else is over.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _longest = [ServedDashboardCollection.Name, nameof(GroupsTests), nameof(ForecastAdminTests), nameof(ForecastsTests), nameof(KilledDeskTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(c => Array.FindIndex(_longest, name => c.DisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place ? place : _longest.Length);
}
