using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>The figures of a row of the table, as words and as markup.</summary>
public static class FigureCell
{
    private static readonly HtmlEncoder _html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Text(FigureColumn column, FigureRow row, FigureText figures)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(figures);
        return column.Key switch
        {
            FigureColumn.Name => row.Territory.Name,
            FigureColumn.Verdict => figures.Verdict(row.Figure.Verdict),
            FigureColumn.Interval => figures.Interval(row.Figure.Rate),
            _ => column.Number!(row) is { } number ? Number(column.Key, number, figures) : figures.None,
        };
    }

    /// <summary>The cells of the optional columns.</summary>
    public static string Markup(IReadOnlyList<FigureColumn> columns, FigureRow row, MapScreen screen, FigureText figures)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var shown = FigureColumn.KeyOf(screen.State.Shown);
        var cells = new StringBuilder();
        foreach (var column in columns.Where(c => c.IsOptional))
        {
            var text = _html.Encode(Text(column, row, figures));
            cells.Append(column.Key switch
            {
                FigureColumn.Verdict when row.Figure.Verdict == ChangeVerdict.Unknown => "<td></td>",
                FigureColumn.Verdict => $"<td class=\"verdict\"><span class=\"chip {VerdictChip.CssOf(row.Figure.Verdict)}\">{text}</span></td>",
                _ when column.Key == shown => $"<td class=\"with-bar\">{Bar(row, screen)}<span>{text}</span></td>",
                _ => $"<td>{text}</td>",
            });
        }

        return cells.ToString();
    }

    /// <summary>A bar of twenty widths: classes, because a strict content policy refuses inline styles.</summary>
    public static string Bar(FigureRow row, MapScreen screen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(screen);
        var width = row.Figure.Value(screen.State.Shown) is { } value && screen.Largest > 0 ? (int)Math.Round(20 * Math.Abs(value) / screen.Largest) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"<span class=\"figure-bar w{width} {row.ColourCss}{(row.IsMuted ? " muted" : "")}\" aria-hidden=\"true\"></span>");
    }

    private static string Number(string key, double number, FigureText figures) => key switch
    {
        "evolution" => figures.Change(number),
        "taux" => figures.RateNumber(number),
        "densite" => FigureText.Number(number, number < 10 ? 1 : 0),
        "femmes" => figures.Percent(number),
        _ when key.StartsWith("age-", StringComparison.Ordinal) => figures.Percent(number),
        _ => FigureText.Number(number),
    };
}
