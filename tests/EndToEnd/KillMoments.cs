namespace Octoplus.EndToEnd;

/// <summary>
/// How often a test kills, and when. A few kills at fixed moments every time; all of them, spread over the whole life of what is killed and drawn from
/// a fixed seed, where <c>OCTOPLUS_TEST_ALL</c> is 1 (<c>./test.sh --all</c>).
/// </summary>
internal sealed class KillMoments(int all, int few, int seed)
{
    private static readonly bool _isAll = Environment.GetEnvironmentVariable("OCTOPLUS_TEST_ALL") == "1";

    private readonly Random _random = new(seed);

    public int Count { get; } = _isAll ? all : few;

    /// <summary>The moment of a kill, counted from 0, as a share of the life: in the middle of its part, or anywhere in it.</summary>
    public double Of(int kill) => (kill + (_isAll ? _random.NextDouble() : 0.5)) / Count;
}
