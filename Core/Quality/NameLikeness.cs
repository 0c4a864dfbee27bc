namespace Octoplus.Core.Quality;

/// <summary>How alike two names of services or territories are, by the rules by which services are matched, every word weighing the same.</summary>
public static class NameLikeness
{
    /// <summary>0 to 1; 0 where the numbers or the kinds of service differ, since the first and the second district are never one.</summary>
    public static double Of(string before, string after)
    {
        var (a, b) = (ServiceName.Parse(before), ServiceName.Parse(after));
        return a.IsTellingKind && b.IsTellingKind && a.Kind != b.Kind ? 0 : NameSimilarity.Unweighted.Compare(a, b).Similarity;
    }
}
