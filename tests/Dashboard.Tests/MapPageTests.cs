using Microsoft.Extensions.DependencyInjection;
using Octoplus.Dashboard.Map;
using Radzen;

namespace Octoplus.Dashboard.Tests;

public sealed class MapPageTests : BunitContext
{
    public MapPageTests()
    {
        Services.AddRadzenComponents();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Button_Clicked_Counts()
    {
        var page = Render<MapPage>();
        page.Find("button").Click();
        Assert.Equal("1", page.Find("[role=status]").TextContent);
    }
}
