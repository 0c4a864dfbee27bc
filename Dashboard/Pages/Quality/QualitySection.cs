using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>A list of the page on which people decide: says what came of a decision, moves the focus there, and reads again.</summary>
public abstract class QualitySection : ComponentBase
{
    private QualityState? _loaded;
    private bool _takesFocus;

    [Parameter, EditorRequired]
    public QualityState State { get; set; } = default!;

    /// <summary>A decision was made: counts elsewhere on the page follow.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Why the last reading failed; null if it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What came of the last decision; null: none was made yet.</summary>
    protected string? Message { get; private set; }

    /// <summary>The last decision failed.</summary>
    protected bool IsError { get; private set; }

    /// <summary>Where <see cref="Message"/> stands.</summary>
    protected ElementReference Told { get; set; }

    [Inject]
    protected IStringLocalizer<QualityTexts> T { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != State)
        {
            (_loaded, Message) = (State, null);
            Forget();
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus)
        {
            _takesFocus = false;
            await Told.FocusAsync();
        }
    }

    /// <summary>Another list or filter was chosen: what is shown is no longer of it.</summary>
    protected abstract void Forget();

    /// <summary>Reads the list.</summary>
    protected abstract Task ReadAsync();

    protected Task LoadAsync() => TryReadAsync(ReadAsync);

    /// <summary>Reads something; a database that is away is told.</summary>
    protected async Task TryReadAsync(Func<Task> read)
    {
        try
        {
            await read();
            Failure = null;
        }
        catch (DbException e)
        {
            Failure = e.Message;
        }
    }

    /// <summary>Does something that an analyst may.</summary>
    /// <param name="deed">Returns what came of it, and whether it is an error.</param>
    protected async Task DoAsync(Func<AuditActor, Task<(string Text, bool IsError)>> deed)
    {
        try
        {
            await Current.DemandAsync(Role.Analyst, CancellationToken.None);
            (Message, IsError) = await deed(await Current.GetAsync());
        }
        catch (DbException e)
        {
            (Message, IsError) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (Message, IsError) = (T["Denied"], true);
        }

        _takesFocus = true;
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }
}
