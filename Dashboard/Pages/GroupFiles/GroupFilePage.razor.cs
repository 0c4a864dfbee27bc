using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Pages.GroupFiles;

/// <summary>Groups a file of the reader's own: settings are in the address, the file only in the memory of this page.</summary>
public sealed partial class GroupFilePage : AddressedPage, IAsyncDisposable
{
    private const string ExampleFile = "examples/dix-villes.csv";
    private static readonly TimeSpan _progressEvery = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _gone = new();
    private GroupFileState _state = new();
    private GroupFilePhase _phase;
    private ClusterFileContent? _content;
    private string _fileName = "";
    private bool _isExample;
    private ClusterAnalysis? _analysis;
    private IReadOnlyList<string> _refusal = [""];
    private double _progress;
    private CancellationTokenSource? _work;
    private IJSObjectReference? _downloads;

    [Inject]
    private GroupFileAnalyses Analyses { get; set; } = default!;

    [Inject]
    private CurrentActor Actor { get; set; } = default!;

    [Inject]
    private IWebHostEnvironment Files { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<GroupFileTexts> T { get; set; } = default!;

    [Inject]
    private ILogger<GroupFilePage> Log { get; set; } = default!;

    protected override string Path => GroupFileState.Address;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _gone.CancelAsync();
        try
        {
            if (_downloads is not null)
            {
                await _downloads.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // the browser is gone, and its page with it
        }
    }

    protected override void Take(string query) => _state = GroupFileState.Parse(query);

    protected override async Task LoadAsync()
    {
        if (_state.IsExample != _isExample)
        {
            await StopAsync();
            (_content, _isExample, _phase) = (null, _state.IsExample, GroupFilePhase.Empty);
            if (_isExample)
            {
                await using var stream = Files.WebRootFileProvider.GetFileInfo(ExampleFile).CreateReadStream();
                (_content, _fileName) = (ClusterFile.Read(stream, GroupFileAnalyses.Limits, _gone.Token), System.IO.Path.GetFileName(ExampleFile));
            }
        }

        if (_content?.Table is { } table)
        {
            _phase = GroupFilePhase.Computing;
            if (RendererInfo.IsInteractive) // once, and not for whoever only fetches the page
            {
                await ComputeAsync(table);
            }
        }
    }

    private async Task TakeFileAsync(IBrowserFile file)
    {
        await StopAsync();
        using var work = _work = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        (_phase, _content, _fileName, _isExample) = (GroupFilePhase.Reading, null, file.Name, false);
        StateHasChanged();
        try
        {
            var content = await ReadAsync(file, work.Token);
            if (_work != work)
            {
                return; // another file was chosen meanwhile
            }

            (_content, _work) = (content, null);
        }
        catch (Exception e) when (e is IOException or JSException or OperationCanceledException or InvalidOperationException)
        {
            if (_work == work)
            {
                _work = null;
                LogBroken(Log, e);
                (_phase, _refusal) = work.IsCancellationRequested ? (GroupFilePhase.Empty, _refusal) : (GroupFilePhase.Refused, [T["Broken"].Value]);
            }

            return;
        }

        if (_content.Table is null)
        {
            _phase = GroupFilePhase.Wrong;
        }
        else if (_state.IsExample)
        {
            Go(_state with { IsExample = false }); // which loads
        }
        else
        {
            await LoadAsync();
        }
    }

    private static async Task<ClusterFileContent> ReadAsync(IBrowserFile file, CancellationToken cancellationToken)
    {
        var limits = GroupFileAnalyses.Limits;
        if (file.Size > limits.MaxBytes)
        {
            return ClusterFile.OfSize(file.Size, limits);
        }

        using var memory = new MemoryStream();
        await using (var stream = file.OpenReadStream(limits.MaxBytes, cancellationToken))
        {
            await stream.CopyToAsync(memory, cancellationToken);
        }

        memory.Position = 0;
        return ClusterFile.Read(memory, limits, cancellationToken);
    }

    private async Task ComputeAsync(FeatureTable table)
    {
        await StopAsync();
        using var work = _work = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        (_phase, _progress, _analysis) = (GroupFilePhase.Computing, 0, null);
        StateHasChanged();
        var (analysis, refusal) = await TryAsync(table, work);
        if (_work == work && !_gone.IsCancellationRequested)
        {
            (_work, _analysis, _refusal) = (null, analysis, refusal);
            _phase = analysis is null ? GroupFilePhase.Refused : GroupFilePhase.Done;
            StateHasChanged();
        }
    }

    private async Task<(ClusterAnalysis? Analysis, IReadOnlyList<string> Refusal)> TryAsync(FeatureTable table, CancellationTokenSource work)
    {
        try
        {
            var actor = await Actor.GetAsync();
            var reader = actor.Name.Length > 0 ? "user " + actor.Name : "address " + actor.Address;
            return (await Analyses.RunAsync(reader, table, _state, new Reporter(this, work), work.Token), []);
        }
        catch (ClusterException e)
        {
            return (null, [.. GroupFileWords.Refusal(T, e)]);
        }
        catch (GroupFileBusyException e)
        {
            return (null, [T["Busy", FigureText.Number(Math.Ceiling(e.Wait.TotalSeconds))].Value]);
        }
        catch (TimeoutException)
        {
            return (null, [T["TooLong", FigureText.Number(Analyses.Longest.TotalSeconds)].Value]);
        }
        catch (OperationCanceledException)
        {
            return (null, [T["Cancelled"].Value]);
        }
    }

    private async Task CancelAsync()
    {
        if (_work is { } work)
        {
            await work.CancelAsync();
        }
    }

    /// <summary>Ends what is under way: something else was asked for.</summary>
    private Task StopAsync()
    {
        var former = _work;
        _work = null;
        return former?.CancelAsync() ?? Task.CompletedTask;
    }

    private Task GoAsync(GroupFileState state)
    {
        if (state == _state)
        {
            return LoadAsync();
        }

        Go(state);
        return Task.CompletedTask;
    }

    private void Go(GroupFileState state) => Navigation.NavigateTo(GroupFileState.Address + state.ToQuery());

    private async Task DownloadAsync()
    {
        if (_analysis is not { } analysis || _content is not { } content)
        {
            return;
        }

        using var file = new MemoryStream();
        ClusterFile.Write(file, GroupFileWords.Rows(analysis, ClusterNames.Plain(analysis.Clusters)), content.Form, isForSpreadsheet: true);
        file.Position = 0;
        using var stream = new DotNetStreamReference(file);
        _downloads ??= await Script.InvokeAsync<IJSObjectReference>("import", _gone.Token, "octoplus/downloads");
        await _downloads.InvokeVoidAsync("save", _gone.Token, System.IO.Path.GetFileNameWithoutExtension(_fileName) + "-groupes.csv", "text/csv;charset=utf-8", stream);
    }

    private void Report(CancellationTokenSource work, double progress) => _ = InvokeAsync(() =>
    {
        if (_work == work)
        {
            _progress = progress;
            StateHasChanged();
        }
    });

    [LoggerMessage(LogLevel.Information, "A file to group did not arrive whole")]
    private static partial void LogBroken(ILogger logger, Exception failure);

    /// <summary>Tells the page how far the work is, a few times a second.</summary>
    private sealed class Reporter(GroupFilePage page, CancellationTokenSource work) : IProgress<double>
    {
        private long _last = page.Time.GetTimestamp();

        public void Report(double value)
        {
            if (page.Time.GetElapsedTime(_last) >= _progressEvery)
            {
                _last = page.Time.GetTimestamp();
                page.Report(work, value);
            }
        }
    }
}
