namespace Octoplus.Core.Groups;

/// <summary>The entries that were asked for last, no older than a time. Safe for concurrent use.</summary>
/// <param name="most">Entries kept.</param>
internal sealed class RecentEntries<TKey, TValue>(int most, TimeSpan age, TimeProvider time)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(TKey Key, TValue Value, DateTimeOffset At)> _entries = [];

    public TValue? Find(TKey key)
    {
        lock (_lock)
        {
            for (var node = _entries.First; node is not null; node = node.Next)
            {
                if (node.Value.Key.Equals(key))
                {
                    _entries.Remove(node);
                    if (time.GetUtcNow() - node.Value.At > age)
                    {
                        return null;
                    }

                    _entries.AddFirst(node);
                    return node.Value.Value;
                }
            }

            return null;
        }
    }

    public void Add(TKey key, TValue value)
    {
        lock (_lock)
        {
            foreach (var former in _entries.Where(e => e.Key.Equals(key)).ToList())
            {
                _entries.Remove(former);
            }

            _entries.AddFirst((key, value, time.GetUtcNow()));
            while (_entries.Count > most)
            {
                _entries.RemoveLast();
            }
        }
    }
}
