namespace Octoplus.Dashboard.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Values">One per category of the chart, null for a gap.</param>
/// <param name="Texts">The values as words, with units.</param>
/// <param name="IsReference">Drawn back: the whole that others are compared with.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double?> Values, IReadOnlyList<string> Texts, bool IsReference);

/// <summary>A span of the horizontal axis whose figures do not compare with the rest.</summary>
public sealed record ChartBreak(double From, double To, string Note);
