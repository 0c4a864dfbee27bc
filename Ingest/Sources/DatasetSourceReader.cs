using System.Runtime.CompilerServices;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// A dataset of a data portal. Its description as JSON says whether the file has changed, so that one that has not is not asked for; where
/// the portal gives none, the date of its page does, and at last the validators of the file itself.
/// </summary>
public sealed class DatasetSourceReader(SourceHttp http) : ISourceReader
{
    // The validators of the description are kept beside those of the file.
    private const string Description = "#description";

    // What would be met again at every address of a host that is away.
    private static readonly HashSet<string> _hostFailures = new(StringComparer.Ordinal)
    {
        "unreachable", "unknown-host", "timeout", "certificate", "private-address", "not-https", "paused",
    };

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Dataset;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var place = PortalPlace.Of(request.Source.Address, WebSourceSettings.Parse(request.Source.Settings));
        var former = request.Former();
        var (resource, described, failure) = await DescribeAsync(place, request, former, cancellationToken);
        if (described is { IsUnchanged: true } || (resource is not null && former.Sha256 is not null && resource.IsAsIn(former.Published)))
        {
            request.Log(Message.Of("source.portal-unchanged", place.Description.Host));
            yield return SourceAnswer.Unchanged(former) with { Published = resource?.Stamp ?? former.Published };
        }
        else if (resource is { Address: { } address })
        {
            // Of what was there before the validators say nothing: this is another file, perhaps at another address.
            var answer = await SourceFetch.FileAsync(http, request, address, former with { Etag = null, LastModified = null }, cancellationToken);
            await resource.VerifyAsync(answer.File!, cancellationToken);
            yield return answer with { Published = resource.Stamp };
        }
        else
        {
            yield return await WithoutDescriptionAsync(place, request, former, failure, cancellationToken);
        }

        if (described is not null)
        {
            // Last, so that it is not noted unless the file was taken in.
            yield return new SourceAnswer(Description, null) { Etag = described.Etag, LastModified = described.LastModified };
        }
    }

    private async Task<(PortalResource? Resource, FetchedBody? Body, SourceException? Failure)> DescribeAsync(
        PortalPlace place, SourceRequest request, SourceFile former, CancellationToken cancellationToken)
    {
        var known = former is { Sha256: not null, Published: not null } ? request.Former(Description) : new SourceFile { Name = Description };
        var path = Path.Combine(request.Folder, "description.json");
        var context = request.Context;
        context.Report("asking");
        try
        {
            var body = await http.GetAsync(
                SourceFetch.Page(request, place.Description, path) with
                {
                    Etag = known.Etag,
                    LastModified = known.LastModified,
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Fields"] = PortalDataset.Fields, ["Accept"] = "application/json" },
                },
                cancellationToken);
            if (body.IsUnchanged)
            {
                return (null, body with { Etag = body.Etag ?? known.Etag, LastModified = body.LastModified ?? known.LastModified }, null);
            }

            await using var json = File.OpenRead(path);
            return (PortalDataset.Find(json, place.Settings, place.Description.Host), body, null);
        }
        catch (SourceException e) when (!_hostFailures.Contains(e.Kind) && e.Kind is not ("settings" or "no-resource"))
        {
            request.Log(Message.Of("source.no-description", place.Description.Host, e.Reason), JobLogLevel.Warning);
            return (null, null, e);
        }
    }

    private async Task<SourceAnswer> WithoutDescriptionAsync(
        PortalPlace place, SourceRequest request, SourceFile former, SourceException? failure, CancellationToken cancellationToken)
    {
        var date = await SourceFetch.PageDateAsync(http, request, place.Page, cancellationToken);
        var stamp = date is { } day ? SourceFetch.PageStamp(day) : null;
        if (stamp is not null && former is { Sha256: not null, Published: { } published } && SourceFetch.IsNotAfter(date!.Value, published))
        {
            request.Log(Message.Of("source.page-unchanged", place.Page.Host));
            return SourceAnswer.Unchanged(former);
        }

        var file = place.File ?? throw failure ?? new SourceException(Message.Of("source.failure.no-resource", place.Description.Host, ""));
        var answer = await SourceFetch.FileAsync(http, request, file, former, cancellationToken);
        return answer with { Published = stamp ?? answer.Published };
    }
}

/// <summary>Where a portal has what belongs to a dataset.</summary>
/// <param name="Description">The dataset as JSON.</param>
/// <param name="Page">The dataset for people.</param>
/// <param name="File">The file, where its address is known without the description.</param>
internal sealed record PortalPlace(Uri Description, Uri Page, Uri? File, WebSourceSettings Settings)
{
    /// <summary>Of the address of a file (<c>…/datasets/r/ID</c>, or any other) or of the page or description of a dataset (<c>…/datasets/KEY/</c>).</summary>
    /// <exception cref="SourceException">The dataset cannot be told.</exception>
    public static PortalPlace Of(string text, WebSourceSettings settings)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw new SourceException(Message.Of("source.failure.address", text));
        }

        var named = KeyIn(address);
        var key = settings.Dataset ?? named
            ?? throw new SourceException(Message.Of("source.failure.settings", "dataset"));
        return new PortalPlace(
            new Uri(address, $"/api/1/datasets/{Uri.EscapeDataString(key)}/"),
            settings.Page is null ? new Uri(address, $"/fr/datasets/{Uri.EscapeDataString(key)}/") : settings.PageAddress(address),
            named is null ? address : settings.Resource is { } resource ? new Uri(address, $"/fr/datasets/r/{Uri.EscapeDataString(resource)}") : null,
            settings);
    }

    private static string? KeyIn(Uri address)
    {
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var datasets = Array.IndexOf(parts, "datasets");
        return datasets >= 0 && datasets == parts.Length - 2 ? Uri.UnescapeDataString(parts[^1]) : null;
    }
}
