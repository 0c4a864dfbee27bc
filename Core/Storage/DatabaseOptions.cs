using System.Text.Json.Serialization;

namespace Octoplus.Core.Storage;

/// <summary>Section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c> (default, one file in the data folder) or <c>MySql</c> (MySQL or MariaDB).</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>From <c>ConnectionStrings:Octoplus</c>. Empty with SQLite: <c>octoplus.db</c> in the data folder.</summary>
    [JsonIgnore] // not a key of the section
    public string ConnectionString { get; set; } = "";

    /// <summary>From <c>ConnectionStrings:OctoplusReader</c>, MySql only: an account that may only read, on the same server; pages and API read through it. Empty: one account for all.</summary>
    [JsonIgnore]
    public string ReaderConnectionString { get; set; } = "";
}
