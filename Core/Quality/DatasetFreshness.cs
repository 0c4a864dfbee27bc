using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>How old what is active of a dataset is.</summary>
/// <param name="Grain">Length of its periods.</param>
/// <param name="LastPeriod">Key of the last active period; 0 for a dataset without periods.</param>
/// <param name="LastImportAt">When a file of it was last accepted; null: none of those that are kept.</param>
/// <param name="IsDemonstration">Fictional, which never grow old.</param>
public sealed record DatasetFreshness(string Dataset, PeriodGrain Grain, int LastPeriod, DateTimeOffset? LastImportAt, bool IsDemonstration)
{
    /// <summary>The day on which the period after the last one should have been published at the latest; null where nothing is awaited.</summary>
    /// <remarks>
    /// The end of that period and a delay by grain, as long as the publishers take at most: a year (the État 4001 and the SSMSI publish in the summer after the
    /// year, INSEE in January), four months for a quarter, two for a month, three weeks for a week, a week for a day.
    /// </remarks>
    public DateOnly? DueOn
    {
        get
        {
            if (IsDemonstration || Period.Start(Grain, LastPeriod) is not { } start)
            {
                return null;
            }

            return Grain switch
            {
                PeriodGrain.Year => start.AddYears(2).AddYears(1),
                PeriodGrain.Quarter => start.AddMonths(6).AddMonths(4),
                PeriodGrain.Month => start.AddMonths(2).AddMonths(2),
                PeriodGrain.Week => start.AddDays(14).AddDays(21),
                _ => start.AddDays(2).AddDays(7),
            };
        }
    }

    /// <summary>Days since <see cref="DueOn"/>; 0 while nothing is late.</summary>
    public int DaysLate(DateOnly today) => DueOn is { } due && today > due ? today.DayNumber - due.DayNumber : 0;
}
