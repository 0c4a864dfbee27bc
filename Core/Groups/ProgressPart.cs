namespace Octoplus.Core.Groups;

/// <summary>A part of some work, told as a part of the whole.</summary>
internal sealed class ProgressPart(IProgress<double> whole, double from, double to) : IProgress<double>
{
    public static ProgressPart? Of(IProgress<double>? whole, double from, double to) => whole is null ? null : new ProgressPart(whole, from, to);

    public void Report(double value) => whole.Report(from + (Math.Clamp(value, 0, 1) * (to - from)));
}
