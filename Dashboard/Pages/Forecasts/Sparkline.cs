using System.Globalization;
using System.Text;
using Octoplus.Core.Forecasts;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>A small drawing of a series and what is ahead of it, as paths in a box of <see cref="Width"/> × <see cref="Height"/>.</summary>
/// <param name="History">Line of the past, broken where a value is unknown.</param>
/// <param name="Ahead">Line of the means, from the last value known on.</param>
/// <param name="Band">Closed path around the 80 % band.</param>
/// <param name="OriginX">Where the past ends.</param>
public sealed record Sparkline(string History, string Ahead, string Band, double OriginX)
{
    public const int Width = 200;
    public const int Height = 56;

    private const double Margin = 3;

    /// <param name="fromZero">The lowest edge is zero, or the smallest value where that is negative; else the smallest value.</param>
    public static Sparkline Of(ForecastOverview overview, bool fromZero = true)
    {
        ArgumentNullException.ThrowIfNull(overview);
        var past = overview.History.Count;
        var places = Math.Max(1, past + overview.Means.Count - 1);
        double[] known = [.. overview.History.OfType<double>(), .. overview.Means, .. overview.Low80, .. overview.High80];
        var (low, high) = known.Length == 0 ? (0, 1) : (fromZero ? Math.Min(0, known.Min()) : known.Min(), known.Max());
        var reach = high > low ? high - low : 1;

        var history = new StringBuilder();
        for (var i = 0; i < past; i++)
        {
            if (overview.History[i] is { } value)
            {
                history.Append(i > 0 && overview.History[i - 1] is not null ? 'L' : 'M').Append(Point(i, value));
            }
        }

        // What is ahead begins at the last value known, so that nothing gapes.
        var from = past - 1;
        while (from >= 0 && overview.History[from] is null)
        {
            from--;
        }

        List<(int At, double Value)> start = from >= 0 ? [(from, overview.History[from]!.Value)] : [];
        var ahead = Path([.. start, .. overview.Means.Select((m, i) => (past + i, m))]);
        var upper = start.Concat(overview.High80.Select((v, i) => (past + i, v)));
        var lower = overview.Low80.Select((v, i) => (past + i, v)).Reverse();
        var band = overview.Means.Count == 0 ? "" : Path([.. upper, .. lower]) + "Z";
        return new Sparkline(history.ToString(), overview.Means.Count == 0 ? "" : ahead, band, X(Math.Max(0, past - 1)));

        double X(int at) => Math.Round(Margin + ((Width - (2 * Margin)) * at / places), 1);

        string Point(int at, double value)
            => string.Create(CultureInfo.InvariantCulture, $"{X(at)} {Math.Round(Height - Margin - ((Height - (2 * Margin)) * (value - low) / reach), 1)}");

        string Path(IReadOnlyList<(int At, double Value)> points)
            => string.Concat(points.Select((p, i) => (i == 0 ? "M" : "L") + Point(p.At, p.Value)));
    }
}
