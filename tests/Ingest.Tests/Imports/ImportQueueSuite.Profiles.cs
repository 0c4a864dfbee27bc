using System.Text;
using Octoplus.Core.Imports;
using Octoplus.Core.Profiles;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Tests.Readers.Profiles;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Tables of no known kind, read by what someone said of their columns.</summary>
public abstract partial class ImportQueueSuite
{
    private ProfileStore Profiles => new(Database);

    [SkippableFact]
    public async Task MapAsync_UnknownTable_IsReadAndLaterOnesByThemselves()
    {
        var file = await BringAsync(Table("dep;type;mois;nb\n01;Vols;2019-03;12\n"));
        Assert.Equal(ImportState.Mapping, file.State);
        await Profiles.AddAsync(Sample.Long.ToStored(), "paul", CancellationToken.None);

        Assert.True(await Queue.MapAsync(file.Id, "essai", CancellationToken.None));
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        file = await FindAsync(file.Id);
        Assert.Equal((ImportState.Waiting, "p-essai", "essai"), (file.State, file.Dataset, file.Profile));
        await Queue.AcceptAsync(file.Id, "paul", null, CancellationToken.None);
        await RebuildAsync();
        Assert.Equal([12], (await new SeriesQueries(Database).PointsAsync("p-essai", "vols", "01")).Select(p => p.Value!.Value));

        var later = await BringAsync(Table("dep;type;mois;nb\n01;Vols;2019-03;13\n"));
        Assert.Equal((ImportState.Waiting, "p-essai", "essai"), (later.State, later.Dataset, later.Profile));
        Assert.Equal(1, (await ReportAsync(later)).ChangedCells);
        Assert.False(await Queue.MapAsync(later.Id, "essai", CancellationToken.None));
    }

    [SkippableFact]
    public async Task ReadNextAsync_ProfileThatDoesNotFit_WaitsUntilItIsCorrected()
    {
        var wrong = Sample.Long.With(("dep", ColumnRole.Territory), ("type", ColumnRole.Value), ("mois", ColumnRole.Period), ("nb", ColumnRole.Measure));
        await Profiles.AddAsync(wrong.ToStored(), "paul", CancellationToken.None);
        var file = await BringAsync(Table("dep;type;mois;nb\n01;Vols;2019-03;12\n"));
        Assert.Equal((ImportState.Mapping, "essai"), (file.State, file.Profile));
        Assert.NotEmpty(await Imports.FindingsAsync(file.Id, CancellationToken.None));
        Assert.True(File.Exists(Files.UploadOf(file.Id)));

        await Profiles.ReplaceAsync(Sample.Long.ToStored(), "paul", CancellationToken.None);
        Assert.True(await Queue.MapAsync(file.Id, "essai", CancellationToken.None));
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));

        Assert.Equal(ImportState.Waiting, (await FindAsync(file.Id)).State);
        Assert.Empty(await Imports.FindingsAsync(file.Id, CancellationToken.None));
    }

    /// <summary>Names and plates of an accepted file stand nowhere afterwards: not in the database, not in any file of the data folder.</summary>
    [SkippableFact]
    public async Task AcceptAsync_PersonalColumns_LeaveNoTrace()
    {
        var profile = Sample.Long.With(("nom", ColumnRole.Dropped), ("plaque", ColumnRole.Hashed), ("dep", ColumnRole.Territory), ("mois", ColumnRole.Period))
            with { FixedMeasure = "Vols", Values = ValueRule.CountRows };
        await Profiles.AddAsync(profile.ToStored(), "paul", CancellationToken.None);
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"Zorglub{i};QX-{i:000}-WZ;01;2019-03\n"));

        var file = await BringAsync(Table("nom;plaque;dep;mois\n" + rows));
        await AssertNoTraceAsync();
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(file.Id, "paul", null, CancellationToken.None));
        await RebuildAsync();

        await AssertNoTraceAsync();
        Assert.Equal([50], (await new SeriesQueries(Database).PointsAsync("p-essai", "vols", "01")).Select(p => p.Value!.Value));
        Assert.StartsWith("plaque;dep;mois", await File.ReadAllTextAsync(Files.Find(file.Sha256)!), StringComparison.Ordinal);
    }

    /// <summary>What it was compared with changed, and the file itself was not kept: it must be brought again.</summary>
    [SkippableFact]
    public async Task AcceptAsync_PersonalFileOutOfDate_AsksForItAgain()
    {
        var profile = Sample.Long.With(("nom", ColumnRole.Dropped), ("dep", ColumnRole.Territory), ("mois", ColumnRole.Period))
            with { FixedMeasure = "Vols", Values = ValueRule.CountRows };
        await Profiles.AddAsync(profile.ToStored(), "paul", CancellationToken.None);
        var first = await BringAsync(Table("nom;dep;mois\nA;01;2019-03\n"));
        var second = await BringAsync(Table("nom;dep;mois\nB;01;2019-03\nC;01;2019-03\n"));
        await Queue.AcceptAsync(first.Id, "paul", null, CancellationToken.None);

        Assert.Equal(DecisionResult.ReportOutOfDate, await Queue.AcceptAsync(second.Id, "marie", null, CancellationToken.None));

        // On another node, for all that this one knows: it is given two minutes.
        Assert.False(await Queue.ReadNextAsync(CancellationToken.None));
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await Dapper.SqlMapper.ExecuteAsync(connection, "update import_file set uploaded_at = '2020-01-01T00:00:00.0000000Z'");
        }

        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        second = await FindAsync(second.Id);
        Assert.Equal((ImportState.Failed, "The uploaded file is gone: upload it again."), (second.State, second.Message));
    }

    private string Table(string text) => Write($"{Guid.NewGuid():N}.csv", Encoding.UTF8.GetBytes(text));

    private async Task AssertNoTraceAsync()
    {
        Assert.DoesNotContain("Zorglub", await Test.DumpAsync(), StringComparison.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Test.Folder, "*", SearchOption.AllDirectories))
        {
            // The database file is open: read as others may.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var text = await reader.ReadToEndAsync();
            Assert.DoesNotContain("Zorglub", text, StringComparison.Ordinal);
            Assert.DoesNotContain("QX-0", text, StringComparison.Ordinal);
        }
    }
}
