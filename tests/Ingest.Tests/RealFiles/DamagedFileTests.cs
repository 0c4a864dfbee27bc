using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>
/// Copies of the published files with bytes changed, taken out, doubled or cut off: each is read, or refused by the exception that becomes a
/// finding. Any other exception would end a run over several files.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Copies = 30;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("boundaries/paris-arrondissements.geojson")]
    [InlineData("demography/departements-france.csv")]
    [InlineData("demography/estim-pop-dep-sexe-gca-1975-2023.xls")]
    [InlineData("etat4001/liste-index.xlsx")]
    [InlineData("monthly/etat4001-mensuel-departements-1999-2020.csv")]
    [InlineData("socio/sl_etc_2025T3.xls")]
    [InlineData("ssmsi/donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv")]
    [InlineData("weekly/chicago-weekly-districts.csv")]
    public void Read_DamagedCopy_IsReadOrRefused(string file)
    {
        var original = File.ReadAllBytes(Requires.RealFile(file));
        for (var copy = 0; copy < Copies; copy++)
        {
            AssertReadOrRefused(file, copy, Damage(original, new Random(copy)));
        }
    }

    [SkippableFact]
    public void Read_DamagedPartOfAWorkbook_IsReadOrRefused()
    {
        var path = Requires.RealFile("etat4001/liste-index.xlsx");
        using var names = ZipFile.OpenRead(path);
        foreach (var part in names.Entries.Where(e => e.Name.EndsWith(".xml", StringComparison.Ordinal)).Select(e => e.FullName))
        {
            for (var copy = 0; copy < Copies; copy++)
            {
                AssertReadOrRefused(part, copy, DamagePart(path, part, new Random(copy)));
            }
        }
    }

    [SkippableFact]
    public void Read_OneBitOfASheetChanged_IsRefused()
    {
        var path = Requires.RealFile("etat4001/liste-index.xlsx");
        var original = File.ReadAllBytes(path);
        var (start, length) = PlaceOf("xl/worksheets/sheet1.xml", path, original);
        for (var copy = 0; copy < 10 * Copies; copy++)
        {
            var random = new Random(copy);
            var content = (byte[])original.Clone();
            content[start + random.Next(length - 1)] ^= (byte)(1 << random.Next(8)); // bits of the last byte may mean nothing
            var damaged = _folder.File("damaged.xlsx");
            File.WriteAllBytes(damaged, content);
            Assert.Throws<UnreadableFileException>(() =>
            {
                using var probe = FileProbe.Open(damaged);
                FormatList.Detect(probe).Read(probe, new FindingList("damaged"), null);
            });
        }
    }

    /// <summary>Where the compressed bytes of a part stand: behind a local file header (APPNOTE.TXT §4.3.7).</summary>
    private static (int Start, int Length) PlaceOf(string part, string path, byte[] archive)
    {
        using var zip = ZipFile.OpenRead(path);
        var header = archive.AsSpan().IndexOf("PK\u0003\u0004"u8);
        while (!archive.AsSpan(header + 30).StartsWith(Encoding.ASCII.GetBytes(part)))
        {
            header += 4 + archive.AsSpan(header + 4).IndexOf("PK\u0003\u0004"u8);
        }

        var lengths = archive.AsSpan(header + 26);
        return (
            header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(lengths) + BinaryPrimitives.ReadUInt16LittleEndian(lengths[2..]),
            (int)zip.GetEntry(part)!.CompressedLength);
    }

    private void AssertReadOrRefused(string name, int copy, byte[] content)
    {
        var path = _folder.File("damaged" + Path.GetExtension(name));
        File.WriteAllBytes(path, content);
        try
        {
            using var probe = FileProbe.Open(path);
            FormatList.Detect(probe).Read(probe, new FindingList("damaged"), null);
        }
        catch (UnreadableFileException)
        {
            // refused
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name}, copy {copy}: {e.GetType().Name}: {e.Message}"), e);
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (var damage = random.Next(1, 12); damage > 0; damage--)
        {
            // The beginning tells most of what a file is.
            var at = random.Next(2) == 0 ? random.Next(Math.Min(2000, bytes.Count)) : random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(12))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2 when damage == 1 && at > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] DamagePart(string path, string part, Random random)
    {
        using var stream = new MemoryStream();
        stream.Write(File.ReadAllBytes(path));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var content = new MemoryStream();
            using (var entry = zip.GetEntry(part)!.Open())
            {
                entry.CopyTo(content);
            }

            zip.GetEntry(part)!.Delete();
            using var damaged = zip.CreateEntry(part).Open();
            damaged.Write(Damage(content.ToArray(), random));
        }

        return stream.ToArray();
    }
}
