using System.Text;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

/// <summary>Profiles stored and used, the same on every engine.</summary>
public abstract class ProfileSuite : ContentSuite
{
    private ProfileStore Profiles => new(Database);

    private ProfileQueries Queries => new(Database);

    [SkippableFact]
    public async Task AddAsync_Profile_IsFoundAndItsSlugTaken()
    {
        Assert.True(await Profiles.AddAsync(Sample.Long.ToStored(), "anne", CancellationToken.None));
        Assert.False(await Profiles.AddAsync(Sample.Long.ToStored() with { Name = "Autre" }, "luc", CancellationToken.None));

        var stored = Assert.Single(await Queries.AllAsync(CancellationToken.None));
        Assert.Equal(("essai", "Essai", "anne", Sample.Long.HeaderSignature), (stored.Slug, stored.Name, stored.CreatedBy, stored.HeaderSignature));
        Assert.Equal(stored, await Queries.FindAsync("essai", CancellationToken.None));
        Assert.Equal(Sample.Long.ToJson(), ProfileFormat.Usable(stored)!.ToJson());
        Assert.Null(await Queries.FindAsync("ESSAI", CancellationToken.None));
    }

    [SkippableFact]
    public async Task ReplaceAsync_ThenDeleted_ChangesAndForgets()
    {
        await Profiles.AddAsync(Sample.Long.ToStored(), "anne", CancellationToken.None);
        Assert.True(await Profiles.ReplaceAsync((Sample.Long with { Name = "'; drop table profile; --" }).ToStored(), "luc", CancellationToken.None));
        var changed = await Queries.FindAsync("essai", CancellationToken.None);
        Assert.Equal(("'; drop table profile; --", "anne", "luc"), (changed!.Name, changed.CreatedBy, changed.ChangedBy));
        Assert.False(await Profiles.ReplaceAsync((Sample.Long with { Slug = "autre" }).ToStored(), "luc", CancellationToken.None));
        Assert.True(await Profiles.DeleteAsync("essai", CancellationToken.None));
        Assert.False(await Profiles.DeleteAsync("essai", CancellationToken.None));
    }

    [SkippableFact]
    public async Task AllAsync_LaterFileOfTheSameColumns_IsRecognised()
    {
        await Profiles.AddAsync(Sample.Long.ToStored(), "anne", CancellationToken.None);
        await Profiles.AddAsync(new NewProfile("casse", "Cassé", new string('0', 64), "{}"), "anne", CancellationToken.None);
        using var folder = new TemporaryFolder();
        var formats = await ProfileFormat.AllAsync(Queries, new PseudonymKey(folder.Path), CancellationToken.None);

        Assert.Equal(["p-essai"], formats.Select(f => f.Key));
        Assert.True(Sample.Probe("nb,mois,type,dep\n1,2019-03,v,01\n", formats[0].Recognises));
        Assert.False(Sample.Probe("nb,mois,type\n1,2019-03,v\n", formats[0].Recognises));
        Assert.Null(formats[0].WriteKept);
        Assert.Null(await ProfileFormat.FindAsync(Queries, "casse", new PseudonymKey(folder.Path), CancellationToken.None));
        Assert.NotNull(await ProfileFormat.FindAsync(Queries, "essai", new PseudonymKey(folder.Path), CancellationToken.None));
    }

    [SkippableFact]
    public async Task ServeAsync_TableOfAProfile_IsReadAsSeries()
    {
        await ServeAsync(Sample.Long.Read("dep;type;mois;nb\n01;Vols;2019-03;12,5\n").Content);
        Assert.Equal([12.5], (await new SeriesQueries(Database).PointsAsync("p-essai", "vols", "01")).Select(p => p.Value!.Value));
        var report = await CompareAsync(Sample.Long.Read("dep;type;mois;nb\n01;Vols;2019-03;13\n").Content);
        Assert.Equal((12.5, 13.0), (report.Largest[0].Before!.Value, report.Largest[0].After!.Value));
    }

    /// <summary>Names and plates of a file stand nowhere afterwards: neither in the database nor in what is kept.</summary>
    [SkippableFact]
    public async Task ServeAsync_PersonalColumns_LeaveNoValueInDatabaseOrKeptCopy()
    {
        var profile = Sample.Long.With(("nom", ColumnRole.Dropped), ("plaque", ColumnRole.Hashed), ("dep", ColumnRole.Territory), ("mois", ColumnRole.Period))
            with { FixedMeasure = "Vols", Values = ValueRule.CountRows };
        await Profiles.AddAsync(profile.ToStored(), "anne", CancellationToken.None);
        using var folder = new TemporaryFolder();
        var key = new PseudonymKey(folder.Path);
        var format = (await ProfileFormat.AllAsync(Queries, key, CancellationToken.None)).Single();
        var path = folder.File("faits.csv");
        await File.WriteAllTextAsync(path, "nom;plaque;dep;mois\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"Zorglub{i};QX-{i:000}-WZ;01;2019-03\n")));
        var kept = folder.File("kept.csv");
        using (var file = FileProbe.Open(path))
        {
            Assert.True(format.Recognises(file));
            var findings = new FindingList("faits.csv");
            var content = format.Read(file, findings, null);
            Assert.Empty(findings.ToList());
            await ServeAsync(content);
            format.WriteKept!(file, kept);
        }

        var dump = await Test.DumpAsync();
        Assert.Contains("|201903|50", dump, StringComparison.Ordinal);
        var stored = dump + await File.ReadAllTextAsync(kept, Encoding.UTF8);
        Assert.Contains(key.Hash("QX-007-WZ"), stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Zorglub", stored, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)QX-\\d", stored);
    }
}

public sealed class SqliteProfileTests : ProfileSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbProfileTests : ProfileSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
