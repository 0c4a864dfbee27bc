using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>Someone adds a source or changes one; it can be asked before it is kept.</summary>
public sealed partial class SourceFormPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _leaving = new();
    private SourceForm? _form;
    private int _version;
    private string? _name;
    private string? _failure;
    private string? _message;
    private bool _isConflict;
    private bool _isBusy;
    private bool _isTrying;
    private bool _hasToShow;
    private IReadOnlyList<SettingProblem> _problems = [];
    private IReadOnlyList<StoredProfile> _profiles = [];
    private TrialResult? _trial;
    private Message? _trialProblem;
    private ElementReference _summary;

    /// <summary>Key of the source; 0: a new one.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private SourceQueries Sources { get; set; } = default!;

    [Inject]
    private SourceStore Store { get; set; } = default!;

    [Inject]
    private SourceRules Rules { get; set; } = default!;

    [Inject]
    private SourceTrial Trial { get; set; } = default!;

    [Inject]
    private AllowedFolders Folders { get; set; } = default!;

    [Inject]
    private ProfileQueries StoredProfiles { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private SourceText Text { get; set; } = default!;

    [Inject]
    private MessageText Messages { get; set; } = default!;

    [Inject]
    private IStringLocalizer<SourceTexts> S { get; set; } = default!;

    private string Head => Id > 0 ? S["Form.Edit", _name ?? ""] : S["Form.New"];

    private IEnumerable<(string, string)> Kinds => Enum.GetValues<SourceKind>().Select(k => (k.ToString(), Text.Kind(k)));

    private IEnumerable<(string, string)> Profiles => new[] { ("", S["Profile.None"].Value) }
        .Concat(_profiles.Select(p => (p.Slug, p.Name)))
        .Concat(_form is { } form && form["profile"].Length > 0 && _profiles.All(p => p.Slug != form["profile"]) ? [(form["profile"], form["profile"])] : []);

    public static string AddressOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{PageAddresses.Sources}/{id}/modifier");

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_hasToShow)
        {
            _hasToShow = false;
            await _summary.FocusAsync(); // what is wrong stands above the button that was pressed
        }
    }

    private async Task LoadAsync()
    {
        (_failure, _message, _isConflict, _problems) = (null, null, false, []);
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            _profiles = [.. (await StoredProfiles.AllAsync(CancellationToken.None)).Where(p => ProfileFormat.Usable(p) is not null)];
            if (Id == 0)
            {
                _form ??= SourceForm.New(Folders.Roots.Count > 0 ? Folders.Roots[0] : "");
                return;
            }

            if (await Sources.FindAsync(Id, CancellationToken.None) is not { Source: var source })
            {
                Navigation.NotFound();
                return;
            }

            (_form, _version, _name) = (SourceForm.Of(source), source.Version, source.Name);
        }
        catch (Exception e) when (e is DbException or SourceException)
        {
            _failure = e is SourceException broken ? Messages.Of(broken.Reason) : e.Message;
        }
        catch (UnauthorizedAccessException)
        {
            _failure = S["Denied"];
        }
    }

    private void ChooseKind(string kind)
    {
        if (Enum.TryParse<SourceKind>(kind, out var chosen))
        {
            _form!.Kind = chosen;
            (_problems, _trial, _trialProblem) = ([], null, null);
        }
    }

    private Task SaveAsync() => DoAsync(async draft =>
    {
        var actor = await Current.GetAsync();
        var id = Id;
        if (Id == 0)
        {
            id = await Store.AddAsync(draft, actor, CancellationToken.None);
        }
        else if (await Store.EditAsync(Id, _version, draft, actor, CancellationToken.None) is var edit and not SourceEdit.Done)
        {
            (_message, _isConflict, _hasToShow) = (S["Form." + edit], edit == SourceEdit.EditedMeanwhile, true);
            return;
        }

        Navigation.NavigateTo(PageAddresses.Source(id));
    });

    private Task TryAsync() => DoAsync(async draft =>
    {
        (_trial, _trialProblem, _isTrying) = (null, null, true);
        StateHasChanged();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        patience.CancelAfter(_patience);
        try
        {
            _trial = await Trial.RunAsync(draft, (await Current.GetAsync()).Name, patience.Token);
        }
        catch (SourceException e)
        {
            _trialProblem = e.Reason;
        }
        catch (OperationCanceledException)
        {
            _trialProblem = Message.Of("source.trial-too-long", _patience.TotalSeconds);
        }
        finally
        {
            _isTrying = false;
        }
    });

    /// <summary>Does something with what the form says, if nothing is wrong with it.</summary>
    private async Task DoAsync(Func<SourceDraft, Task> act)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        (_message, _isConflict) = (null, false);
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            var (draft, unread) = _form!.Read();
            _problems = [.. unread, .. (await Rules.CheckAsync(draft, CancellationToken.None)).Select(OfForm).Where(p => unread.All(u => u.Field != p.Field))];
            if (_problems.Count > 0)
            {
                (_hasToShow, _trial, _trialProblem) = (true, null, null);
                return;
            }

            await act(draft);
        }
        catch (DbException e)
        {
            (_message, _hasToShow) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _hasToShow) = (S["Denied"], true);
        }
        finally
        {
            _isBusy = false;
        }
    }

    // Kinds have fields of their own for what the rules call by one name.
    private SettingProblem OfForm(SettingProblem problem) => problem.Field switch
    {
        "address" => problem with { Field = _form!.AddressField },
        "maxRows" when _form!.Kind == SourceKind.Query => problem with { Field = "queryMaxRows" },
        _ => problem,
    };
}
