using FsCheck;
using FsCheck.Fluent;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Workbooks;
using static Octoplus.Ingest.Tests.Readers.Profiles.Sample;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

public sealed class PseudonymTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static ImportProfile Personal => Sample.Long.With(
        ("nom", ColumnRole.Dropped), ("plaque", ColumnRole.Hashed), ("dep", ColumnRole.Territory), ("mois", ColumnRole.Period), ("note", ColumnRole.Ignored)) with { FixedMeasure = "Vols", Values = ValueRule.CountRows };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hash_KeptKey_IsStableByKeyAndDifferentByKey()
    {
        var (first, again, other) = (new PseudonymKey(_folder.Path), new PseudonymKey(_folder.Path), new PseudonymKey(_folder.File("other")));
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<NonEmptyString>().ToArbitrary(),
            text => first.Hash(text.Get) == again.Hash(text.Get) && first.Hash(text.Get) != other.Hash(text.Get) && first.Hash(text.Get).Length == 64
                && first.Hash(text.Get + "x") != first.Hash(text.Get)).QuickCheckThrowOnFailure();
        Assert.Equal("", first.Hash(""));
        Assert.Equal(first.Hash("É"), first.Hash("E\u0301"));
    }

    [Fact]
    public void Hash_KeyFile_IsReadableByItsUserAlone()
    {
        var key = new PseudonymKey(_folder.Path);
        key.Hash("x");
        Assert.Equal(Path.Combine(_folder.Path, "keys", "pseudonyms.key"), key.Path);
        Assert.Equal(64, File.ReadAllText(key.Path).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key.Path));
        }
    }

    [Fact]
    public async Task Hash_FirstUseInManyAtOnce_MakesOneKey()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new PseudonymKey(_folder.Path).Hash("x"))));
        Assert.Single(hashes.Distinct(StringComparer.Ordinal));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "keys")));
    }

    [Fact]
    public void Hash_BrokenKeyFile_SaysSoInsteadOfMakingAnother()
    {
        Directory.CreateDirectory(_folder.File("keys"));
        File.WriteAllText(_folder.File("keys/pseudonyms.key"), "short");
        Assert.Contains("backup", Assert.Throws<InvalidDataException>(() => new PseudonymKey(_folder.Path).Hash("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PersonalColumns_AreDroppedOrHashed()
    {
        var key = new PseudonymKey(_folder.Path);
        var copy = _folder.File("copy.csv");
        Probe(
            "nom;plaque;dep;mois;note\nDurand;AB-123-CD;01;2019-03;\"dit \"\"a;b\"\"\nligne 2\"\n\"Mar;tin\";;02;2019-04;=1+1\n",
            f =>
            {
                PseudonymisedCopy.Write(f, Personal, key, copy);
                return 0;
            });
        Assert.Equal(
            $"plaque;dep;mois;note\n{key.Hash("AB-123-CD")};01;2019-03;\"dit \"\"a;b\"\"\nligne 2\"\n;02;2019-04;=1+1\n", File.ReadAllText(copy));
    }

    [Theory]
    [InlineData("nom;plaque;dep;mois\nDurand;x;01;2019-03\n")]
    [InlineData("nom;plaque;dep;mois;note;prenom\nDurand;x;01;2019-03;;Anne\n")]
    [InlineData("nom;plaque;dep;mois;note\nDurand;x;01;2019-03;;Anne\n")]
    [InlineData("nom;plaque;dep;mois;note\nDu;rand;x;01;2019-03;\n")]
    public void Write_ColumnsThatAreNotThoseOfTheProfile_KeepsNothing(string text)
    {
        var copy = _folder.File("copy.csv");
        Assert.Throws<UnreadableFileException>(() => Probe(text, f =>
        {
            PseudonymisedCopy.Write(f, Personal, new PseudonymKey(_folder.Path), copy);
            return 0;
        }));
        Assert.False(File.Exists(copy));
    }

    [Theory]
    [InlineData("nom;plaque;dep;mois;note\nDurand;AB-123-CD;01;Durand;\nDurand;AB-123-CD;\n")]
    [InlineData("nom;plaque;dep;mois;note\nDurand;AB-123-CD;;2019-03;\n")]
    public void Read_ErrorsInAPersonalTable_QuoteNoCell(string text)
    {
        var findings = Personal.Read(text).Findings;
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.DoesNotContain("Durand", f.Reason + f.Found, StringComparison.Ordinal));
        Assert.All(findings, f => Assert.Null(f.Found));
    }
}
