using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Sources;

public abstract partial class SourceSuite
{
    [SkippableFact]
    public async Task Refresh_ADayOf24Publications_LeavesTheRightVintagesAndNotices()
    {
        var dataset = new PublishedDataset(Publisher, "crimes");
        var id = await AddAsync(dataset);
        var midnight = _time.Now.UtcDateTime;
        var states = new List<string>();
        foreach (var (hour, publish) in Day(dataset, midnight).Index())
        {
            _time.Now = new DateTimeOffset(midnight.AddHours(hour), TimeSpan.Zero);
            publish();
            var run = await RunAsync();
            states.Add($"{hour} {run.State} {(await StateAsync(id)).State} {(await StateAsync(id)).Message!.Code}");
        }

        Assert.Equal(
            [
                "0 Succeeded Accepted source.accepted",
                "1 Unchanged Unchanged source.unchanged",
                "2 Unchanged Unchanged source.unchanged",
                "3 Succeeded Accepted source.accepted.change",
                "4 Failed Failed source.failure.server-error",
                "5 Failed Failed source.failure.server-error",
                "6 Unchanged Unchanged source.unchanged",
                "7 Failed Failed source.failure.truncated",
                "8 Succeeded Accepted source.accepted.change",
                "9 Failed Failed source.failure.wrong-checksum",
                "10 Succeeded Accepted source.accepted.change",
                "11 Failed Failed source.failure.not-found",
                "12 Failed Failed source.failure.private-address",
                "13 Unchanged Unchanged source.unchanged",
                "14 Unchanged Waiting source.waits.fewer-rows",
                "15 Unchanged Waiting source.waits.still",
                "16 Succeeded Accepted source.accepted.change",
                "17 Unchanged Invalid source.invalid",
                "18 Unchanged Invalid source.invalid",
                "19 Failed Failed source.failure.timeout",
                "20 Unchanged Invalid source.invalid",
                "21 Succeeded Accepted source.accepted.change",
                "22 Succeeded Accepted source.accepted.change",
                "23 Failed Failed source.failure.too-many-redirects",
            ],
            states);
        Assert.Equal(
            [
                "crimes.xlsx - source: Crimes",
                "crimes.xlsx - source: Crimes",
                "crimes.xlsx - source: Crimes",
                "crimes.xlsx - source: Crimes",
                "crimes.xlsx - source: Crimes",
                "crimes.xlsx - source: Crimes",
                $"{PublishedDataset.Resource} active source: Crimes",
            ],
            await VintagesAsync());
        Assert.Equal(
            [
                $"changed source:{id}:accepted source.accepted",
                $"changed source:{id}:accepted source.accepted.change",
                $"failed source:{id}:failed:server-error source.failed",
                $"recovered source:{id}:failed:server-error source.answers-again",
                $"failed source:{id}:failed:truncated source.failed",
                $"recovered source:{id}:failed:truncated source.answers-again",
                $"changed source:{id}:accepted source.accepted.change",
                $"failed source:{id}:failed:wrong-checksum source.failed",
                $"recovered source:{id}:failed:wrong-checksum source.answers-again",
                $"changed source:{id}:accepted source.accepted.change",
                $"failed source:{id}:failed:not-found source.failed",
                $"failed source:{id}:failed:private-address source.failed",
                $"recovered source:{id}:failed:not-found source.answers-again",
                $"failed source:{id}:waiting:5 source.waiting",
                $"changed source:{id}:accepted source.accepted.change",
                $"failed source:{id}:invalid source.invalid",
                $"failed source:{id}:failed:timeout source.failed",
                $"recovered source:{id}:failed:timeout source.answers-again",
                $"recovered source:{id}:invalid source.valid-again",
                $"changed source:{id}:accepted source.accepted.change",
                $"changed source:{id}:accepted source.accepted.change",
                $"failed source:{id}:failed:too-many-redirects source.failed",
            ],
            await NoticesAsync());
        Assert.Equal(7, (await Test.ColumnAsync<long>("select 1 from audit_entry where action = 'source.accepted'")).Count);
        Assert.Equal([$"source:{id}:failed:too-many-redirects"], await Test.ColumnAsync<string>("select cause from notice_cause order by cause"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Test.Folder, "downloads")));
    }

    private IEnumerable<Action> Day(PublishedDataset dataset, DateTime midnight)
    {
        var hour = 0;
        DateTime Now() => midnight.AddHours(hour++);
        void Publish(byte[] content, string? sum = null) => dataset.Publish(content, Now(), sum);
        void Change(byte[] content, Action answer)
        {
            Publish(content);
            answer();
        }

        var broken = WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(5, 1, "douze").ToArray();
        return
        [
            /* 0, new */ () => Publish(Edition(1)),
            /* 1, published again as it was */ () => dataset.Describe(Edition(1), Now()),
            /* 2, 304 */ () => Now(),
            /* 3 */ () => Publish(Edition(2)),
            /* 4, 5: everything answers 500 */ () => Change(Edition(2), () => Fail(dataset)),
            () => Now(),
            /* 6 */ () => dataset.Publish(Edition(2), midnight.AddHours(3)),
            /* 7, truncated, and whole an hour later */ () => Change(Edition(3), () => Publisher.Truncated(dataset.File, Edition(3))),
            () => Publish(Edition(3)),
            /* 9, wrong check sum, and the right one */ () => Publish(Edition(4), new string('a', 40)),
            () => Publish(Edition(4)),
            /* 11, 404 */ () => Change(Edition(5), () => Publisher.Answer(dataset.File, 404)),
            /* 12, redirect to a private address */ () => Change(Edition(5), () => Publisher.Redirect(dataset.File, "https://10.0.0.1/crimes.xlsx")),
            /* 13, the publisher took the new edition back */ () => Publish(Edition(4)),
            /* 14, half the size, and still so */ () => Publish(Edition(5, 2019)),
            () => Now(),
            /* 16 */ () => Publish(Edition(6)),
            /* 17, broken, and still so */ () => Publish(broken),
            () => Now(),
            /* 19, slow */ () => Change(broken, () => Publisher.Silent(dataset.Description)),
            /* 20, the description is not one, the page says that nothing is new */ () => Change(broken, () =>
            {
                Publisher.File(dataset.Description, "<html>En maintenance</html>"u8.ToArray());
                dataset.Date(midnight);
            }),
            /* 21 */ () => Publish(Edition(7)),
            /* 22, no description, but a newer page and file */ () => Change(Edition(8), () =>
            {
                Publisher.Answer(dataset.Description, 404);
                dataset.Date(midnight.AddDays(1));
            }),
            /* 23, a redirect to itself */ () => Change(Edition(9), () => Publisher.Redirect(dataset.File, dataset.File)),
        ];
    }

    private void Fail(PublishedDataset dataset)
    {
        Publisher.Answer(dataset.Description, 500);
        Publisher.Answer(dataset.Page, 500);
        Publisher.Answer(dataset.Address.AbsolutePath, 500);
        Publisher.Answer(dataset.File, 500);
    }
}
