namespace Octoplus.Ingest.Demonstration;

/// <summary>Indices that rise, fall and vary from place to place together. The figures are rough, chosen to look like the years about 2019.</summary>
/// <param name="LastOffence">The group goes from the index after the group before to this one.</param>
/// <param name="YearlyTrend">Logarithmic change a year.</param>
/// <param name="DensityExponent">How the rate grows with inhabitants per km²: 0.3 doubles it for ten times the density.</param>
internal sealed record OffenceGroup(int LastOffence, double YearlyTrend, double DensityExponent)
{
    /// <summary>In the order of the nomenclature.</summary>
    public static IReadOnlyList<OffenceGroup> All { get; } =
    [
        new(6, 0, 0.05), // homicides
        new(14, 0.025, 0), // assault and threats
        new(26, -0.05, 0.25), // robbery
        new(27, -0.02, 0.05), // burglary of dwellings
        new(28, -0.03, -0.25), // burglary of second homes
        new(31, -0.03, 0.05), // other burglary
        new(33, -0.01, 0.3), // pickpockets, shoplifting
        new(38, -0.02, 0.1), // vehicles
        new(40, 0, -0.3), // building sites, farms
        new(44, -0.015, 0.05), // other theft
        new(50, 0.08, 0), // sexual violence
        new(54, 0.01, 0), // families
        new(58, 0.02, 0.1), // drugs
        new(61, -0.02, 0), // health
        new(68, -0.015, 0.05), // damage
        new(71, 0, 0.2), // foreigners
        new(78, 0.02, 0.1), // public authority
        new(80, -0.01, -0.4), // environment, hunting
        new(92, 0.05, 0.1), // forgery and fraud
        new(107, -0.01, 0), // economy and all else
    ];

    /// <summary>Position in <see cref="All"/> of the group of an index.</summary>
    public static int PositionOf(int offence)
    {
        var position = 0;
        while (All[position].LastOffence < offence)
        {
            position++;
        }

        return position;
    }
}
