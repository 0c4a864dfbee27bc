using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Profiles;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>Someone says what the columns of a table are; each change is tried on its first rows at once.</summary>
public sealed partial class ProfilePage : ComponentBase, IDisposable
{
    private static readonly char[] _separators = [';', ',', '\t', '|'];
    private static readonly string[] _encodings = ["utf-8", "windows-1252", "utf-16"];

    private ImportFile? _file;
    private FileProbe? _probe;
    private ImportProfile? _draft;
    private ProfilePreview? _preview;
    private IReadOnlyList<StoredProfile> _stored = [];
    private string? _failure;
    private string? _failureDetail;
    private string? _message;
    private bool _isTaken;
    private bool _mayReplace;
    private bool _isBusy;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private ImportQueries Imports { get; set; } = default!;

    [Inject]
    private ImportActions Actions { get; set; } = default!;

    [Inject]
    private OriginalFiles Files { get; set; } = default!;

    [Inject]
    private ProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private ProfileStore Store { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ImportText Words { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ImportTexts> T { get; set; } = default!;

    private int CellProblems => _preview?.Rows.Sum(r => r.Cells.Count(c => c.Problem is not null) + (r.Problem is null ? 0 : 1)) ?? 0;

    public void Dispose() => _probe?.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private static string Text(ChangeEventArgs change) => (change.Value as string ?? "").Trim();

    private static string KeyOf(char separator) => separator == '\t' ? "tab" : separator.ToString();

    private static char? SeparatorOf(string key) => key.Length == 0 ? null : key == "tab" ? '\t' : key[0];

    private string SeparatorName(char separator) => T["Profile.Separator." + KeyOf(separator)] is { ResourceNotFound: false } known ? known.Value : separator.ToString();

    private static string ClassOf(PreviewCell cell, ColumnRole role)
        => cell.Problem is not null ? "wrong"
            : role switch
            {
                ColumnRole.Ignored => "ignored",
                ColumnRole.Dropped or ColumnRole.Hashed => "personal",
                _ => "",
            };

    /// <summary>A number as the reader writes it.</summary>
    private static string Understood(string text, ColumnRole role)
        => role == ColumnRole.Value && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,0.######", CultureInfo.CurrentCulture)
            : text;

    private bool Has(ColumnRole role) => _draft!.Columns.Any(c => c.Role == role);

    // What a shape has no place for is taken away, so that nobody must look for it.
    private static ImportProfile WithShape(ImportProfile draft, TableShape shape)
        => draft with
        {
            Shape = shape,
            FixedMeasure = shape == TableShape.WideMeasures ? null : draft.FixedMeasure,
            Values = shape != TableShape.Long && draft.Values == ValueRule.CountRows ? ValueRule.Single : draft.Values,
        };

    private async Task LoadAsync()
    {
        (_failure, _failureDetail) = (null, null);
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            _file = await Imports.FindAsync(Id, CancellationToken.None);
            if (_file is null)
            {
                Navigation.NotFound();
                return;
            }

            if (_file.State != ImportState.Mapping)
            {
                _failure = T["Profile.NotMapping"];
                return;
            }

            var path = Files.UploadOf(Id);
            if (!File.Exists(path))
            {
                _failure = T["Profile.Elsewhere"];
                return;
            }

            _stored = [.. (await Profiles.AllAsync(CancellationToken.None)).Where(p => ProfileFormat.Usable(p) is not null)];
            _probe?.Dispose();
            _probe = await Task.Run(() => FileProbe.Open(path)); // a gzip is inflated
            _draft = Stored(_file.Profile) ?? ProfileSuggestion.For(_probe, _file.FileName);
            Try();
        }
        catch (DbException e)
        {
            (_failure, _failureDetail) = (T["Failed"], e.Message);
        }
        catch (UnauthorizedAccessException)
        {
            _failure = T["Denied"];
        }
        catch (Exception e) when (e is UnreadableFileException or IOException)
        {
            (_failure, _failureDetail) = (T["Profile.Unreadable"], e.Message);
        }
    }

    private Task ChangeAsync(Func<ImportProfile, ImportProfile> change)
    {
        _draft = change(_draft!);
        (_message, _isTaken, _mayReplace) = (null, false, false);
        Try();
        return Task.CompletedTask;
    }

    private Task SetRoleAsync(string header, string role)
        => Enum.TryParse<ColumnRole>(role, out var chosen)
            ? ChangeAsync(d =>
            {
                var columns = d.Columns.Select(c => c.Header == header ? c with { Role = chosen } : c).ToList();
                return d with
                {
                    Columns = columns,
                    FixedTerritory = columns.Exists(c => c.Role == ColumnRole.Territory) ? null : d.FixedTerritory ?? "FR",
                    FixedMeasure = columns.Exists(c => c.Role == ColumnRole.Measure) || d.Shape == TableShape.WideMeasures ? null : d.FixedMeasure ?? d.Name,
                };
            })
            : Task.CompletedTask;

    private Task BeginWithAsync(ChangeEventArgs change)
        => ChangeAsync(_ => Stored(Text(change)) ?? ProfileSuggestion.For(_probe!, _file!.FileName));

    private ImportProfile? Stored(string? slug)
        => _stored.FirstOrDefault(p => p.Slug == slug) is { } stored ? ProfileFormat.Usable(stored) : null;

    /// <summary>Reads the first rows under the draft; another separator or encoding may give other columns.</summary>
    private void Try()
    {
        try
        {
            var preview = ProfilePreview.Of(_probe!, _draft!);
            var known = _draft!.Columns.DistinctBy(c => c.Header, StringComparer.Ordinal).ToDictionary(c => c.Header, c => c.Role, StringComparer.Ordinal);
            if (!preview.Header.SequenceEqual(_draft.Columns.Select(c => c.Header), StringComparer.Ordinal))
            {
                _draft = _draft with { Columns = [.. preview.Header.Select(h => new ProfileColumn(h, known.GetValueOrDefault(h, ColumnRole.Ignored)))] };
                preview = ProfilePreview.Of(_probe!, _draft);
            }

            _preview = preview;
        }
        catch (UnreadableFileException e)
        {
            _message = $"{T["Profile.Unreadable"]} {e.Message}";
        }
    }

    private async Task SaveAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            var actor = await Current.GetAsync();
            var profile = _draft!.ToStored();
            var isSaved = _mayReplace
                ? await Store.ReplaceAsync(profile, actor.Name, CancellationToken.None)
                : await Store.AddAsync(profile, actor.Name, CancellationToken.None) || await IsSameAsync(profile);
            if (!isSaved)
            {
                (_isTaken, _message) = (true, T["Profile.Taken"]);
            }
            else if (await Actions.MapAsync(Id, profile.Slug, actor, CancellationToken.None))
            {
                Navigation.NavigateTo(UploadRoutes.AddressOf(Id));
            }
            else
            {
                _message = T["Profile.Late"];
            }
        }
        catch (DbException e)
        {
            _message = e.Message;
        }
        catch (UnauthorizedAccessException)
        {
            _message = T["Denied"];
        }
        finally
        {
            _isBusy = false;
        }
    }

    // A profile that was begun with and not changed need not be saved again.
    private async Task<bool> IsSameAsync(NewProfile profile)
        => (await Profiles.FindAsync(profile.Slug, CancellationToken.None))?.Settings == profile.Settings;
}
