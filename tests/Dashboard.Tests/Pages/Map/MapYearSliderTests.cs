using Microsoft.Extensions.DependencyInjection;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapYearSliderTests : BunitContext
{
    private readonly ManualClock _clock = new();
    private readonly List<int> _shown = [];

    public MapYearSliderTests()
    {
        MapSample.Speak("fr-FR");
        Services.AddOctoplusLocalization().AddSingleton<TimeProvider>(_clock);
    }

    [Fact]
    public void Play_FromTheMiddle_GoesToTheLastYearAndStops()
    {
        // The year shown is not passed back: it comes by way of the address, maybe later than the next tick.
        var slider = Slider(2018);
        slider.Find("[data-testid=play]").Click();
        Assert.Equal([2019], _shown);
        Assert.Equal("Arrêter le défilement", slider.Find("[data-testid=play]").GetAttribute("aria-label"));
        _clock.Tick();
        slider.WaitForAssertion(() => Assert.Equal("Faire défiler les années", slider.Find("[data-testid=play]").GetAttribute("aria-label")));
        Assert.Equal([2019, 2020], _shown);
    }

    [Fact]
    public void Play_FromTheLastYear_StartsOver()
    {
        Slider(2020).Find("[data-testid=play]").Click();
        Assert.Equal([2017], _shown);
    }

    [Fact]
    public void Play_Dragged_Stops()
    {
        var slider = Slider(2017);
        slider.Find("[data-testid=play]").Click();
        slider.Find("input").Input("3");
        _clock.Tick();
        slider.WaitForAssertion(() => Assert.Equal("Faire défiler les années", slider.Find("[data-testid=play]").GetAttribute("aria-label")));
        Assert.Equal([2018, 2020], _shown);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    public void Drag_OutsideTheYears_ChangesNothing(string value)
    {
        Slider(2017).Find("input").Input(value);
        Assert.Empty(_shown);
    }

    private IRenderedComponent<YearSlider> Slider(int year)
        => Render<YearSlider>(p => p.Add(s => s.Years, [2017, 2018, 2019, 2020]).Add(s => s.Year, year).Add(s => s.OnChange, _shown.Add));

    private sealed class ManualClock : TimeProvider
    {
        private Action? _fire;

        public void Tick() => _fire?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return new StillTimer();
        }

        private sealed class StillTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
