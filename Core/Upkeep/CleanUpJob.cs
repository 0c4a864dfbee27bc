using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Upkeep;

/// <summary>Deletes what is no longer needed, by the section <c>Retention</c> of the settings. What is served never changes by it.</summary>
public sealed class CleanUpJob(Database database, OriginalFiles files, RetentionOptions options, TimeProvider time) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "clean-up";

    private const int Kinds = 9;

    // Longer than any import takes.
    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromHours(6);

    private readonly OldRecords _records = new(database);

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 0 4 * * ?";

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var total = 0L;
        var kind = 0;
        void Count(long count, Message message)
        {
            total += count;
            context.Report("clean-up", ++kind, Kinds);
            if (count > 0)
            {
                context.Log(JobLogLevel.Info, message);
            }
        }

        context.Report("clean-up", 0, Kinds);
        await new VintageStore(database).DropAbandonedAsync(_abandonedAfter, cancellationToken);
        var vintages = await new VintageRetention(database).DropAsync(Before(options.VintageDays), options.KeepVintages, cancellationToken);
        Count(vintages.Count, Message.Of("clean.vintages", vintages.Count, options.VintageDays));
        var builds = await new ViewBuilder(database).DropOldBuildsAsync(cancellationToken);
        Count(builds, Message.Of("clean.builds", builds));
        var imports = await _records.DropImportsAsync(Before(options.ImportDays), cancellationToken);
        Count(imports, Message.Of("clean.imports", imports, options.ImportDays));

        // After the records that name them.
        var unused = await new UnusedFiles(database, files).DropAsync(cancellationToken);
        Count(unused, Message.Of("clean.files", unused));
        var audit = await _records.DropAuditAsync(Before(options.AuditDays), cancellationToken);
        Count(audit, Message.Of("clean.audit", audit, options.AuditDays));
        var runs = await _records.DropRunsAsync(Before(options.RunDays), RetentionOptions.KeepRuns, cancellationToken);
        Count(runs, Message.Of("clean.runs", runs, options.RunDays, RetentionOptions.KeepRuns));
        var notices = await _records.DropNoticesAsync(Before(options.RunDays), cancellationToken);
        Count(notices, Message.Of("clean.notices", notices, options.RunDays));
        var tokens = await _records.DropTokensAsync(Before(0), cancellationToken);
        Count(tokens, Message.Of("clean.tokens", tokens));
        var times = await _records.DropTimesAsync(Before(options.RunDays), cancellationToken);
        Count(times, Message.Of("clean.times", times, options.RunDays));
        return new JobResult(total > 0, total, total > 0 ? Message.Of("clean.done", total) : Message.Of("clean.nothing"));
    }

    private DateTime Before(int days) => time.GetUtcNow().UtcDateTime.AddDays(-days);
}
