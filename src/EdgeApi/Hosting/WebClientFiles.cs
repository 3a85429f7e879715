using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Halle.Rooms;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Halle.Hosting;

/// <summary>
/// Serves the web client from memory, compressed once (scripts and styles when they were built), and media from the disk. Hashed files under <c>/assets</c> are immutable, everything else is asked for again
/// by its ETag. A page's path gets index.html; a mistyped file, asset or API path gets 404.
/// </summary>
public sealed class WebClientFiles(IWebHostEnvironment environment)
{
    /// <summary>Served by others, or by nobody; never by a page.</summary>
    private static readonly string[] NotPages = ["/api", "/live", "/assets", "/health", "/ready", "/metrics", "/dashboard"];

    // By where a file lies: one file has many addresses ("//assets///a.js"), and is packed and kept once.
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly FileExtensionContentTypeProvider _types = new()
    {
        Mappings =
        {
            // Captions (W3C WebVTT) and HLS playlists and segments (RFC 8216), which the framework's table lacks.
            [".vtt"] = "text/vtt",
            [".m3u8"] = "application/vnd.apple.mpegurl",
            [".m4s"] = "video/iso.segment",
        },
    };

    /// <summary>Files kept in memory.</summary>
    internal int Kept => _entries.Count;

    public async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith("/media/", StringComparison.Ordinal))
        {
            await ServeMediumAsync(context, path);
            return;
        }

        var page = IsPage(path);
        if (Find(page ? "/index.html" : path) is not { } entry)
        {
            await Refusals.WriteAsync(context, StatusCodes.Status404NotFound, RejectionCode.NotFound);
            return;
        }

        var response = context.Response;
        response.Headers.CacheControl = !page && path.StartsWith("/assets/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        response.Headers.ETag = entry.Tag;
        response.Headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch.Contains(entry.Tag, StringComparer.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = entry.Type;
        var (body, encoding) = entry.BodyFor(context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Films and documents are read from the disk, in the parts a player asks for.</summary>
    private Task ServeMediumAsync(HttpContext context, string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory || !_types.TryGetContentType(file.Name, out var type))
        {
            return Refusals.WriteAsync(context, StatusCodes.Status404NotFound, RejectionCode.NotFound);
        }

        context.Response.Headers.CacheControl = "no-cache";
        if (string.Equals(type, "image/svg+xml", StringComparison.Ordinal))
        {
            // Opened by itself, a drawing is a page: it gets no script and no other file.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        }

        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\""));
        return TypedResults.Stream(file.CreateReadStream(), type, lastModified: file.LastModified, entityTag: tag, enableRangeProcessing: true)
            .ExecuteAsync(context);
    }

    private static bool IsPage(string path) =>
        !NotPages.Any(prefix => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && (path.Length == prefix.Length || path[prefix.Length] == '/'))
        && !path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal);

    private Entry? Find(string path)
    {
        // A provider never leaves its root; what it does not find was not built.
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory)
        {
            return null;
        }

        // The client may be built again while the server runs in development.
        var place = file.PhysicalPath ?? path;
        return _entries.TryGetValue(place, out var known) && known.Modified == file.LastModified && known.Length == file.Length
            ? known
            : _entries[place] = Load(path, file);
    }

    private Entry Load(string path, IFileInfo file)
    {
        var plain = Read(file);
        var type = _types.TryGetContentType(file.Name, out var found) ? found : "application/octet-stream";
        var isText = type.StartsWith("text/", StringComparison.Ordinal)
            || type is "application/json" or "application/manifest+json" or "image/svg+xml" or "application/javascript";
        var utf8 = type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
        return new Entry(
            file.LastModified,
            file.Length,
            utf8,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12))}\"",
            plain,
            isText ? PackedWhenBuilt(path, plain) ?? Pack(plain, packed => new BrotliStream(packed, new BrotliCompressionOptions { Quality = 9 })) : null,
            isText ? Pack(plain, packed => new GZipStream(packed, CompressionLevel.SmallestSize)) : null);
    }

    /// <summary>Null when there is none, or when it is of another build.</summary>
    private byte[]? PackedWhenBuilt(string path, byte[] plain)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("/packed" + path + ".br");
        if (!file.Exists || file.IsDirectory)
        {
            return null;
        }

        var packed = Read(file);
        var unpacked = new byte[plain.Length];
        return BrotliDecoder.TryDecompress(packed, unpacked, out var written) && written == plain.Length && plain.AsSpan().SequenceEqual(unpacked) ? packed : null;
    }

    private static byte[] Read(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var packer = open(packed))
        {
            packer.Write(plain);
        }

        return packed.ToArray();
    }

    private sealed record Entry(
        DateTimeOffset Modified, long Length, string Type, string Tag, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
    {
        public (byte[] Body, string? Encoding) BodyFor(string accepted) =>
            Brotli is not null && Accepts(accepted, "br") ? (Brotli, "br")
            : Gzip is not null && Accepts(accepted, "gzip") ? (Gzip, "gzip")
            : (Plain, null);

        /// <summary>Every browser names its codings plainly; whoever weighs them down to zero gets the file as it is.</summary>
        private static bool Accepts(string accepted, string coding) =>
            accepted.Split(',', StringSplitOptions.TrimEntries).Any(part =>
                string.Equals(part.Split(';')[0].Trim(), coding, StringComparison.OrdinalIgnoreCase)
                && !part.Replace(" ", "", StringComparison.Ordinal).EndsWith(";q=0", StringComparison.Ordinal));
    }
}

public static class WebClientSetup
{
    public static void AddWebClient(this WebApplicationBuilder builder)
    {
        // From build output the files are found by their manifest in every environment, not in Development alone.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton<WebClientFiles>();
    }

    public static void MapWebClient(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<WebClientFiles>();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/", methods, files.ServeAsync);
        app.MapMethods("/{**path}", methods, files.ServeAsync).Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }
}
