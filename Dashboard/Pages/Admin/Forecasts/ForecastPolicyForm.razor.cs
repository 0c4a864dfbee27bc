using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Forecasts;

/// <summary>The bounds outside of which a series is trained anew.</summary>
public sealed partial class ForecastPolicyForm
{
    private List<Field> _fields = [];

    /// <summary>What holds now.</summary>
    [Parameter, EditorRequired]
    public ForecastPolicy Policy { get; set; } = ForecastPolicy.Shipped;

    /// <summary>Called with values within their bounds only.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ForecastPolicy> OnSave { get; set; }

    [Inject]
    private IStringLocalizer<ForecastAdminTexts> F { get; set; } = default!;

    private string Wrong => string.Join(" ; ", _fields.Where(f => f.IsWrong).Select(f => $"{F["Policy." + f.Name]} ({F["Policy." + f.Name + ".Hint"]})"));

    protected override void OnInitialized()
        => _fields =
        [
            new(nameof(ForecastPolicy.MaxMase), Text(Policy.MaxMase)),
            new(nameof(ForecastPolicy.MinR2), Text(Policy.MinR2)),
            new(nameof(ForecastPolicy.MaxTrackingSignal), Text(Policy.MaxTrackingSignal)),
            new(nameof(ForecastPolicy.RecentPeriods), Text(Policy.RecentPeriods)),
        ];

    private static string Text(double? value) => value?.ToString("0.###", CultureInfo.CurrentCulture) ?? "";

    private static void Type(Field field, object? value) => field.Typed = value as string ?? "";

    private async Task SaveAsync()
    {
        double? Of(string name) => TypedNumber.Parse(_fields.Single(f => f.Name == name).Typed.Replace('−', '-'));
        var periods = Of(nameof(ForecastPolicy.RecentPeriods));
        var policy = new ForecastPolicy(
            Of(nameof(ForecastPolicy.MaxMase)) ?? 0,
            Of(nameof(ForecastPolicy.MinR2)),
            Of(nameof(ForecastPolicy.MaxTrackingSignal)) ?? 0,
            periods is >= 0 and <= 1000 && periods == Math.Floor(periods.Value) ? (int)periods : 0);
        var problems = policy.Problems();
        foreach (var field in _fields)
        {
            // What may be left empty is wrong only where something stands there that is no number.
            field.IsWrong = problems.Contains(field.Name, StringComparer.Ordinal) || (field.Typed.Trim().Length > 0 && Of(field.Name) is null);
        }

        if (!_fields.Exists(f => f.IsWrong))
        {
            await OnSave.InvokeAsync(policy);
        }
    }

    private sealed class Field(string name, string typed)
    {
        public string Name { get; } = name;

        public string Typed { get; set; } = typed;

        public bool IsWrong { get; set; }
    }
}
