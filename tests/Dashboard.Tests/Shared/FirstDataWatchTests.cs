using System.Globalization;
using Octoplus.Dashboard.Shared;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Shared;

public sealed class FirstDataWatchTests
{
    [Fact]
    public async Task Changed_RaisedInAnotherCulture_IsToldInTheReadersOwn()
    {
        var progress = new FirstDataProgress();
        var heard = new TaskCompletionSource<string>();
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
        using var watch = new FirstDataWatch(progress, work => work(), () =>
        {
            heard.TrySetResult($"{CultureInfo.CurrentCulture.Name} {CultureInfo.CurrentUICulture.Name}");
            return Task.CompletedTask;
        });
        var importer = new Thread(() =>
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            progress.End(null);
        });
        importer.Start();
        Assert.Equal("fr-FR fr-FR", await heard.Task);
    }

    [Fact]
    public void Changed_AfterDispose_IsNotTold()
    {
        var progress = new FirstDataProgress();
        var told = 0;
        new FirstDataWatch(progress, work => work(), () =>
        {
            told++;
            return Task.CompletedTask;
        }).Dispose();
        progress.Enter("inbox");
        Assert.Equal(0, told);
    }
}
