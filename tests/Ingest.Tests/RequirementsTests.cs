namespace Octoplus.Ingest.Tests;

public sealed class RequirementsTests
{
    [SkippableFact]
    public void RealFile_WorkbookOfOffences_IsThere() => Assert.True(new FileInfo(Requires.RealFile("etat4001/liste-index.xlsx")).Length > 0);
}
