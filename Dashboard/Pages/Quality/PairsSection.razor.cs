using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Quality;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>Pairs of services, to be confirmed or refused.</summary>
public sealed partial class PairsSection : QualitySection
{
    private const int MaxAtOnce = 200;

    private IReadOnlyList<StoredPair>? _pairs;
    private IReadOnlyList<string> _departments = [];
    private IReadOnlyList<int> _years = [];
    private IReadOnlyList<StoredPair>? _asked;
    private int _total;
    private int _sure;
    private (StoredPair Pair, PairState State)? _undo;

    [Inject]
    private ServicePairQueries Queries { get; set; } = default!;

    [Inject]
    private ServicePairStore Store { get; set; } = default!;

    // All at once only what is nearly certain, or what the person has filtered for.
    private int SureScore => Math.Max(90, State.MinScore);

    private bool IsFiltered => State is not { Department: null, Force: null, MinScore: 0 };

    private static string PercentOf(double score) => FigureText.Number(Math.Floor(100 * score)) + "\u00A0%";

    private PairFilter SureFilter => State.PairFilter with { State = PairState.Proposed, MinScore = SureScore / 100.0 };

    protected override void Forget() => _undo = null;

    protected override async Task ReadAsync()
    {
        _total = await Queries.CountAsync(State.PairFilter, CancellationToken.None);
        _sure = await Queries.CountAsync(SureFilter, CancellationToken.None);
        _departments = await Queries.DepartmentsAsync(CancellationToken.None);
        _pairs = await Queries.PageAsync(State.PairFilter, QualityPaging.PageSize, (State.Page - 1) * QualityPaging.PageSize, CancellationToken.None);
        var years = _pairs.SelectMany(p => p.Earlier.Totals.Concat(p.Later.Totals)).Select(t => t.Year).ToList();
        _years = years.Count == 0 ? [] : [.. Enumerable.Range(years.Min(), years.Max() - years.Min() + 1)];
    }

    private Task DecideAsync(StoredPair pair, PairState expected, PairDecision decision)
    {
        _undo = null;
        return DoAsync(async actor =>
        {
            var result = await Store.DecideAsync(pair.Earlier.Id, pair.Later.Id, expected, decision, actor, null, CancellationToken.None);
            if (result.Outcome == PairOutcome.Done && decision != PairDecision.Undo)
            {
                _undo = (pair, decision == PairDecision.Confirm ? PairState.Confirmed : PairState.Refused);
            }

            return result.Outcome switch
            {
                PairOutcome.Done => (T[$"Done.{decision}", pair.Earlier.Name, pair.Later.Name], false),
                PairOutcome.Overlap => (T["Overlap", result.First, result.Second, result.Year], true),
                _ => (T["Changed"], true),
            };
        });
    }

    private Task AskAllAsync() => TryReadAsync(async () => _asked = await Queries.PageAsync(SureFilter, MaxAtOnce, 0, CancellationToken.None));

    private Task ConfirmAllAsync(string? comment)
    {
        _undo = null;
        return DoAsync(async actor =>
        {
            var left = new List<string>();
            foreach (var pair in _asked ?? [])
            {
                var result = await Store.DecideAsync(pair.Earlier.Id, pair.Later.Id, PairState.Proposed, PairDecision.Confirm, actor, comment, CancellationToken.None);
                if (result.Outcome != PairOutcome.Done)
                {
                    left.Add($"{pair.Earlier.Name} → {pair.Later.Name}");
                }
            }

            var count = _asked?.Count ?? 0;
            return left.Count == 0 ? (T["ConfirmAll.Done", count], false) : (T["ConfirmAll.Left", count - left.Count, string.Join(" ; ", left)], true);
        });
    }
}
