using System.Globalization;
using CsvHelper;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>The groups and their members as a file, under the same query as the page.</summary>
public static class GroupExport
{
    public const string Path = "export/groupes.csv";

    public static void MapGroupExport(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/" + Path, async (HttpRequest request, GroupAnalyses analyses, IStringLocalizer<GroupTexts> texts, CancellationToken cancellationToken) =>
            {
                var state = GroupPageState.Parse(request.QueryString.Value);
                try
                {
                    var panel = await analyses.RunAsync(state.Choice, state.Clusters, state.Year, progress: null, cancellationToken);
                    return Results.File(Write(new GroupScreen(panel, state), texts), "text/csv; charset=utf-8", FileName(panel));
                }
                catch (GroupChoiceException e)
                {
                    return Results.Problem(statusCode: StatusOf(e.Problem.Error), title: texts["Problem.Title"], detail: GroupProblemText.Of(texts, e.Problem));
                }
            })
            .RequireAuthorization(Policies.Read)
            .ExcludeFromDescription();

    /// <summary>Comment lines that say what the groups are, then a header and a row per member.</summary>
    public static byte[] Write(GroupScreen screen, IStringLocalizer<GroupTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(texts);
        using var stream = new MemoryStream();
        // Names of territories and groups are typed by others: none may run as a formula. A spreadsheet reads UTF-8 only behind a byte order mark.
        var options = new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape, ValidateFieldCount = false };
        using (var csv = CsvWriter.Create(stream, options, leaveOpen: true))
        {
            var narration = new GroupNarration(texts, screen);
            foreach (var comment in Comments(screen, narration, texts))
            {
                csv.WriteRecord([("# " + comment).ReplaceLineEndings(" ")]);
            }

            csv.WriteRecord(Header(screen, texts));
            foreach (var row in MemberColumns.Sort(screen.Members, screen.State.SortColumn, screen.State.IsSortDescending))
            {
                WriteRow(csv, row, screen, narration);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string> Comments(GroupScreen screen, GroupNarration narration, IStringLocalizer<GroupTexts> texts)
    {
        yield return narration.Title;
        yield return narration.Answer;
        if (narration.Caveat is { } caveat)
        {
            yield return caveat;
        }

        foreach (var sentence in new GroupSource(texts, screen).Sentences)
        {
            yield return sentence;
        }

        foreach (var group in screen.Groups)
        {
            yield return texts["Export.Group", group.Number, $"{narration.Name(group)}, {narration.Members(group.Members.Count)}, {narration.StabilityWord(group.Group.Stability)}"];
        }

        if (screen.LeftOut.Count > 0)
        {
            yield return texts["Export.LeftOut", string.Join(texts["ListSeparator"], screen.LeftOut.Select(l => l.Name))];
        }
    }

    private static string[] Header(GroupScreen screen, IStringLocalizer<GroupTexts> texts)
    {
        string[] fixedColumns = ["Export.Code", "Column.nom", "Export.Number", "Export.Name", "Column.distance", "Column.silhouette", "Column.stabilite", "Export.Nearest"];
        IEnumerable<string> before = screen.Before is { } year ? [texts["Column.avant", year.Year.ToString(CultureInfo.InvariantCulture)]] : [];
        return [.. fixedColumns.Select(k => texts[k].Value), .. before];
    }

    // Numbers as numbers, in the reader's decimals and without thousands separators: as a text, one below zero would be taken for a formula.
    private static void WriteRow(CsvWriter csv, GroupMemberRow row, GroupScreen screen, GroupNarration narration)
    {
        csv.WriteField(row.Code);
        csv.WriteField(row.Name);
        csv.WriteField(row.Number, default, CultureInfo.InvariantCulture);
        csv.WriteField(narration.Name(screen.Group(row.Number)));
        WriteNumber(csv, row.Member.Distance);
        WriteNumber(csv, row.Member.Silhouette);
        WriteNumber(csv, row.Member.Stability);
        csv.WriteField(row.NearestNumber, default, CultureInfo.InvariantCulture);
        if (screen.Before is not null)
        {
            csv.WriteField(row.Before?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        csv.EndRecord();
    }

    private static void WriteNumber(CsvWriter csv, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            csv.WriteField(known, "0.####", CultureInfo.CurrentCulture);
        }
        else
        {
            csv.WriteField("");
        }
    }

    private static int StatusOf(GroupChoiceError error) => error switch
    {
        GroupChoiceError.QueueFull or GroupChoiceError.TookTooLong or GroupChoiceError.NoData => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string FileName(GroupPanel panel)
        => string.Create(CultureInfo.InvariantCulture, $"octoplus-groupes-{GroupWords.Territories.Word(panel.Choice.Territories)}-{panel.Year}-k{panel.Clusters}.csv");
}
