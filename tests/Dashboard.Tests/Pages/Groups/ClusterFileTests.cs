using System.Text;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

public sealed class ClusterFileTests
{
    [Theory]
    [InlineData("id,a,b\nx,1,2.5\ny,-3,4e2\n", ',', false)]
    [InlineData("id;a;b\r\nx;1;2,5\r\ny;-3;400\r\n", ';', true)]
    [InlineData("id;a;b\nx;1;2.5\ny;-3;400\n", ';', false)]
    [InlineData("id\ta\tb\nx\t1\t2,5\ny\t\u22123\t4\u00A000\n", '\t', true)]
    [InlineData("\uFEFFa,b,ID\n1,2.5,\"x\"\n\n\"-3\",400,y", ',', false)]
    [InlineData("a,id,b\n1,x,2.5\n-3,y,\"400\"\n,,\n", ',', false)]
    public void Read_EveryWayOfWriting_GivesTheSameTable(string text, char separator, bool hasDecimalComma)
    {
        var content = Read(text.Replace("4\u00A000", "400", StringComparison.Ordinal));

        Assert.Empty(content.Problems);
        Assert.Equal(["x", "y"], content.Table!.Ids);
        Assert.Equal(["a", "b"], content.Table.Features);
        Assert.Equal([1, 2.5, -3, 400], content.Table.Values);
        Assert.Equal((separator, hasDecimalComma), (content.Form.Separator, content.Form.HasDecimalComma));
    }

    [Fact]
    public void Read_ThousandsWithSpaces_AreNumbers()
        => Assert.Equal([1234567.5, 1000], Read("ville;habitants\nParis;1 234 567,5\nLyon;1\u202F000\n").Table!.Values);

    [Fact]
    public void Read_NoColumnCalledId_TakesTheFirst()
    {
        var content = Read("département,taux\n2A,1\n75,2\n");
        Assert.Equal("département", content.IdColumn);
        Assert.Equal(["2A", "75"], content.Table!.Ids);
    }

    [Fact]
    public void Read_Windows1252_ReadsAccents()
        => Assert.Equal(["Orléans", "Nîmes"], Read(Encoding.GetEncoding(1252).GetBytes("id;x\nOrléans;1,5\nNîmes;2\n")).Table!.Ids);

    [Fact]
    public void Read_Utf16_ReadsAccents()
        => Assert.Equal(["Orléans"], Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("id\tx\nOrléans\t1,5\n")]).Table!.Ids);

    [Theory]
    [InlineData("", "empty", null, null)]
    [InlineData("id,x\n", "no-rows", null, null)]
    [InlineData("\u0001\u0002,x\na,1\n", "not-text", null, null)]
    [InlineData("id\na\nb\n", "too-few-columns", 1, null)]
    [InlineData("id,x,x\na,1,2\n", "duplicate-column", 1, "x")]
    [InlineData("id,x\na,1\nb,\n", "missing-value", 3, "x")]
    [InlineData("id,x\na,1\nb,NA\n", "missing-value", 3, "x")]
    [InlineData("id,x\na,1\nb,douze\n", "not-a-number", 3, "x")]
    [InlineData("id,x\na,1\nb,1e999\n", "not-a-number", 3, "x")]
    [InlineData("id;x\na;1.5\nb;1,234\n", "mixed-decimals", 3, "x")]
    [InlineData("id;x\na;1,5\nb;1.5\n", "mixed-decimals", 3, "x")]
    [InlineData("id,x\na,1\na,2\n", "duplicate-id", 3, "id")]
    [InlineData("id,x\na,1\n,2\n", "no-id", 3, "id")]
    [InlineData("id,x\na,1\nb,2,3\n", "ragged", 3, null)]
    [InlineData("id,x\na,1\nb\n", "ragged", 3, null)]
    [InlineData("id,nom,x\na,Ain,1\nb,Aisne,2\n", "text-column", 1, "nom")]
    [InlineData("id,x\na,1\n\"b,2\n", "broken-csv", 3, null)]
    public void Read_ADefect_IsToldWithItsPlace(string text, string code, int? line, string? column)
    {
        var content = Read(text);

        var problem = Assert.Single(content.Problems);
        Assert.Equal((code, line, column), (problem.Code, problem.Line, problem.Column));
        Assert.Null(content.Table);
    }

    [Fact]
    public void Read_SeveralDefects_AreListedInTheOrderOfLinesAndCounted()
    {
        var content = Read("id,x,y\na,1,2\nb,,deux\nc,3\na,1,2\n");
        Assert.Equal([("missing-value", 3), ("not-a-number", 3), ("ragged", 4), ("duplicate-id", 5)], content.Problems.Select(p => (p.Code, p.Line!.Value)));
        Assert.Equal(4, content.ProblemCount);

        var many = Read("id,x\na,1\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"b{i},?\n")));
        Assert.Equal((ClusterFile.MaxProblems, 500), (many.Problems.Count, many.ProblemCount));
    }

    [Fact]
    public void Read_LettersThatCannotBeRead_AreTold()
    {
        byte[] late = [.. Encoding.UTF8.GetBytes("id,x\n" + string.Concat(Enumerable.Range(0, 400_000).Select(i => $"aaaa{i},1\n"))), 0xE9, .. ",1\n"u8];
        Assert.Equal("bad-encoding", Assert.Single(Read(late).Problems).Code);
    }

    [Fact]
    public void Read_TextColumns_CanBeLeftOut()
    {
        var limits = new ClusterFileLimits { LeaveTextColumns = true };
        var content = Read("id,nom,x,note,y\na,Ain,1,,2\nb,Aisne,3,,4\n", limits);
        Assert.Equal(["nom", "note"], content.LeftOut);
        Assert.Equal(["x", "y"], content.Table!.Features);
        Assert.Equal([1, 2, 3, 4], content.Table.Values);
        Assert.Equal("no-features", Assert.Single(Read("id,nom\na,Ain\n", limits).Problems).Code);
    }

    [Theory]
    [InlineData("id,x\na,1\nb,2\nc,3\n", "too-many-rows", 4)]
    [InlineData("id,x,y,z\na,1,2,3\n", "too-many-columns", 1)]
    [InlineData("id,x\na,1.00000000000000000000000000000000000000000000000\n", "too-large", null)]
    public void Read_BeyondABound_IsRefused(string text, string code, int? line)
    {
        var problem = Assert.Single(Read(text, new ClusterFileLimits { MaxRows = 2, MaxFeatures = 2, MaxBytes = 50 }).Problems);
        Assert.Equal((code, line), (problem.Code, problem.Line));
    }

    [Fact]
    public void Write_Rows_ReadsBackInBothForms()
    {
        ClusterFileRow[] rows = [new("a", 1, 0.1, -0.25), new("=1+1", 2, 1e-20, null)];

        Assert.Equal("id,cluster,distance,silhouette\na,1,0.1,-0.25\n=1+1,2,1E-20,\n", Written(rows, ClusterFileForm.Plain, isForSpreadsheet: false));
        Assert.Equal(
            "\uFEFFid;cluster;distance;silhouette\r\na;1;0,1;-0,25\r\n\"'=1+1\";2;1E-20;\r\n",
            Written(rows, ClusterFileForm.Plain with { Separator = ';', HasDecimalComma = true }, isForSpreadsheet: true));
    }

    private static string Written(ClusterFileRow[] rows, ClusterFileForm form, bool isForSpreadsheet)
    {
        using var stream = new MemoryStream();
        ClusterFile.Write(stream, rows, form, isForSpreadsheet);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ClusterFileContent Read(string text, ClusterFileLimits? limits = null) => Read(Encoding.UTF8.GetBytes(text), limits);

    private static ClusterFileContent Read(byte[] bytes, ClusterFileLimits? limits = null)
    {
        using var stream = new MemoryStream(bytes);
        return ClusterFile.Read(stream, limits ?? new ClusterFileLimits());
    }
}
