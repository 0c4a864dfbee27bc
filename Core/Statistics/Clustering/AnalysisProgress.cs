namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Adds up the work that threads have done; what is told never falls.</summary>
/// <param name="total">Of all work, in any unit.</param>
internal sealed class AnalysisProgress(IProgress<double>? target, double total)
{
    private readonly Lock _lock = new();
    private double _done;

    public void Add(double work)
    {
        lock (_lock)
        {
            _done += work;
            target?.Report(Math.Min(1, _done / total));
        }
    }

    /// <summary>Work that was foreseen for a larger k may never have been needed.</summary>
    public void Finish() => target?.Report(1);
}
