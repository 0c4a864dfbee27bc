using Microsoft.Extensions.Options;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>Puts the sources of the settings into the database, once a process.</summary>
public sealed class ShippedSources(SourceStore store, IOptions<List<SourceOptions>> options)
{
    private volatile bool _isDone;

    /// <summary>Puts in what is new, and brings up to date what nobody edited.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        foreach (var source in options.Value)
        {
            await store.ShipAsync(source.Key, source.ToDraft(), cancellationToken);
        }

        _isDone = true;
    }
}
