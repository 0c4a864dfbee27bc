using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Profiles;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Profiles;

namespace Octoplus.Tests;

/// <summary>Importing as the program puts it together, on a database and a data folder.</summary>
internal sealed class TestImports(Database database, string folder)
{
    public OriginalFiles Files { get; } = new(folder);

    public FormatList Formats => new(new ProfileQueries(database), new PseudonymKey(folder));

    public Importer Importer => new(
        database, Files, Formats, new VintageStore(database), new VintageFlips(database), new VintageQueries(database), new AuditLog(database, TimeProvider.System));

    public ImportStore Store => new(database, Leases);

    public ImportQueue Queue => new(
        Store,
        new ImportQueries(database),
        new VintageStore(database),
        new VintageFlips(database),
        Files,
        new QueuedFileReader(Store, new ImportQueries(database), Leases, new VintageStore(database), Files, Importer));

    private LeaseStore Leases => new(database);
}
