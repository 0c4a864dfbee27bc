using System.Globalization;
using CsvHelper;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Quality;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>Each list of the page as a file, under the same query.</summary>
internal static class QualityExport
{
    public const string Address = "/qualite.csv";

    private const int MaxRows = 10_000;

    public static void MapQualityExport(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet(Address, async (
                HttpRequest request, ServicePairQueries pairs, QualityQueries queries, MessageText messages, IStringLocalizer<QualityTexts> texts,
                IStringLocalizer<DataTexts> dataTexts, TimeProvider time, CancellationToken cancellationToken) =>
            {
                var state = QualityState.Parse(request.QueryString.Value);
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                var rows = state.View switch
                {
                    QualityView.Services => Pairs(await pairs.PageAsync(state.PairFilter, MaxRows, 0, cancellationToken), messages, texts),
                    QualityView.Freshness => Datasets(await queries.FreshnessAsync(cancellationToken), today, texts, dataTexts),
                    _ => Findings(await queries.PageAsync(state.FindingFilter(state.Kind!.Value), MaxRows, 0, cancellationToken), messages, texts, dataTexts),
                };
                return Results.File(Write(rows), "text/csv; charset=utf-8", $"octoplus-{QualityState.Slug(state.View)}.csv");
            })
            .RequireAuthorization(Policies.Read)
            .ExcludeFromDescription();

    /// <summary>As a spreadsheet reads it, which must not run what a hostile name holds.</summary>
    internal static byte[] Write(IEnumerable<string[]> rows)
    {
        using var stream = new MemoryStream();
        var options = new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        using (var csv = CsvWriter.Create(stream, options, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                csv.WriteRecord(row);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string[]> Pairs(IReadOnlyList<StoredPair> pairs, MessageText messages, IStringLocalizer<QualityTexts> texts)
    {
        yield return Header(texts, "Department", "Force", "Earlier", "EarlierDirection", "EarlierYears", "Later", "LaterDirection", "LaterYears", "ScoreHeader", "State", "Reasons", "DecidedBy", "DecidedAt", "Comment");
        foreach (var p in pairs)
        {
            yield return
            [
                p.Department, texts["Force." + p.ForceCode], p.Earlier.Name, p.Earlier.Direction, Years(p.Earlier), p.Later.Name, p.Later.Direction, Years(p.Later),
                p.Score.ToString("0.00", CultureInfo.CurrentCulture), texts["Is." + p.State], string.Join(" ", p.Reasons.Select(messages.Of)), p.DecidedBy ?? "", Instant.Of(p.DecidedAt) ?? "", p.Comment ?? "",
            ];
        }
    }

    private static IEnumerable<string[]> Findings(
        IReadOnlyList<StoredFinding> findings, MessageText messages, IStringLocalizer<QualityTexts> texts, IStringLocalizer<DataTexts> dataTexts)
    {
        yield return Header(texts, "Found", "Department", "Force", "Dataset", "Period", "Since", "ExplainedByHeader", "Comment");
        foreach (var f in findings)
        {
            yield return
            [
                messages.Of(f.Finding.Reason), f.Finding.Department ?? "", f.Finding.ForceCode is { } force ? texts["Force." + force] : "", DatasetName.Of(dataTexts, f.Finding.Dataset),
                Period.Label(f.Finding.Period), Instant.Of(f.FirstSeenAt), f.ExplainedBy ?? "", f.Comment ?? "",
            ];
        }
    }

    private static IEnumerable<string[]> Datasets(
        IReadOnlyList<DatasetFreshness> datasets, DateOnly today, IStringLocalizer<QualityTexts> texts, IStringLocalizer<DataTexts> dataTexts)
    {
        yield return Header(texts, "Dataset", "LastPeriod", "LastImport", "Due", "DaysLate");
        foreach (var d in datasets)
        {
            yield return
            [
                DatasetName.Of(dataTexts, d.Dataset), Period.Label(d.LastPeriod), Instant.Of(d.LastImportAt) ?? "", d.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                d.DaysLate(today).ToString(CultureInfo.InvariantCulture),
            ];
        }
    }

    private static string[] Header(IStringLocalizer<QualityTexts> texts, params string[] keys) => [.. keys.Select(k => texts[k].Value)];

    private static string Years(PairSide side) => string.Join(' ', side.Totals.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Year}:{t.Total}")));
}
