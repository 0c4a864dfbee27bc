using System.Globalization;

namespace Octoplus.Ingest.Workbooks;

/// <summary>
/// Reads from another stream and refuses to go past a bound: a small zip may inflate to anything. Where the check sum of the whole is known,
/// its end is refused if what was read has another: .NET itself does not look, and one bit changed on the way may still inflate to other figures.
/// </summary>
/// <param name="crc32">CRC-32 of all bytes, as a zip archive states it; null: unknown.</param>
internal sealed class BoundedStream(Stream inner, long maxBytes, string what, uint? crc32 = null) : Stream
{
    private readonly System.IO.Hashing.Crc32 _crc = new();
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        if (_read > maxBytes)
        {
            throw new UnreadableFileException("too-large", string.Create(
                CultureInfo.InvariantCulture,
                $"{what} inflates to more than {maxBytes / 1_000_000} MB: this is no published workbook. Check where the file came from."));
        }

        if (crc32 is { } stated)
        {
            _crc.Append(buffer[..read]);
            if (read == 0 && buffer.Length > 0 && _crc.GetCurrentHashAsUInt32() != stated)
            {
                throw new InvalidDataException($"{what} does not have the check sum that the archive states.");
            }
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
