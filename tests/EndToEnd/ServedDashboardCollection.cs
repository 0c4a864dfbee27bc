namespace Octoplus.EndToEnd;

/// <summary>One program and one browser for all browser tests; xunit then runs them one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServedDashboardCollection : ICollectionFixture<ServedDashboard>
{
    public const string Name = "served dashboard";
}
