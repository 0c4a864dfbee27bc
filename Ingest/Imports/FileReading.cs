using System.Security.Cryptography;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>One file read as far as can be without storing anything: its form, whether its content is known already, its checked content. Bad input is a finding.</summary>
internal sealed class FileReading(FileToRead file) : IDisposable
{
    /// <summary>Errors and warnings.</summary>
    public FindingList Findings { get; private set; } = new(file.Name);

    /// <summary>Null where it was not recognised.</summary>
    public FileFormat? Format { get; private set; }

    /// <summary>Of no known form, but a table: a profile may say what its columns are.</summary>
    public bool IsUnknownTable { get; private set; }

    /// <summary>The vintage that has the same content; null where there is none.</summary>
    public Vintage? Same { get; private set; }

    /// <summary>What was read; null where the file has errors or is known.</summary>
    public IVintageContent? Content { get; private set; }

    /// <summary>The copy without personal columns that is kept in place of the file; null: the file itself is kept.</summary>
    public string? Copy { get; private set; }

    /// <summary>What it is to be staged as; null without <see cref="Content"/>.</summary>
    public NewVintage? Vintage { get; private set; }

    /// <summary>Adds the error of fictional figures where real ones are served.</summary>
    public static void RefuseDemonstration(FindingList findings)
        => findings.Error("demonstration", null, null, null, null,
            "The figures of this workbook are fictional and real ones are served: it may not take their place.");

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="System.Data.Common.DbException">The database failed.</exception>
    public async Task ReadAsync(FormatList formats, VintageQueries vintages, OriginalFiles files, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            RequireFile(file.Path);
            var sha256 = file.Sha256 ?? await HashAsync(file.Path, cancellationToken);
            using var probe = FileProbe.Open(file.Path);
            IsUnknownTable = probe.Table is { IsText: true, Header.Count: > 1 };
            Format = await formats.FindAsync(probe, file.Profile, cancellationToken);
            IsUnknownTable = false;
            Same = Format.Profile is null ? await vintages.FindContentAsync(sha256, cancellationToken) : await vintages.FindAsync(Format.Key, sha256, cancellationToken);
            if (Same is not null)
            {
                return;
            }

            var content = Format.Read(probe, Findings, progress is null ? null : new CellProgress(progress));
            if (content.IsDemonstration && await vintages.HasRealFiguresAsync(content.Dataset, cancellationToken))
            {
                RefuseDemonstration(Findings);
            }

            if (!Findings.HasErrors)
            {
                WriteCopy(probe, files);
                Vintage = new NewVintage(content.Dataset, file.Name, sha256, new FileInfo(file.Path).Length, file.Origin, content.IsDemonstration);
                Content = content;
            }
        }
        catch (UnreadableFileException e)
        {
            // What was found before is of a file read in part: it would only distract.
            Findings = new FindingList(file.Name);
            Findings.Error(e.Code, null, null, null, null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Findings.Error("unreadable-file", null, null, null, null, $"The file cannot be read: {e.Message}");
        }
    }

    /// <summary>Deletes the copy.</summary>
    public void Dispose()
    {
        if (Copy is not null)
        {
            File.Delete(Copy);
        }
    }

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UnreadableFileException("not-a-file", "This is a folder: name the files in it.");
        }

        if (!File.Exists(path))
        {
            throw new UnreadableFileException("missing-file", "There is no file of this name.");
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private void WriteCopy(FileProbe probe, OriginalFiles files)
    {
        if (Format!.WriteKept is { } write)
        {
            Copy = files.NewPart();
            write(probe, Copy);
        }
    }

    private sealed class CellProgress(IProgress<ImportProgress> target) : IProgress<long>
    {
        public void Report(long value) => target.Report(new ImportProgress(ImportStep.Reading, value, null));
    }
}
