using System.Globalization;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

public abstract partial class SourceSuite
{
    private static readonly SourceOptions _population = new() { Slug = "population", Name = "Population", Url = new Uri("https://insee.example/p.xls") };

    [SkippableFact]
    public async Task Ship_Again_BringsUpToDateWhatNobodyEdited()
    {
        await ShipAsync(_population);
        await ShipAsync(new SourceOptions { Slug = "population", Name = "Population", Url = new Uri("https://insee.example/q.xls") });
        Assert.Equal(["population https://insee.example/q.xls 2"], await ListAsync());
    }

    [SkippableFact]
    public async Task Ship_EditedOne_LeavesItAlone()
    {
        await ShipAsync(_population);
        var entry = Assert.Single(await Sources.AllAsync(CancellationToken.None));
        Assert.Equal(SourceEdit.Done, await Store.EditAsync(
            entry.Source.Id, entry.Source.Version, SourceDraft.Of(entry.Source) with { Address = "https://mine.example/p.xls" }, _marie, CancellationToken.None));
        await ShipAsync(_population);
        Assert.Equal(["population https://mine.example/p.xls 2"], await ListAsync());
    }

    [SkippableFact]
    public async Task Ship_DeletedOne_StaysDeleted()
    {
        await ShipAsync(_population);
        Assert.True(await Store.DeleteAsync((await Sources.AllAsync(CancellationToken.None))[0].Source.Id, _marie, CancellationToken.None));
        await ShipAsync(_population);
        Assert.Empty(await ListAsync());
        Assert.Equal(["source.deleted"], await Test.ColumnAsync<string>("select action from audit_entry where action like 'source.%' order by at, id"));
    }

    [SkippableFact]
    public async Task DeleteAsync_FailuresThatLast_AreOver()
    {
        var id = await AddFileAsync("/a.xlsx");
        var key = id.ToString(CultureInfo.InvariantCulture);
        await Database.WriteAsync(
            async (connection, transaction) =>
            {
                foreach (var cause in new[] { $"source:{key}:failed:timeout", $"source:{key}:waiting:7", $"source:{key}0:invalid" })
                {
                    await NoticeStore.WriteAsync(connection, transaction, null, new Notice(NoticeKind.Failed, cause, Message.Of("x")), CancellationToken.None);
                }
            },
            CancellationToken.None);
        Assert.True(await Store.DeleteAsync(id, _marie, CancellationToken.None));
        Assert.Equal([$"source:{key}0:invalid"], await Test.ColumnAsync<string>("select cause from notice_cause"));
    }

    [SkippableFact]
    public async Task EditAsync_EditedMeanwhile_WritesNothing()
    {
        var id = await AddFileAsync("/a.xlsx");
        var source = (await Sources.FindAsync(id, CancellationToken.None))!.Source;
        Assert.Equal(SourceEdit.Done, await Store.EditAsync(id, source.Version, SourceDraft.Of(source) with { Name = "Une" }, _marie, CancellationToken.None));
        Assert.Equal(SourceEdit.EditedMeanwhile, await Store.EditAsync(id, source.Version, SourceDraft.Of(source) with { Name = "Deux" }, _marie, CancellationToken.None));
        Assert.Equal("Une", (await Sources.FindAsync(id, CancellationToken.None))!.Source.Name);
        Assert.Equal(SourceEdit.Gone, await Store.EditAsync(id + 1, 1, SourceDraft.Of(source), _marie, CancellationToken.None));
    }

    [SkippableFact]
    public async Task TurnAsync_Twice_SaysThatItWasSo()
    {
        var id = await AddFileAsync("/a.xlsx");
        Assert.True(await Store.TurnAsync(id, isOn: false, _marie, CancellationToken.None));
        Assert.False(await Store.TurnAsync(id, isOn: false, _marie, CancellationToken.None));
        Assert.False((await Sources.FindAsync(id, CancellationToken.None))!.Source.IsOn);
    }

    [SkippableFact]
    public async Task FindAsync_SourceAdded_IsAsItWasGiven()
    {
        var draft = new SourceDraft
        {
            Name = "Dossier",
            Kind = SourceKind.Folder,
            Address = "/srv/csv",
            Settings = """{"pattern":"*.csv"}""",
            Profile = "mine",
            Schedule = "0 0 6 * * ?",
            IsOn = false,
            AcceptsItself = false,
            Bounds = new SourceBounds(1.5, 2, 3),
        };
        var id = await Store.AddAsync(draft, _marie, CancellationToken.None);
        var entry = (await Sources.FindAsync(id, CancellationToken.None))!;
        Assert.Equal(draft, SourceDraft.Of(entry.Source));
        Assert.Equal((1, SourceStatus.Never, "source:" + id), (entry.Source.Version, entry.State.State, entry.Source.Subject));
    }

    private async Task ShipAsync(SourceOptions options)
        => await new ShippedSources(Store, Microsoft.Extensions.Options.Options.Create<List<SourceOptions>>([options])).EnsureAsync(CancellationToken.None);

    private async Task<IEnumerable<string>> ListAsync()
        => (await Sources.AllAsync(CancellationToken.None)).Select(e => $"{e.Source.Slug} {e.Source.Address} {e.Source.Version}");
}
