using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Octoplus.Dashboard.Map;

public sealed partial class YearSlider : ComponentBase
{
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(1.2);

    private CancellationTokenSource? _playing;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <summary>Ascending, at least one.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<int> Years { get; set; } = [];

    [Parameter, EditorRequired]
    public int Year { get; set; }

    [Parameter]
    public EventCallback<int> OnChange { get; set; }

    private bool IsPlaying => _playing is not null;

    private int Index => Math.Max(0, Years.ToList().IndexOf(Year));

    public void Dispose() => Stop();

    private async Task Drag(ChangeEventArgs change)
    {
        Stop();
        if (int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Years.Count)
        {
            await OnChange.InvokeAsync(Years[index]);
        }
    }

    private async Task TogglePlay()
    {
        if (IsPlaying)
        {
            Stop();
            return;
        }

        using var playing = _playing = new CancellationTokenSource();
        using var timer = new PeriodicTimer(_pace, Clock);
        try
        {
            // From the last year it starts over; otherwise the next year comes at once, so that the click is answered.
            await OnChange.InvokeAsync(Index == Years.Count - 1 ? Years[0] : Years[Index + 1]);
            while (Index < Years.Count - 1 && await timer.WaitForNextTickAsync(playing.Token))
            {
                await OnChange.InvokeAsync(Years[Index + 1]);
            }
        }
        catch (OperationCanceledException)
        {
            // paused, dragged or left
        }
        finally
        {
            if (ReferenceEquals(_playing, playing))
            {
                _playing = null;
            }
        }
    }

    private void Stop()
    {
        _playing?.Cancel();
        _playing = null;
    }
}
