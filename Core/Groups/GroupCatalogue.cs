namespace Octoplus.Core.Groups;

/// <summary>What can be grouped with the figures served now.</summary>
/// <param name="Offers">By <see cref="GroupTerritories"/>; empty before the first data.</param>
public sealed record GroupCatalogue(IReadOnlyList<GroupOffer> Offers)
{
    /// <summary>The offer of some territories, or null.</summary>
    public GroupOffer? Find(GroupTerritories territories) => Offers.FirstOrDefault(o => o.Territories == territories);
}

/// <summary>What can be grouped of one kind of territory.</summary>
/// <param name="Features">In the order of <see cref="GroupFeature.All"/>; without populations shares only.</param>
/// <param name="FirstYear">First year with recorded crime.</param>
/// <param name="LastYear">Last year with recorded crime.</param>
/// <param name="Count">Territories listed in any of these years; some may lack a value and be left out.</param>
public sealed record GroupOffer(GroupTerritories Territories, IReadOnlyList<GroupFeature> Features, int FirstYear, int LastYear, int Count);
