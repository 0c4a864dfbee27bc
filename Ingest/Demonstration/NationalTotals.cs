using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Demonstration;

/// <summary>What was recorded in France in 2019 by index and force: the only real figures behind the demonstration.</summary>
internal static class NationalTotals
{
    /// <summary>The year of the figures.</summary>
    public const int Year = 2019;

    private static readonly Dictionary<int, (int Police, int Gendarmerie)> _totals = Load();

    /// <summary>The total of an index, 0 for an unused one.</summary>
    public static int Of(Force force, int offence)
    {
        var (police, gendarmerie) = _totals.GetValueOrDefault(offence);
        return force == Force.Police ? police : gendarmerie;
    }

    private static Dictionary<int, (int Police, int Gendarmerie)> Load()
    {
        using var reader = new StreamReader(typeof(NationalTotals).Assembly.GetManifestResourceStream(
            "Octoplus.Ingest.Demonstration.national-totals-2019.csv")
            ?? throw new InvalidOperationException("The national totals are not in the assembly."));
        var totals = new Dictionary<int, (int Police, int Gendarmerie)>();
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = Array.ConvertAll(line.Split(','), f => int.Parse(f, CultureInfo.InvariantCulture));
            totals.Add(fields[0], (fields[1], fields[2]));
        }

        return totals;
    }
}
