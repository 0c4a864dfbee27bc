namespace Octoplus.Core.Views;

/// <summary>Inhabitants of a territory, with the groups that its source tells; a group no source tells is null.</summary>
internal sealed class PopulationGroups
{
    private static readonly int[] _ages = [0, 20, 40, 60, 75];

    private readonly long?[] _byAge = new long?[_ages.Length];

    /// <summary>All inhabitants.</summary>
    public long Total { get; private set; }

    /// <summary>Women, null where the source gives totals only.</summary>
    public long? Women { get; private set; }

    /// <summary>By age: 0–19, 20–39, 40–59, 60–74, 75 and over.</summary>
    public IReadOnlyList<long?> ByAge => _byAge;

    public void Add(string sex, int ageFrom, long persons)
    {
        Total += persons;
        if (sex == "F")
        {
            Women = (Women ?? 0) + persons;
        }

        var age = Array.IndexOf(_ages, ageFrom);
        if (age >= 0)
        {
            _byAge[age] = (_byAge[age] ?? 0) + persons;
        }
    }

    /// <summary>The sum over territories; a group unknown in one of them is unknown in the sum.</summary>
    public static PopulationGroups Sum(IReadOnlyCollection<PopulationGroups> parts)
    {
        var sum = new PopulationGroups { Total = parts.Sum(p => p.Total) };
        sum.Women = parts.Any(p => p.Women is null) ? null : parts.Sum(p => p.Women);
        for (var age = 0; age < _ages.Length; age++)
        {
            sum._byAge[age] = parts.Any(p => p._byAge[age] is null) ? null : parts.Sum(p => p._byAge[age]);
        }

        return sum;
    }
}
