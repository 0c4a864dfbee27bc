using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Quality;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>What is doubtful in the stored data, and which services are one; list, filters and page are in the address.</summary>
public sealed partial class QualityPage : AddressedPage
{
    private QualityState _state = new();
    private Overview? _overview;
    private string? _failure;

    [Inject]
    private ServicePairQueries Pairs { get; set; } = default!;

    [Inject]
    private QualityQueries Queries { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<QualityTexts> T { get; set; } = default!;

    protected override string Path => QualityState.Address;

    protected override void Take(string query) => _state = QualityState.Parse(query);

    protected override async Task LoadAsync()
    {
        try
        {
            _overview = new Overview(
                await Pairs.StatesAsync(CancellationToken.None),
                await Queries.SummaryAsync(CancellationToken.None),
                await Queries.CheckedAtAsync(CancellationToken.None),
                await Queries.FreshnessAsync(CancellationToken.None),
                DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime));
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private static int CountOf(Overview overview, QualityView view) => view switch
    {
        QualityView.Services => overview.Pairs.GetValueOrDefault(PairState.Proposed),
        QualityView.Freshness => overview.Late,
        _ => overview.Open(new QualityState(view).Kind!.Value),
    };

    /// <summary>One sentence that answers: what waits for a person, and whether the data is up to date.</summary>
    private string Summary(Overview overview)
    {
        var parts = new List<string>();
        Add("Pairs", CountOf(overview, QualityView.Services));
        Add("Values", overview.Open(QualityKind.Impossible));
        Add("Duplicates", overview.Open(QualityKind.Duplicate));
        Add("Jumps", overview.Open(QualityKind.Jump));
        parts.Add(overview.Late switch { 0 => T["Summary.Fresh"], 1 => T["Summary.Late.One"], var late => T["Summary.Late", late] });
        var text = string.Join(", ", parts);
        return char.ToUpper(text[0], System.Globalization.CultureInfo.CurrentCulture) + text[1..] + ".";

        void Add(string key, int count)
        {
            if (count > 0)
            {
                parts.Add(count == 1 ? T[$"Summary.{key}.One"] : T[$"Summary.{key}", FigureText.Number(count)]);
            }
        }
    }

    private sealed record Overview(
        IReadOnlyDictionary<PairState, int> Pairs,
        IReadOnlyDictionary<QualityKind, (int Open, int Found)> Findings,
        DateTimeOffset? CheckedAt,
        IReadOnlyList<DatasetFreshness> Datasets,
        DateOnly Today)
    {
        public int Late => Datasets.Count(d => d.DaysLate(Today) > 0);

        public int Open(QualityKind kind) => Findings.TryGetValue(kind, out var counts) ? counts.Open : 0;
    }
}
