namespace Octoplus.Core.Tests.Statistics.Forecasting.Calendar;

/// <summary>The monthly file of the départements, read plainly.</summary>
internal static class MonthlyFile
{
    private const string Path = "monthly/etat4001-mensuel-departements-1999-2020.csv";

    /// <returns>First month and values by département, in the order of the file.</returns>
    public static Dictionary<string, (int First, double[] Values)> Read(string measure, int last = 202012)
    {
        var lines = File.ReadLines(Requires.RealFile(Path)).Select(l => l.Split(',')).ToList();
        var column = Array.IndexOf(lines[0], measure);
        return lines.Skip(1)
            .Select(f => (Month: int.Parse(f[0].Replace("-", "", StringComparison.Ordinal)), Code: f[1], Value: double.Parse(f[column])))
            .Where(r => r.Month <= last)
            .GroupBy(r => r.Code)
            .ToDictionary(g => g.Key, g => (g.Min(r => r.Month), g.OrderBy(r => r.Month).Select(r => r.Value).ToArray()), StringComparer.Ordinal);
    }
}
