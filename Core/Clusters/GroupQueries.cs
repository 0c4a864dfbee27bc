using Octoplus.Core.Storage;

namespace Octoplus.Core.Clusters;

/// <summary>Reads the groups that were computed beforehand: one read by key.</summary>
public sealed class GroupQueries(Database database)
{
    /// <summary>The groups of a choice; null where they were not computed beforehand (see <c>GroupAnalyses</c>, which computes any choice).</summary>
    /// <param name="clusters">k; null: the number suggested for the last year, in every year, so that the groups stay the same ones as the year changes.</param>
    /// <param name="year">Null: the last.</param>
    public Task<GroupPanel?> PanelAsync(GroupChoice choice, int? clusters, int? year, CancellationToken cancellationToken)
        => throw new NotSupportedException(database is null ? "" : "Comes.");

    /// <summary>What can be grouped with the figures served now.</summary>
    public Task<GroupCatalogue> CatalogueAsync(CancellationToken cancellationToken)
        => throw new NotSupportedException(database is null ? "" : "Comes.");
}
