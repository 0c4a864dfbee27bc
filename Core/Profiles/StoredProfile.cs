namespace Octoplus.Core.Profiles;

/// <summary>A profile about to be stored.</summary>
/// <param name="Slug">Key, also of its dataset <c>p-slug</c>: small letters, digits and single dashes, at most <see cref="StoredProfile.MaxSlug"/>.</param>
/// <param name="Name">For people, at most <see cref="StoredProfile.MaxName"/> characters.</param>
/// <param name="HeaderSignature">SHA-256 of the header that it is for, 64 hexadecimal digits.</param>
/// <param name="Settings">JSON, read by the layer above.</param>
public sealed record NewProfile(string Slug, string Name, string HeaderSignature, string Settings);

/// <summary>A profile as stored.</summary>
public sealed record StoredProfile
{
    /// <summary>Longest slug.</summary>
    public const int MaxSlug = 20;

    /// <summary>Longest name.</summary>
    public const int MaxName = 100;

    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>Readable key.</summary>
    public required string Slug { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the header that it is for.</summary>
    public required string HeaderSignature { get; init; }

    /// <summary>JSON.</summary>
    public required string Settings { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was changed; the same as <see cref="CreatedAt"/> until it is changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last.</summary>
    public required string ChangedBy { get; init; }
}
