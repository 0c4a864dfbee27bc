using System.Globalization;
using Octoplus.Core.Jobs;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>Where pages of jobs lie.</summary>
internal static class JobAddress
{
    public const string All = "/admin/taches";

    public static string Of(string job) => $"{All}/{Uri.EscapeDataString(job)}";

    public static string Of(JobRun run) => string.Create(CultureInfo.InvariantCulture, $"{Of(run.Job)}/{run.Id}#journal");

    /// <summary>The last run, or the job while it has none.</summary>
    public static string Of(JobRow row) => row.Last is { } last ? Of(last) : Of(row.Name);
}
