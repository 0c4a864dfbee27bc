using System.Globalization;
using Octoplus.Core.Quality;
using Xunit;
using Xunit.Abstractions;

namespace Octoplus.Core.Tests.Quality;

public sealed class ServiceMatcherLabelsTests(ITestOutputHelper output)
{
    [Fact]
    public void Propose_LabelledPairs_PrecisionAndRecallOf95()
    {
        Assert.Equal(200, LabelledPairs.Pairs.Count);
        var series = SeriesOf(ServiceMatcher.Propose(LabelledPairs.Services));

        foreach (var part in new[] { [.. LabelledPairs.Pairs.Where(p => !p.IsHoldout)], [.. LabelledPairs.Pairs.Where(p => p.IsHoldout)], LabelledPairs.Pairs })
        {
            var (precision, recall) = Measure(part, series);
            Assert.True(precision >= 0.95 && recall >= 0.95, string.Create(CultureInfo.InvariantCulture, $"{part.Count} pairs: precision {precision:0.000}, recall {recall:0.000}"));
        }
    }

    // Services are one when links lead from one to the other.
    private static Dictionary<string, string> SeriesOf(IReadOnlyList<ServicePair> pairs)
    {
        var next = pairs.ToDictionary(p => LabelledPairs.Key(p.Earlier), p => LabelledPairs.Key(p.Later), StringComparer.Ordinal);
        return LabelledPairs.Services.Select(LabelledPairs.Key).ToDictionary(
            k => k,
            k =>
            {
                while (next.TryGetValue(k, out var later))
                {
                    k = later;
                }

                return k;
            },
            StringComparer.Ordinal);
    }

    private (double Precision, double Recall) Measure(IReadOnlyList<LabelledPair> pairs, Dictionary<string, string> series)
    {
        var said = pairs.Where(p => series[p.Earlier] == series[p.Later]).ToList();
        var right = said.Count(p => p.IsSame);
        foreach (var wrong in said.Where(p => !p.IsSame))
        {
            output.WriteLine($"  said to be one: {wrong.Text}");
        }

        foreach (var missed in pairs.Where(p => p.IsSame).Except(said))
        {
            output.WriteLine($"  missed: {missed.Text}");
        }

        var (precision, recall) = ((double)right / said.Count, (double)right / pairs.Count(p => p.IsSame));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pairs.Count} pairs, {pairs.Count(p => p.IsSame)} of one service: precision {precision:0.000} ({right}/{said.Count}), recall {recall:0.000}"));
        return (precision, recall);
    }
}
