namespace Octoplus.Core.Quality;

/// <summary>Puts services that are linked into series.</summary>
internal static class ServiceSeries
{
    /// <summary>The services linked with each other, directly or through others, each in one set.</summary>
    public static IReadOnlyList<IReadOnlyList<long>> Of(IEnumerable<(long Earlier, long Later)> links)
    {
        var root = new Dictionary<long, long>();
        foreach (var (earlier, later) in links)
        {
            root[Find(root, earlier)] = Find(root, later);
        }

        return [.. root.Keys.Order().GroupBy(id => Find(root, id)).Select(g => (IReadOnlyList<long>)[.. g])];
    }

    private static long Find(Dictionary<long, long> root, long id)
    {
        while (root.TryGetValue(id, out var next) && next != id)
        {
            id = next;
        }

        root.TryAdd(id, id);
        return id;
    }
}
