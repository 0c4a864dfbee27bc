using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>The reads of the page of the audit log.</summary>
public sealed class AuditReads(AuditQueries queries) : IMeasuredReads
{
    private const int PageSize = 50;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
        => (await queries.ActionsAsync(cancellationToken)).Count == 0 ? [] :
        [
            new("audit", async token => (await queries.PageAsync(new AuditFilter(), 1, PageSize, token)).Rows.Count, []),
            new("audit/actions", async token => (await queries.ActionsAsync(token)).Count, []),
        ];
}
