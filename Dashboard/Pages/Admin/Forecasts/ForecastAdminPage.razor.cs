using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Pages.Admin.Jobs;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Forecasts;

/// <summary>When forecasts are trained anew, what the last trainings came to, and a training now.</summary>
public sealed partial class ForecastAdminPage : JobWatchingPage
{
    /// <summary>Name of the entry in the audit log.</summary>
    public const string PolicyChanged = "forecasts.policy";

    private const int RunsShown = 10;

    private ForecastPolicy? _policy;
    private IReadOnlyList<ForecastRun> _runs = [];
    private IReadOnlyList<ForecastMeasure> _measures = [];
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private JobRun? _run;
    private string _measure = "";

    protected override bool IsMoving => _run?.State == JobState.Running;

    protected override string Denied => F["Denied"];

    [Inject]
    private ForecastQueries Forecasts { get; set; } = default!;

    [Inject]
    private ForecastPolicyStore PolicyStore { get; set; } = default!;

    [Inject]
    private JobRunQueries JobRuns { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastAdminTexts> F { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> P { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> D { get; set; } = default!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task ReadAsync()
    {
        _run = (await JobRuns.RunsAsync(TrainForecastsJob.Key, 1, 0, CancellationToken.None)) is [var last] ? last : null;
        _measures = await Forecasts.MeasuresAsync(CancellationToken.None);
        _names = _measures.ToDictionary(MeasureNames.Key, m => MeasureNames.Of(P, m), StringComparer.Ordinal);
        _runs = await Forecasts.RunsAsync(RunsShown, CancellationToken.None);
        var policy = await Forecasts.PolicyAsync(CancellationToken.None);

        // The same one stays, so that what is being typed stays too.
        _policy = policy == _policy ? _policy : policy;
    }

    // The buttons only say that they do nothing: one that is disabled would lose the keyboard's focus.
    private Task TrainAsync()
    {
        var chosen = _measures.FirstOrDefault(m => MeasureNames.Key(m) == _measure);
        var parameter = chosen is null ? TrainForecastsJob.All : TrainForecastsJob.ParameterOf(chosen.Dataset, chosen.Measure);
        return IsMoving ? Task.CompletedTask
            : DoAsync(actor => parameter is null ? Task.FromResult<(string? Text, bool IsError)>((F["Train.TooLong"], true)) : BeginAsync(parameter, actor));
    }

    private Task UpdateAsync() => IsMoving ? Task.CompletedTask : DoAsync(actor => BeginAsync(null, actor));

    private async Task<(string? Text, bool IsError)> BeginAsync(string? parameter, AuditActor actor)
        => await Actions.RunAsync(TrainForecastsJob.Key, parameter, actor, CancellationToken.None) is null
            ? (F["Train.Busy"], true)
            : (F["Train.Begun"], false);

    private Task SaveAsync(ForecastPolicy policy)
        => DoAsync(async actor =>
        {
            await PolicyStore.SetAsync(policy, new AuditEntry(actor, PolicyChanged, TrainForecastsJob.Key, $"{Detail(_policy!)} → {Detail(policy)}"), CancellationToken.None);
            return (F["Policy.Saved"], false);
        });

    private static string Detail(ForecastPolicy p)
        => string.Create(CultureInfo.InvariantCulture, $"MASE {p.MaxMase}, R² {(p.MinR2 is { } r ? r : "–")}, {p.MaxTrackingSignal}, {p.RecentPeriods}");
}
