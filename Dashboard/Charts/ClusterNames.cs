using System.Globalization;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Charts;

/// <summary>How what an analysis speaks of is called on a page.</summary>
/// <param name="Numbers">Number of each label, from 1: see <see cref="Core.Clusters.GroupPanel.Numbers"/>.</param>
public sealed record ClusterNames(IReadOnlyList<int> Numbers)
{
    /// <summary>Colours that differ; from the ninth group on they come again, with the number of the group beside them.</summary>
    public const int Hues = 8;

    private const int ClassCount = 12;

    /// <summary>Name of a group by its number; null: its number alone.</summary>
    public Func<int, string?> Group { get; init; } = static _ => null;

    /// <summary>Name of a row by its identifier.</summary>
    public Func<string, string> Member { get; init; } = static id => id;

    /// <summary>Name of a feature by its code.</summary>
    public Func<string, string> Feature { get; init; } = static code => code;

    /// <summary>Real value of a feature (code, value) with its unit.</summary>
    public Func<string, double, string> Value { get; init; } = static (_, value) => Significant(value);

    /// <summary>Numbers as the labels come: for an analysis that stands alone.</summary>
    public static ClusterNames Plain(int clusters) => new([.. Enumerable.Range(1, clusters)]);

    /// <summary>Class of a group's colour by its number: gives <c>--fill</c> and <c>--on</c>.</summary>
    public static string Class(int number) => string.Create(CultureInfo.InvariantCulture, $"group-{((number - 1) % ClassCount) + 1}");

    /// <summary>A number with three digits that count.</summary>
    public static string Significant(double value)
    {
        var size = Math.Abs(value);
        return size is > 0 and < 0.001 ? value.ToString("0.##e0", CultureInfo.CurrentCulture)
            : FigureText.Number(value, size is 0 or >= 100 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 5));
    }

    public int Number(int label) => Numbers[label];
}
