namespace Octoplus.Core.Boundaries;

/// <summary>The outline of one territory, simplified for drawing.</summary>
/// <param name="Code">As published, at most <see cref="MaxCode"/> characters.</param>
/// <param name="Name">As published; the code where the file has no names.</param>
/// <param name="IsInset">Drawn apart from the rest, at a scale of its own: overseas.</param>
/// <param name="AreaKm2">Of the published shape, on the ellipsoid.</param>
/// <param name="Path">SVG path of closed rings; a ring inside another one is a hole (even-odd).</param>
public sealed record BoundaryOutline(string Code, string Name, bool IsInset, double AreaKm2, string Path)
{
    /// <summary>Longest code.</summary>
    public const int MaxCode = 40;

    /// <summary>Longest name.</summary>
    public const int MaxName = 200;
}

/// <summary>
/// How the outlines of a file are drawn, in units of the drawing with y downwards. A point of the main drawing lies at easting <c>OriginX + x ÷ Scale</c>,
/// northing <c>OriginY − y ÷ Scale</c>, in metres of the projection; insets lie below, each at its own scale.
/// </summary>
public sealed record BoundaryLayout
{
    /// <summary><c>lambert-93</c> or <c>equirectangular</c>.</summary>
    public required string Projection { get; init; }

    /// <summary>Of an equirectangular projection, degrees.</summary>
    public double? CentreLongitude { get; init; }

    /// <summary>Of an equirectangular projection, degrees: the parallel that keeps its length.</summary>
    public double? CentreLatitude { get; init; }

    /// <summary>Easting of the left edge, metres.</summary>
    public required double OriginX { get; init; }

    /// <summary>Northing of the upper edge, metres.</summary>
    public required double OriginY { get; init; }

    /// <summary>Units of the drawing a metre.</summary>
    public required double Scale { get; init; }

    /// <summary>Of the drawing with its insets.</summary>
    public required double Width { get; init; }

    /// <summary>Of the drawing with its insets.</summary>
    public required double Height { get; init; }

    /// <summary>Points of the file.</summary>
    public required long VerticesRead { get; init; }

    /// <summary>Points of the outlines.</summary>
    public required long VerticesKept { get; init; }
}

/// <summary>A set of outlines behind what is served.</summary>
public sealed record ServedBoundaries
{
    /// <summary>Key, such as <c>contours-departements</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Id of the vintage.</summary>
    public required long VintageId { get; init; }

    /// <summary>Readable key of the vintage.</summary>
    public required string Vintage { get; init; }

    /// <summary>Name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Outlines.</summary>
    public required long Count { get; init; }
}
