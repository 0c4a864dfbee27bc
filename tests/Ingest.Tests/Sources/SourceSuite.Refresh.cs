using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

public abstract partial class SourceSuite
{
    [SkippableFact]
    public async Task Refresh_UnchangedDataset_AsksForTheDescriptionOnly()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        await AddAsync(dataset);
        dataset.Publish(Edition(1), _time.Now.UtcDateTime);
        await RunAsync();
        Assert.Equal([dataset.Description, dataset.File], Publisher.TakeRequests());
        await NextHourAsync();
        Assert.Equal([dataset.Description], Publisher.TakeRequests());
        Assert.True(Publisher.Headers[dataset.Description].ContainsKey("If-None-Match"));
        Assert.Equal(PortalDataset.Fields, Publisher.Headers[dataset.Description]["X-Fields"]);
    }

    [SkippableFact]
    public async Task Refresh_UnchangedFile_IsNotSentAgain()
    {
        var id = await AddFileAsync("/a.xlsx");
        Publisher.File("/a.xlsx", Edition(1));
        Assert.Equal(JobState.Succeeded, (await RunAsync()).State);
        Assert.Equal(JobState.Unchanged, (await NextHourAsync()).State);
        Assert.Equal("source.not-modified", (await new JobRunQueries(Database).SubjectLinesAsync($"source:{id}", 2, CancellationToken.None))[1].Message.Code);
    }

    [SkippableFact]
    public async Task Refresh_FileWithoutValidators_IsToldByThePageAndThenByItsBytes()
    {
        await AddFileAsync("/a.xlsx", new WebSourceSettings { Page = "/page" });
        Publisher.Answer("/a.xlsx", context => context.Response.Body.WriteAsync(Edition(1)).AsTask());
        Publisher.File("/page", "<p>Mis à jour le 3 juillet 2024</p>"u8.ToArray());
        await RunAsync();
        Assert.Equal(["/page", "/a.xlsx"], Publisher.TakeRequests());
        await NextHourAsync();
        Assert.Equal(["/page"], Publisher.TakeRequests());

        Publisher.File("/page", "<p>Mis à jour le 4 juillet 2024</p>"u8.ToArray());
        Assert.Equal(JobState.Unchanged, (await NextHourAsync()).State);
        Assert.Equal(["/page", "/a.xlsx"], Publisher.TakeRequests());
        Assert.Single(await VintagesAsync());
    }

    [SkippableFact]
    public async Task Refresh_NotDue_AsksNobodyUnlessSomeoneAsks()
    {
        var id = await AddFileAsync("/a.xlsx");
        Publisher.File("/a.xlsx", Edition(1));
        await RunAsync();
        Publisher.TakeRequests();
        _time.Now = _time.Now.AddMinutes(59);
        Assert.Equal("source.run.none-due", (await RunAsync()).Message!.Code);
        Assert.Empty(Publisher.TakeRequests());
        await RunAsync(JobCause.Person);
        Assert.Single(Publisher.TakeRequests());

        await Store.TurnAsync(id, isOn: false, _marie, CancellationToken.None);
        Assert.Equal("source.run.none-due", (await RunAsync(JobCause.Person)).Message!.Code);
        Assert.Equal("source.run.done", (await RunAsync(JobCause.Person, id.ToString(System.Globalization.CultureInfo.InvariantCulture))).Message!.Code);
        Assert.Equal((JobState.Failed, "source.run.no-such"), ((await RunAsync(JobCause.Person, "99")) is var run ? (run.State, run.Message!.Code) : default));
    }

    [SkippableFact]
    public async Task Refresh_NothingDueAgainAndAgain_KeepsTheLastOfThoseRuns()
    {
        await AddFileAsync("/a.xlsx");
        Publisher.File("/a.xlsx", Edition(1));
        var first = await RunAsync();
        await RunAsync();
        await RunAsync();
        var last = await RunAsync();
        Assert.Equal([last.Id, first.Id], (await new JobRunQueries(Database).RunsAsync(RefreshSourcesJob.Key, 10, 0, CancellationToken.None)).Select(r => r.Id));
    }

    [SkippableFact]
    public async Task Refresh_MissedForDays_IsCaughtUpOnce()
    {
        await AddFileAsync("/a.xlsx");
        Publisher.File("/a.xlsx", Edition(1));
        await RunAsync();
        _time.Now = _time.Now.AddDays(3);
        Assert.Equal("source.run.done", (await RunAsync()).Message!.Code);
        Assert.Equal("source.run.none-due", (await RunAsync()).Message!.Code);
    }

    [SkippableFact]
    public async Task Refresh_FailsAgainAndAgain_IsLeftAloneLongerEachTime()
    {
        var id = await AddFileAsync("/none.xlsx");
        foreach (var minutes in new[] { 5, 15, 45, 135, 360, 360 })
        {
            Assert.Equal(JobState.Failed, (await RunAsync()).State);
            Assert.Equal(_time.Now.AddMinutes(minutes), SourceTiming.NextOf((await Sources.FindAsync(id, CancellationToken.None))!));
            Assert.Equal("source.run.none-due", (await RunAsync()).Message!.Code);
            _time.Now = _time.Now.AddMinutes(minutes);
        }

        Assert.Equal([$"failed source:{id}:failed:not-found source.failed"], await NoticesAsync());
    }

    [SkippableFact]
    public async Task Refresh_SourceThatAcceptsNothing_WaitsUntilAPersonAccepts()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset, acceptsItself: false);
        dataset.Publish(Edition(1), _time.Now.UtcDateTime);
        Assert.Equal(JobState.Unchanged, (await RunAsync()).State);
        Assert.Equal((SourceStatus.Waiting, "source.waits.by-hand"), (await StateAsync(id)) is var waiting ? (waiting.State, waiting.Message!.Code) : default);
        var import = Assert.Single(await Imports.OpenAsync(CancellationToken.None));
        Assert.Equal(($"/admin/imports/{import.Id}", 1L), (Assert.Single(await Test.ColumnAsync<string>("select link from notice")), Assert.Single(await Test.ColumnAsync<long>("select count(*) from notice_cause"))));

        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(import.Id, "paul", null, CancellationToken.None));
        Assert.Equal("source.run.none-due", (await RunAsync()).Message!.Code);
        Assert.Equal((SourceStatus.Accepted, "paul"), (await StateAsync(id)) is var decided ? (decided.State, (string)decided.Message!.Arguments[0]) : default);
        Assert.Empty(await Test.ColumnAsync<string>("select cause from notice_cause"));
        Assert.Single(await NoticesAsync());
    }

    [SkippableFact]
    public async Task Refresh_AfterAPersonRefused_DoesNotBringTheSameBytesAgain()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset, acceptsItself: false);
        dataset.Publish(Edition(1), _time.Now.UtcDateTime);
        await RunAsync();
        var import = Assert.Single(await Imports.OpenAsync(CancellationToken.None));
        await Queue.RefuseAsync(import.Id, "paul", null, CancellationToken.None);

        // Published anew, under another date and without a check sum that would tell.
        dataset.Publish(Edition(1), _time.Now.UtcDateTime.AddHours(1), "none");
        await NextHourAsync();
        Assert.Equal(SourceStatus.Refused, (await StateAsync(id)).State);
        dataset.Publish(Edition(2), _time.Now.UtcDateTime.AddHours(2));
        await NextHourAsync();
        dataset.Publish(Edition(1), _time.Now.UtcDateTime.AddHours(3), "none");
        await NextHourAsync();
        Assert.Equal([ImportState.Refused, ImportState.Waiting], (await AllImportsAsync()).Select(i => i.State));
    }

    [SkippableFact]
    public async Task Refresh_DemonstrationServed_GivesWayToTheFirstRealFigures()
    {
        using var folder = new TemporaryFolder();
        var demonstration = folder.File("demonstration.xlsx");
        DemonstrationWorkbook.Write(demonstration, new DemonstrationOptions());
        Assert.Equal(ImportStatus.Accepted, (await Importer.ImportAsync(demonstration, "demonstration", "test", null, CancellationToken.None)).Status);
        var dataset = new PublishedDataset(Publisher, "crimes");
        await AddAsync(dataset);
        dataset.Publish(Edition(1), _time.Now.UtcDateTime);
        Assert.Equal(JobState.Succeeded, (await RunAsync()).State);
        Assert.Equal(["demonstration.xlsx - test", "crimes.xlsx active source: Crimes"], await VintagesAsync());
    }

    [SkippableFact]
    public async Task Refresh_EarlierEditionIsPublishedAgain_AsksAPerson()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset);
        foreach (var edition in new[] { 1, 2, 1 })
        {
            dataset.Publish(Edition(edition), _time.Now.UtcDateTime);
            await NextHourAsync();
        }

        Assert.Equal((SourceStatus.Waiting, "source.earlier"), (await StateAsync(id)) is var state ? (state.State, state.Message!.Code) : default);
        Assert.Equal(["crimes.xlsx - source: Crimes", "crimes.xlsx active source: Crimes"], await VintagesAsync());
        Assert.Single(await EarlierAsync());

        dataset.Publish(Edition(3), _time.Now.UtcDateTime);
        await NextHourAsync();
        Assert.Equal(SourceStatus.Accepted, (await StateAsync(id)).State);
        Assert.Empty(await EarlierAsync());

        Task<IReadOnlyList<string>> EarlierAsync() => Test.ColumnAsync<string>("select cause from notice_cause where cause like '%:earlier:%'");
    }

    [SkippableFact]
    public async Task Refresh_PublisherIsBackAtWhatIsServed_EndsTheFailureAndWithdrawsWhatWaits()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset);
        foreach (var content in new[] { Edition(1), [1, 2, 3], Edition(1), Edition(1, 2019), Edition(1) })
        {
            dataset.Publish(content, _time.Now.UtcDateTime);
            await NextHourAsync();
        }

        var state = await StateAsync(id);
        Assert.Equal((SourceStatus.Unchanged, "source.known"), (state.State, state.Message!.Code));
        var imports = (await AllImportsAsync()).OrderBy(i => i.Id).ToList();
        Assert.Equal([ImportState.Accepted, ImportState.Invalid, ImportState.Refused], imports.Select(i => i.State));
        Assert.Equal(imports[0].FactCount, state.RowCount);
        Assert.Equal(
            [
                $"changed source:{id}:accepted source.accepted",
                $"failed source:{id}:invalid source.invalid",
                $"recovered source:{id}:invalid source.valid-again",
                $"failed source:{id}:waiting:{imports[2].Id} source.waiting",
            ],
            await NoticesAsync());
        Assert.Empty(await Test.ColumnAsync<string>("select cause from notice_cause"));

        // Nothing new: it stands as it was, and is not taken for the refused one.
        Assert.Equal(JobState.Unchanged, (await NextHourAsync()).State);
        Assert.Equal(SourceStatus.Unchanged, (await StateAsync(id)).State);
    }

    [SkippableFact]
    public async Task Refresh_KilledAfterAccepting_TellsItOnce()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset);
        dataset.Publish(Edition(1), _time.Now.UtcDateTime);
        await RunAsync();

        // As if the process had died before it noted anything.
        foreach (var table in new[] { "notice", "source_file", "source_state" })
        {
            await Test.ColumnAsync<long>($"delete from {table}");
        }

        Assert.Equal(JobState.Succeeded, (await RunAsync()).State);
        Assert.Equal([$"changed source:{id}:accepted source.accepted"], await NoticesAsync());
        Assert.Single(await AllImportsAsync());
    }

    [SkippableFact]
    public async Task Refresh_ImportedByHandBefore_IsKnown()
    {
        var path = Path.Combine(Test.Folder, "by-hand.xlsx");
        await File.WriteAllBytesAsync(path, Edition(1));
        await Importer.ImportAsync(path, "command", "marie", null, CancellationToken.None);
        var id = await AddFileAsync("/a.xlsx");
        Publisher.File("/a.xlsx", Edition(1));
        await RunAsync();
        Assert.Equal((SourceStatus.Unchanged, "source.known"), (await StateAsync(id)) is var state ? (state.State, state.Message!.Code) : default);
        Assert.Empty(await AllImportsAsync());
    }

    private Task<JobRun> NextHourAsync()
    {
        _time.Now = _time.Now.AddHours(1);
        return RunAsync();
    }

    private async Task<IReadOnlyList<ImportFile>> AllImportsAsync()
        => [.. (await Imports.OpenAsync(CancellationToken.None)).Concat(await Imports.OverAsync(100, long.MaxValue, CancellationToken.None)).OrderBy(i => i.Id)];
}
