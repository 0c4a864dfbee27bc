using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>The reads of the lists of vintages and of what became of them.</summary>
public sealed class VintageReads(VintageQueries vintages, FlipQueries flips) : IMeasuredReads
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
        => (await vintages.AcceptedAsync(cancellationToken)).Count == 0 ? [] :
        [
            new("datasets", async token => (await vintages.AcceptedAsync(token)).Count, []),
            new("imports/history", async token => (await flips.HistoryAsync(50, token)).Count, []),
        ];
}
