using System.Globalization;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Sources;

/// <summary>Fetches published files: https only, 10 s without an answer, 200 MB at most.</summary>
public sealed class SourceDownload(HttpClient http)
{
    private const long MaxBytes = 200_000_000;
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>Saves a source as a file in <paramref name="folder"/>; returns its path.</summary>
    /// <exception cref="UnreadableFileException">Unreachable, refused, not https, or larger than the bound; nothing is left in the folder.</exception>
    public async Task<string> FetchAsync(SourceOptions source, string folder, CancellationToken cancellationToken)
    {
        if (source.Url is not { IsAbsoluteUri: true, Scheme: "https" })
        {
            throw new UnreadableFileException("not-https", $"Source '{source.Name}': the address must begin with https://.");
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            using var answer = await GetAsync(source, cancellationToken);
            var final = Path.Combine(folder, FileName(answer, source.Url));
            await using (var file = File.Create(path))
            {
                await CopyAsync(answer, file, source, cancellationToken);
            }

            File.Move(path, final, overwrite: true);
            return final;
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UnreadableFileException("unreachable", $"Source '{source.Name}' did not answer: {e.Message}", e);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string FileName(HttpResponseMessage answer, Uri asked)
    {
        var name = Path.GetFileName((answer.RequestMessage?.RequestUri ?? asked).LocalPath);
        return name.Length is > 0 and <= 150 && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 ? name : "download";
    }

    // The time-out runs anew for each block, so that a slow but living download ends.
    private static async Task CopyAsync(HttpResponseMessage answer, FileStream file, SourceOptions source, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        var total = 0L;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            patience.CancelAfter(_timeout);
            var read = await body.ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                return;
            }

            total += read;
            if (total > MaxBytes)
            {
                throw new UnreadableFileException("too-large", string.Create(
                    CultureInfo.InvariantCulture, $"Source '{source.Name}' sends more than {MaxBytes / 1_000_000} MB."));
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(SourceOptions source, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_timeout);
        var answer = await http.GetAsync(source.Url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        try
        {
            answer.EnsureSuccessStatusCode();
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
