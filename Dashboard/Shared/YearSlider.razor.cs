using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Octoplus.Dashboard.Shared;

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
            // The year shown comes back by way of the address, so the place is kept here.
            var years = Years;
            var place = Index == years.Count - 1 ? 0 : Index + 1;
            await OnChange.InvokeAsync(years[place]);
            while (place < years.Count - 1 && await timer.WaitForNextTickAsync(playing.Token))
            {
                await OnChange.InvokeAsync(years[++place]);
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
