using Octoplus.Core.Reference;

namespace Octoplus.Core.Views;

/// <summary>Counts of one territory: sums over its départements, once over all and once over those whose population is known.</summary>
internal sealed class TerritorySums
{
    private readonly long[] _all;
    private readonly long[] _covered;
    private readonly bool[] _listed;
    private readonly bool[] _known;
    private readonly bool[] _knownCovered;
    private readonly long?[] _population;
    private readonly int _years;

    public TerritorySums(CountCube cube, int[] leaves)
    {
        _years = cube.Years.Count;
        _all = new long[2 * _years * Nomenclature.OffenceCount];
        _covered = new long[_all.Length];
        _listed = new bool[2 * _years];
        _known = new bool[_all.Length];
        _knownCovered = new bool[_all.Length];
        _population = new long?[_years];
        for (var year = 0; year < _years; year++)
        {
            foreach (var leaf in leaves)
            {
                var persons = cube.Population.GetValueOrDefault((cube.Leaves[leaf], cube.Years[year]))?.Total;
                if (persons is not null)
                {
                    _population[year] = (_population[year] ?? 0) + persons;
                }

                AddLeaf(cube, year, leaf, persons is not null);
            }
        }
    }

    /// <summary>Whether the force lists a service there in that year.</summary>
    public bool IsListed(int force, int year) => _listed[(force * _years) + year];

    /// <summary>Inhabitants of the départements whose population is known, null where none is.</summary>
    public long? Population(int year) => _population[year];

    /// <summary>Count of one index, null where the force lists no service or only blank cells.</summary>
    public long? Count(int offence, int force, int year)
    {
        var place = (((force * _years) + year) * Nomenclature.OffenceCount) + offence - 1;
        return _known[place] ? _all[place] : null;
    }

    /// <summary>Sum over the indices of a measure, blank cells left out; null where the force lists no service or only blank cells.</summary>
    /// <param name="covered">Only the départements whose population is known: the numerator of the rate.</param>
    public long? Total(Measure measure, int force, int year, bool covered)
    {
        var first = (((force * _years) + year) * Nomenclature.OffenceCount) - 1;
        var (counts, known) = covered ? (_covered, _knownCovered) : (_all, _known);
        var sum = 0L;
        var isKnown = false;
        foreach (var offence in measure.Offences)
        {
            sum += counts[first + offence];
            isKnown |= known[first + offence];
        }

        return isKnown ? sum : null;
    }

    private void AddLeaf(CountCube cube, int year, int leaf, bool covered)
    {
        for (var force = 0; force < 2; force++)
        {
            if (!cube.IsListed(force, year, leaf))
            {
                continue;
            }

            var cell = (force * _years) + year;
            _listed[cell] = true;
            var counts = cube.Counts(force, year, leaf);
            for (var offence = 0; offence < counts.Length; offence++)
            {
                var place = (cell * Nomenclature.OffenceCount) + offence;
                var known = cube.IsKnown(force, year, leaf, offence + 1);
                _all[place] += counts[offence];
                _known[place] |= known;
                if (covered)
                {
                    _covered[place] += counts[offence];
                    _knownCovered[place] |= known;
                }
            }
        }
    }
}
