using Octoplus.Core.Storage;

namespace Octoplus.Core.Imports;

/// <summary>The read of the list of files that were imported.</summary>
public sealed class ImportReads(ImportQueries queries) : IMeasuredReads
{
    private const int PageSize = 20;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
        => (await queries.OverAsync(1, long.MaxValue, cancellationToken)).Count == 0 ? []
            : [new("imports", async token => (await queries.OverAsync(PageSize, long.MaxValue, token)).Count, [])];
}
