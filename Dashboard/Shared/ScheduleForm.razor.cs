using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Shared;

/// <summary>Chooses a schedule, saying at each step what it means and when it comes next.</summary>
public sealed partial class ScheduleForm
{
    private readonly HashSet<DayOfWeek> _days = [];
    private CronKind _kind;
    private int _minutes;
    private int _hours;
    private int _minute;
    private int _dayOfMonth;
    private TimeOnly _time;
    private string _expression = "";
    private CronSchedule? _cron;
    private string? _problem;

    /// <summary>The expression that holds now.</summary>
    [Parameter, EditorRequired]
    public string Current { get; set; } = "";

    /// <summary>The expression that the job came with.</summary>
    [Parameter]
    public string Shipped { get; set; } = "";

    [Parameter]
    public EventCallback<CronSchedule> OnSave { get; set; }

    /// <summary>It stands within another form, which keeps what is chosen: no buttons of its own.</summary>
    [Parameter]
    public bool IsPart { get; set; }

    /// <summary>What stands before the schedule in words; null: that a job starts then.</summary>
    [Parameter]
    public string? Says { get; set; }

    /// <summary>The expression chosen, or as it is written where it is none yet.</summary>
    [Parameter]
    public EventCallback<string> OnChange { get; set; }

    [Inject]
    private JobText Text { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<JobTexts> T { get; set; } = default!;

    private bool IsChanged => !IsSame(Current);

    protected override void OnInitialized() => Fill(Current);

    // Two expressions may say the same: MON-FRI and MON,TUE,WED,THU,FRI.
    private bool IsSame(string cron) => _cron is { } chosen && CronForm.Of(chosen.Expression).ToCron() == CronForm.Of(cron).ToCron();

    private void Fill(string cron)
    {
        var form = CronForm.Of(cron);
        _kind = form.Kind;
        _minutes = form.Kind == CronKind.Minutes ? form.Every : 15;
        _hours = form.Kind == CronKind.Hours ? form.Every : 1;
        (_minute, _dayOfMonth, _time, _expression) = (form.Minute, form.DayOfMonth, new TimeOnly(form.Hour, form.Minute), cron);
        _days.Clear();
        _days.UnionWith(form.Days);
        Preview();
    }

    private Task ChooseAsync(DayOfWeek day, bool isChosen)
    {
        _ = isChosen ? _days.Add(day) : _days.Remove(day);
        return PreviewAsync();
    }

    private Task PreviewAsync()
    {
        Preview();
        return OnChange.InvokeAsync(_cron?.Expression ?? (_kind == CronKind.Expression ? _expression : ""));
    }

    private void Preview()
    {
        (_cron, _problem) = (null, null);
        if (_kind == CronKind.Weekly && _days.Count == 0)
        {
            _problem = T["Form.NoDay"];
            return;
        }

        if (_kind == CronKind.Hours && _minute is < 0 or > 59)
        {
            _problem = T["Form.BadMinute"];
            return;
        }

        var form = new CronForm
        {
            Kind = _kind,
            Every = _kind == CronKind.Minutes ? _minutes : _hours,
            Hour = _time.Hour,
            Minute = _kind == CronKind.Hours ? _minute : _time.Minute,
            Days = [.. CronForm.Week(_days)],
            DayOfMonth = _dayOfMonth,
            Expression = _expression,
        };
        try
        {
            _cron = CronSchedule.Parse(form.ToCron());
        }
        catch (CronException e)
        {
            _problem = Text.Problem(e);
        }

        // Whoever goes on to the expression finds there what was chosen.
        if (_kind != CronKind.Expression && _cron is not null)
        {
            _expression = _cron.Expression;
        }
    }

    private async Task SaveAsync()
    {
        Preview();
        if (_cron is { } cron && IsChanged)
        {
            await OnSave.InvokeAsync(cron);
        }
    }
}
