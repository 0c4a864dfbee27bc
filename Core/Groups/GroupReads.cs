using Octoplus.Core.Storage;

namespace Octoplus.Core.Groups;

/// <summary>The reads of the page of groups.</summary>
public sealed class GroupReads(GroupQueries queries) : IMeasuredReads
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
    {
        if ((await queries.CatalogueAsync(cancellationToken)).Offers.Count == 0)
        {
            return [];
        }

        var choice = GroupChoice.Default;
        return
        [
            new(
                "groups/panel",
                async token => (await queries.PanelAsync(choice, null, null, token))?.Analysis.Members.Count ?? 0,
                [(GroupQueries.PanelSql, new { hash = choice.Hash, clusters = (int?)null, year = (int?)null })]),
            new("groups/catalogue", async token => (await queries.CatalogueAsync(token)).Offers.Count, []),
        ];
    }
}
