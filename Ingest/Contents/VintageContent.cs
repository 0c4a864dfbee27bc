using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Contents;

/// <summary>What was read from a file, ready to be stored under a vintage.</summary>
public interface IVintageContent
{
    /// <summary>One of <see cref="Datasets"/>, or the dataset of a profile.</summary>
    string Dataset { get; }

    /// <summary>Keys of periods (<see cref="Period"/>) with whether they are provisional; the single period 0 where there are none.</summary>
    IReadOnlyList<(int Period, bool IsProvisional)> Periods { get; }

    /// <summary>The file says that its figures are fictional.</summary>
    bool IsDemonstration { get; }

    /// <summary>Sum of what is stored.</summary>
    long Total { get; }

    /// <summary>Writes the rows under a staged vintage, in transactions of bounded size; returns their number.</summary>
    Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Tells what it would change: for each of its periods with an active vintage, every cell before and after, and the places that
    /// come and go; for every period its totals.
    /// </summary>
    /// <param name="active">The active vintage of each period of the dataset; a period that is not there has none.</param>
    Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken);
}
