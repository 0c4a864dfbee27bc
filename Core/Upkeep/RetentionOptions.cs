namespace Octoplus.Core.Upkeep;

/// <summary>Section <c>Retention</c> of the settings: how long is kept what is no longer needed, in days.</summary>
public sealed class RetentionOptions
{
    /// <summary>Runs of each job that are kept in any case.</summary>
    public const int KeepRuns = 20;

    /// <summary>Vintages that are not served any more, since they last were: rows and original file. 30 to 36,500.</summary>
    public int VintageDays { get; set; } = 365;

    /// <summary>So many of the last vintages of each dataset are kept in any case. 1 to 1,000.</summary>
    public int KeepVintages { get; set; } = 3;

    /// <summary>Files brought to the import page, once decided upon. 7 to 36,500.</summary>
    public int ImportDays { get; set; } = 365;

    /// <summary>Entries of the audit log. 30 to 36,500.</summary>
    public int AuditDays { get; set; } = 1095;

    /// <summary>Runs of jobs with their logs, notices, measurements of reads. 7 to 36,500.</summary>
    public int RunDays { get; set; } = 180;

    /// <summary>What is wrong with it, naming the key; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        const int longest = 36_500;
        var problems = new List<string>();
        void Require(int value, int least, int most, string key)
        {
            if (value < least || value > most)
            {
                problems.Add(FormattableString.Invariant($"Retention:{key} must be {least} to {most}."));
            }
        }

        Require(VintageDays, 30, longest, nameof(VintageDays));
        Require(KeepVintages, 1, 1000, nameof(KeepVintages));
        Require(ImportDays, 7, longest, nameof(ImportDays));
        Require(AuditDays, 30, longest, nameof(AuditDays));
        Require(RunDays, 7, longest, nameof(RunDays));
        return problems;
    }
}
