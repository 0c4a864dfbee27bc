using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>Understands cells by the settings of a profile; texts met before are not read again.</summary>
internal sealed class ProfileCellReader(ImportProfile profile)
{
    // Codes and periods come back in most rows; texts that never do must not fill the memory.
    private const int MaxKept = 100_000;

    private readonly Dictionary<string, (string? Code, string? Problem)> _territories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Key, string? Problem)> _measures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int? Key, string? Problem)> _periods = new(StringComparer.Ordinal);

    public (string? Code, string? Problem) Territory(string text)
        => Keep(_territories, text, t => Broken(t) is { } broken ? (null, broken) : ProfileCells.Territory(t, profile.HasDepartmentCodes));

    public (string? Key, string? Problem) Measure(string text)
        => Keep(_measures, text, t => Broken(t) is { } broken ? (null, broken)
            : ProfileCells.MeasureKey(t) is { } key ? (key, null) : (null, "Expected a name with letters or digits, not too long."));

    public (int? Key, string? Problem) Period(string text)
        => Keep(_periods, text, t => PeriodText.Parse(t, profile.Grain, profile.Dates) is { } key ? (key, null)
            : (null, $"Expected a {profile.Grain.Code()}, such as {Example()}."));

    public (double? Number, string? Problem) Value(string text)
        => NumberText.TryParse(text, profile.Numbers, out var number) ? (number, null)
            : (null, $"Expected a number such as {(profile.Numbers == WrittenIn.French ? "1 234,5" : "1,234.5")}, or nothing.");

    private static string? Broken(string text)
        => text.Contains('\uFFFD', StringComparison.Ordinal) ? "The cell holds characters that the encoding does not have: choose the right encoding." : null;

    private static T Keep<T>(Dictionary<string, T> known, string text, Func<string, T> read)
    {
        if (!known.TryGetValue(text, out var found))
        {
            found = read(text);
            if (known.Count < MaxKept)
            {
                known.Add(text, found);
            }
        }

        return found;
    }

    private string Example() => profile.Grain switch
    {
        PeriodGrain.Year => "2019",
        PeriodGrain.Quarter => "2019-T1",
        PeriodGrain.Month => "2019-03, 03/2019 or mars 2019",
        PeriodGrain.Week => "2019-W10 or a day of it",
        _ => profile.Dates == WrittenIn.French ? "2019-03-04 or 04/03/2019" : "2019-03-04 or 03/04/2019",
    };
}
