using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Octoplus.Dashboard.Http;

/// <summary>
/// Static files, compressed well and once: compressing a megabyte of chart script anew for each visitor would cost more time
/// than the page itself, and the fast level used for pages leaves it half as large again. A request that accepts Brotli for
/// <c>x.js</c> is answered from <c>x.js.br</c>, which is made when first asked for and kept in memory (below 1 MB in all).
/// </summary>
internal static class CompressedFiles
{
    private const string Suffix = ".br";

    private static readonly string[] _extensions = [".js", ".css", ".svg", ".json"];

    public static void UseCompressedStaticFiles(this WebApplication app)
    {
        var files = new CompressingFileProvider(app.Environment.WebRootFileProvider);
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (IsCompressible(request.Path) && AcceptsBrotli(request) && files.GetFileInfo(request.Path + Suffix).Exists)
            {
                request.Path += Suffix;
            }

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new ContentTypes(),
            OnPrepareResponse = answer => Prepare(answer.Context, isCompressed: answer.File.Name.EndsWith(Suffix, StringComparison.Ordinal)),
        });
    }

    private static bool IsCompressible(PathString path) =>
        path.HasValue && Array.Exists(_extensions, extension => path.Value.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    /// <summary>A file asked for with a version (<c>?v=…</c>) is kept for a year; any other is asked for again after an hour, which costs an empty answer (304).</summary>
    private static void Prepare(HttpContext context, bool isCompressed)
    {
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        if (isCompressed)
        {
            headers[HeaderNames.ContentEncoding] = "br";
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }
    }

    private sealed class ContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _known = new();

        public bool TryGetContentType(string subpath, out string contentType) =>
            _known.TryGetContentType(subpath.EndsWith(Suffix, StringComparison.Ordinal) ? subpath[..^Suffix.Length] : subpath, out contentType!);
    }

    private sealed class CompressingFileProvider(IFileProvider files) : IFileProvider
    {
        // Level 9 of 11: a tenth of the time of 11 for a few per cent more.
        private static readonly BrotliCompressionOptions _options = new() { Quality = 9 };

        private readonly ConcurrentDictionary<string, Lazy<CompressedFile>> _compressed = new(StringComparer.Ordinal);

        public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => files.Watch(filter);

        public IFileInfo GetFileInfo(string subpath)
        {
            if (!subpath.EndsWith(Suffix, StringComparison.Ordinal))
            {
                return files.GetFileInfo(subpath);
            }

            var original = files.GetFileInfo(subpath[..^Suffix.Length]);
            if (!original.Exists || original.IsDirectory)
            {
                return original;
            }

            var key = original.PhysicalPath ?? original.Name; // one entry a file, however its address is spelt
            if (!_compressed.TryGetValue(key, out var kept) || kept.Value.LastModified != original.LastModified)
            {
                // A rebuilt file replaces the old one; visitors who come at the same moment wait for one compression.
                var fresh = new Lazy<CompressedFile>(() => new CompressedFile(original, _options));
                kept = kept is null ? _compressed.GetOrAdd(key, fresh) : _compressed.AddOrUpdate(key, fresh, (_, _) => fresh);
            }

            return kept.Value;
        }
    }

    private sealed class CompressedFile : IFileInfo
    {
        private readonly byte[] _bytes;

        public CompressedFile(IFileInfo original, BrotliCompressionOptions options)
        {
            using var output = new MemoryStream();
            using (var brotli = new BrotliStream(output, options, leaveOpen: true))
            using (var input = original.CreateReadStream())
            {
                input.CopyTo(brotli);
            }

            _bytes = output.ToArray();
            Name = original.Name + Suffix;
            LastModified = original.LastModified;
        }

        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified { get; }

        public long Length => _bytes.Length;

        public string Name { get; }

        public string? PhysicalPath => null;

        public Stream CreateReadStream() => new MemoryStream(_bytes, writable: false);
    }
}
