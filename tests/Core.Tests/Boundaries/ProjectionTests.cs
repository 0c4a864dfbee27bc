using Octoplus.Core.Boundaries;

namespace Octoplus.Core.Tests.Boundaries;

public sealed class ProjectionTests
{
    /// <summary>Constants as IGN publishes them for Lambert-93.</summary>
    [Fact]
    public void Lambert93_Constants_AreThePublishedOnes()
    {
        Assert.Equal(0.7256077650, Lambert93.N, 1e-9);
        Assert.Equal(11_754_255.426, Lambert93.C, 0.001);
        Assert.Equal(12_655_612.050, Lambert93.PoleNorthing, 0.001);
    }

    [Theory]
    [InlineData(3, 46.5, 700_000, 6_600_000)] // the origin, by definition
    [InlineData(2.3487848972, 48.8534023472, 652_215.52, 6_861_681.77)] // point zéro des routes de France
    public void Lambert93_KnownPoint_IsWithinAMetre(double longitude, double latitude, double easting, double northing)
    {
        var (x, y) = Lambert93.Project(longitude, latitude);
        Assert.Equal(easting, x, 0.01);
        Assert.Equal(northing, y, 0.01);
    }

    [Fact]
    public void EqualArea_RingAroundTheWorld_IsTheEllipsoid()
    {
        // Surface of GRS 80: 510,065,621.7 km² (Moritz 1980).
        Assert.Equal(510_065_621.7, EqualArea.WholeKm2, 1);
        Assert.Equal(EqualArea.WholeKm2, EqualArea.SignedKm2([-180, -90, 180, -90, 180, 90, -180, 90]), 1);
    }

    [Fact]
    public void EqualArea_OneDegreeAtTheEquator_IsTheZoneDividedBy360()
    {
        // A cell of one degree on the equator is 12,308.8 km² on the ellipsoid; clockwise it counts below zero.
        Assert.Equal(12_308.8, EqualArea.SignedKm2([0, 0, 1, 0, 1, 1, 0, 1]), 0.5);
        Assert.Equal(-12_308.8, EqualArea.SignedKm2([0, 0, 0, 1, 1, 1, 1, 0]), 0.5);
    }
}
