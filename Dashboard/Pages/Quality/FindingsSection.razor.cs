using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Quality;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>Findings of one kind, to be read and explained.</summary>
public sealed partial class FindingsSection : QualitySection
{
    private IReadOnlyList<StoredFinding>? _findings;
    private IReadOnlyList<string> _departments = [];
    private IReadOnlyList<int> _periods = [];
    private StoredFinding? _asked;
    private int _total;

    [Inject]
    private QualityQueries Queries { get; set; } = default!;

    [Inject]
    private QualityFindingStore Store { get; set; } = default!;

    [Inject]
    private MessageText Texts { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    private bool IsFiltered => State is not { Department: null, Force: null, Year: null };

    private FindingFilter Filter => State.FindingFilter(State.Kind!.Value);

    protected override void Forget() => _findings = null;

    protected override async Task ReadAsync()
    {
        (_departments, _periods) = await Queries.PlacesAsync(Filter.Kind, CancellationToken.None);
        _total = await Queries.CountAsync(Filter, CancellationToken.None);
        _findings = await Queries.PageAsync(Filter, QualityPaging.PageSize, (State.Page - 1) * QualityPaging.PageSize, CancellationToken.None);
    }

    private Task ExplainAsync(StoredFinding stored, bool isExplained, string? comment)
        => DoAsync(async actor => await Store.ExplainAsync(stored.Finding.Key, isExplained, actor, comment, CancellationToken.None)
            ? (isExplained ? T["Done.Explained"] : T["Done.Reopened"], false)
            : (T["Changed"], true));
}
