using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Jobs, times and schedules as words of the reader's language.</summary>
public sealed class JobText(IStringLocalizer<JobTexts> texts, MessageText messages, TimeProvider time)
{
    private static readonly DayOfWeek[] _workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>What people call a job; its key where nobody wrote a name.</summary>
    public string Name(string job) => texts["Name." + job] is { ResourceNotFound: false } text ? text.Value : job;

    /// <summary>What a job does, in a sentence.</summary>
    public string Description(string job) => texts["About." + job] is { ResourceNotFound: false } text ? text.Value : "";

    /// <summary>Who asked for a run, or why it was due.</summary>
    public string Cause(JobRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var cause = texts["Cause." + run.Cause, run.StartedBy].Value;
        return run.Resumes is { } resumed ? texts["Cause.Resumed", cause, resumed] : cause;
    }

    public string Outcome(JobState state) => texts["State." + state];

    /// <summary>Class of the chip that shows a state.</summary>
    public static string Tone(JobState state) => state switch
    {
        JobState.Succeeded or JobState.Unchanged => "chip down",
        JobState.Failed or JobState.Died => "chip up",
        _ => "chip",
    };

    public string Message(JobRun run) => run.Message is { } message ? messages.Of(message) : run.State == JobState.Died ? texts["Died"] : "";

    public string Line(JobLogLine line) => messages.Of(line.Message);

    /// <summary>What a running job does, and how far it is: "lecture · 3 sur 12".</summary>
    public string Progress(JobRun run)
    {
        var step = run.Step is { } known ? messages.Step(known) : texts["Progress.Begun"].Value;
        return run switch
        {
            { RowsTotal: > 0 and var total } => texts["Progress.Of", step, FigureText.Number(run.RowsDone), FigureText.Number(total)],
            { RowsDone: > 0 } => texts["Progress.Done", step, FigureText.Number(run.RowsDone)],
            _ => step,
        };
    }

    /// <summary>How long a run took, or has taken.</summary>
    public string Duration(JobRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var end = run.EndedAt is { } ended ? Instant.Parse(ended) : time.GetUtcNow().UtcDateTime;
        var length = end - Instant.Parse(run.StartedAt);
        return length < TimeSpan.FromSeconds(1) ? texts["Duration.Short"]
            : length < TimeSpan.FromMinutes(1) ? texts["Duration.Seconds", FigureText.Number(Math.Floor(length.TotalSeconds))]
            : length < TimeSpan.FromHours(1) ? texts["Duration.Minutes", length.Minutes, length.Seconds]
            : texts["Duration.Hours", (int)length.TotalHours, length.Minutes];
    }

    /// <summary>A stored instant as <see cref="Moment(DateTimeOffset)"/>.</summary>
    public string Moment(string instant) => Moment(new DateTimeOffset(Instant.Parse(instant)));

    /// <summary>"aujourd'hui à 03:00", "lundi 24 novembre à 03:00": in the time zone of the server.</summary>
    public string Moment(DateTimeOffset at)
    {
        var local = at.ToLocalTime();
        var now = time.GetLocalNow();
        var clock = local.ToString("t", CultureInfo.CurrentCulture);
        return (local.Date - now.Date).Days switch
        {
            0 => texts["Moment.Today", clock],
            1 => texts["Moment.Tomorrow", clock],
            -1 => texts["Moment.Yesterday", clock],
            _ => texts["Moment.Day", local.ToString(local.Year == now.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", CultureInfo.CurrentCulture), clock],
        };
    }

    /// <summary>A schedule in words: "chaque jour à 03:00".</summary>
    public string Schedule(string cron) => Schedule(CronForm.Of(cron));

    /// <inheritdoc cref="Schedule(string)"/>
    public string Schedule(CronForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var at = new TimeOnly(form.Hour, form.Minute).ToString("t", CultureInfo.CurrentCulture);
        return form.Kind switch
        {
            CronKind.Minutes => texts["Cron.Minutes", form.Every],
            CronKind.Hours => texts[(form.Every == 1 ? "Cron.Hourly" : "Cron.Hours") + (form.Minute == 0 ? ".Sharp" : ""), form.Every, form.Minute],
            CronKind.Daily => texts["Cron.Daily", at],
            CronKind.Weekly when form.Days.SequenceEqual(_workdays) => texts["Cron.Workdays", at],
            CronKind.Weekly => texts["Cron.Weekly", Join([.. form.Days.Select(Day)]), at],
            CronKind.Monthly when form.DayOfMonth == CronForm.LastDay => texts["Cron.LastDay", at],
            CronKind.Monthly => texts["Cron.Monthly", FigureText.IsFrench && form.DayOfMonth > 1 ? form.DayOfMonth.ToString(CultureInfo.InvariantCulture) : FigureText.Ordinal(form.DayOfMonth), at],
            _ => texts["Cron.Expression", form.Expression],
        };
    }

    public static string Day(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day);

    /// <summary>What is wrong with an expression.</summary>
    public string Problem(CronException problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return texts["Cron.Problem." + problem.Problem, CronSchedule.MaxLength, problem.Message];
    }

    /// <summary>"a, b et c".</summary>
    public string Join(IReadOnlyList<string> names)
        => names.Count < 2 ? string.Concat(names) : texts["And", string.Join(", ", names.SkipLast(1)), names[^1]];

    /// <summary>"3 tâches", by the rules of the language: in French 0 is singular.</summary>
    public string Plural(string key, long count, params object[] more)
    {
        var isOne = count == 1 || (count == 0 && FigureText.IsFrench);
        return texts[key + (isOne ? ".one" : ".many"), [FigureText.Number(count), .. more]];
    }
}
