using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>The table of the map page as a file, under the same query as the page.</summary>
public static class MapExport
{
    public const string Path = "export/carte.csv";
    private const char Separator = ';';

    public static void MapMapExport(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/" + Path, async (HttpRequest request, MapPanelQueries queries, IStringLocalizer<MapTexts> texts, CancellationToken cancellationToken) =>
        {
            var state = MapState.Parse(request.QueryString.Value);
            var panel = await queries.LoadAsync(new MapPanelRequest(state.Measure, state.Level, state.Year, state.Selected), cancellationToken);
            if (panel is null)
            {
                return Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: texts["Empty.Title"]);
            }

            // A spreadsheet reads UTF-8 only behind a byte order mark.
            byte[] content = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Write(new MapScreen(panel, state), texts))];
            var name = string.Create(CultureInfo.InvariantCulture, $"octoplus-{state.Measure.Slug}-{panel.Year}-{MapWords.Shown.Word(state.Shown)}.csv");
            return Results.File(content, "text/csv; charset=utf-8", name);
        }).ExcludeFromDescription();

    /// <summary>Comment lines that say what the figures are, then a header and the rows of the table.</summary>
    public static string Write(MapScreen screen, IStringLocalizer<MapTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(texts);
        var narration = new MapNarration(texts, screen);
        var source = new MapSource(texts, screen);
        var file = new StringBuilder();
        var comments = source.Sentences.Concat(source.Warnings).Prepend(narration.Title);
        foreach (var comment in screen.Panel.IsDemonstration ? comments.Prepend(texts["Export.Demonstration"].Value) : comments)
        {
            file.Append("# ").Append(comment.ReplaceLineEndings(" ")).Append("\r\n");
        }

        var columns = FigureColumn.ShownBy(screen.State);
        AppendLine(file, columns.SelectMany(c => Header(c, texts)));
        foreach (var row in FigureOrder.Apply(screen, screen.State.Filter))
        {
            AppendLine(file, columns.SelectMany(c => Cells(c, row, narration.Figures)));
        }

        return file.ToString();
    }

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe before it; the rest is quoted where needed.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(Separator, '"', '\n') >= 0 || safe.Contains('\r', StringComparison.Ordinal)
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }

    private static IEnumerable<string> Header(FigureColumn column, IStringLocalizer<MapTexts> texts) => column.Key switch
    {
        FigureColumn.Name => [Quote(texts["Export.Code"]), Quote(texts["Column.nom"])],
        FigureColumn.Interval => [Quote(texts["Export.Low"]), Quote(texts["Export.High"])],
        _ => [Quote(texts["Column." + column.Key])],
    };

    private static IEnumerable<string> Cells(FigureColumn column, FigureRow row, FigureText figures) => column.Key switch
    {
        FigureColumn.Name => [Quote(row.Territory.OfficialCode), Quote(row.Territory.Name)],
        FigureColumn.Interval => [Number(row.Figure.Rate?.Low), Number(row.Figure.Rate?.High)],
        FigureColumn.Verdict => [Quote(figures.Verdict(row.Figure.Verdict))],
        _ => [Number(column.Number!(row))],
    };

    /// <summary>No thousands separators: a spreadsheet must read it as a number.</summary>
    private static string Number(double? value) => value?.ToString("0.######", CultureInfo.CurrentCulture) ?? "";

    private static void AppendLine(StringBuilder file, IEnumerable<string> cells)
        => file.AppendJoin(Separator, cells).Append("\r\n");
}
