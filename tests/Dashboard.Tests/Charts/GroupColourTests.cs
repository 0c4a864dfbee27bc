using System.Globalization;
using System.Text.RegularExpressions;

namespace Octoplus.Dashboard.Tests.Charts;

/// <summary>Colours of groups in the style sheet, as WCAG 2.2 measures contrast.</summary>
public sealed partial class GroupColourTests
{
    private static readonly string _css = File.ReadAllText(Path.Combine(Repository.Root, "wwwroot", "css", "site.css"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Groups_NumbersAndSurroundings_HaveContrast(int theme)
    {
        for (var number = 1; number <= 8; number++)
        {
            var fill = Colour($"group-{number}", theme);
            var on = Colour(OnClass().Matches(_css).Single(m => m.Groups["number"].Captures.Any(c => c.Value == number.ToString(CultureInfo.InvariantCulture))).Groups["on"].Value, theme);
            Assert.True(Contrast(fill, on) >= 4.5, $"number on group {number}: {Contrast(fill, on):0.00}");
            Assert.True(Contrast(fill, Colour("card", theme)) >= 3, $"group {number} on a card: {Contrast(fill, Colour("card", theme)):0.00}");
            Assert.True(Contrast(fill, Colour("ground", theme)) >= 3, $"group {number} on the ground: {Contrast(fill, Colour("ground", theme)):0.00}");
        }
    }

    [Fact]
    public void Groups_EightHues_AreDifferentInEachTheme()
        => Assert.All((int[])[0, 1], theme => Assert.Equal(8, Enumerable.Range(1, 8).Select(n => Colour($"group-{n}", theme)).Distinct().Count()));

    private static string Colour(string token, int theme)
    {
        var written = Regex.Match(_css, $"--{Regex.Escape(token)}: (light-dark\\()?(?<light>#[0-9a-f]+)(, (?<dark>#[0-9a-f]+))?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var name = theme == 1 && written.Groups["dark"].Success ? "dark" : "light";
        var hex = written.Groups[name].Value[1..];
        return hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Part(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(0)) + (0.7152 * Part(2)) + (0.0722 * Part(4));
    }

    [GeneratedRegex(@"^(:is\()?(\.group-(?<number>[0-9]+)(, |\))? ?)+\{ --fill: var\(--group-[0-9]\); --on: var\(--(?<on>[a-z-]+)\); \}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnClass();
}
