using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Scores of the ledger as text; empty where nothing is known yet.</summary>
internal static class LedgerFigures
{
    public static string Error(double? value) => value is { } known ? FigureText.Number(known, Math.Abs(known) switch { >= 100 => 0, >= 10 => 1, _ => 2 }) : "";

    public static string Ratio(double? value) => value is { } known ? FigureText.Number(known, 2) : "";
}
