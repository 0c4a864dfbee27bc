using Octoplus.Core.Profiles;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>Formats made of profiles, to be tried after those that the program knows by itself.</summary>
public static class ProfileFormat
{
    /// <summary>The format of a profile: recognises files whose header has its columns; of one with personal columns a copy without them is kept.</summary>
    public static FileFormat Of(ImportProfile profile, PseudonymKey key)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new FileFormat(profile.Dataset, file => Recognises(profile, file), (file, findings, progress) => ProfileReader.Read(file, profile, findings, progress))
        {
            Profile = profile.Slug,
            WriteKept = profile.HasPersonalColumns ? (file, target) => PseudonymisedCopy.Write(file, profile, key, target) : null,
        };
    }

    /// <summary>The formats of all stored profiles; those whose settings cannot be used any more are left out.</summary>
    public static async Task<IReadOnlyList<FileFormat>> AllAsync(ProfileQueries profiles, PseudonymKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        return [.. (await profiles.AllAsync(cancellationToken)).Select(Usable).OfType<ImportProfile>().Select(p => Of(p, key))];
    }

    /// <summary>The format of one stored profile, whatever the header of the file; null where there is none, or none that can be used.</summary>
    public static async Task<FileFormat?> FindAsync(ProfileQueries profiles, string slug, PseudonymKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        return await profiles.FindAsync(slug, cancellationToken) is { } stored && Usable(stored) is { } profile ? Of(profile, key) : null;
    }

    /// <summary>The settings of a stored profile; null where they cannot be read or have problems.</summary>
    public static ImportProfile? Usable(StoredProfile stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        try
        {
            var profile = ImportProfile.FromJson(stored.Settings);
            return profile.Slug == stored.Slug && profile.Problems().Count == 0 ? profile : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool Recognises(ImportProfile profile, FileProbe file)
    {
        if (file.Table is null)
        {
            return false;
        }

        try
        {
            using var table = ProfileTable.Open(file, profile.Separator, profile.FindEncoding());
            return ProfileLayout.Fits(profile, table.Header);
        }
        catch (UnreadableFileException)
        {
            return false;
        }
    }
}
