using System.Text.Encodings.Web;
using System.Text.Json;

namespace Octoplus.Core.Backups;

/// <summary>One file in a backup.</summary>
/// <param name="Name">Such as <c>files/ab/abcd…</c>.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record BackupPart(string Name, long Bytes, string Sha256);

/// <summary>The last part of a backup, <c>manifest.json</c>: what must be in it, so that a restore can prove itself.</summary>
/// <param name="Format">Of the backup; 1.</param>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Provider"><c>Sqlite</c> or <c>MySql</c>.</param>
/// <param name="Schema">Number of the last schema script of the database.</param>
/// <param name="CreatedAt">ISO 8601 in UTC: when the database was copied.</param>
/// <param name="Totals">What the copy of the database comes to.</param>
/// <param name="Parts">All other parts, in the order in which they stand.</param>
public sealed record BackupManifest(
    int Format, string Program, string Provider, int Schema, string CreatedAt, BackupTotals Totals, IReadOnlyList<BackupPart> Parts)
{
    /// <summary>The one format there is.</summary>
    public const int CurrentFormat = 1;

    internal const string PartName = "manifest.json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, _json);

    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static BackupManifest Parse(byte[] json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(json, _json);
            return manifest is { Parts: not null, Totals.Datasets: not null, Provider: not null } ? manifest
                : throw new InvalidDataException("The backup is damaged: its manifest lacks entries.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The backup is damaged: its manifest is no JSON ({e.Message}).", e);
        }
    }
}
