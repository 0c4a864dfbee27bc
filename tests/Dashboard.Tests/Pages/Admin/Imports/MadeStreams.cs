namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>Zeros that nobody had to store.</summary>
internal sealed class ZeroStream(long length, bool hasLength = true) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => hasLength;

    public override bool CanWrite => false;

    public override long Length => hasLength ? length : throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = (int)Math.Min(buffer.Length, length - _position);
        buffer[..read].Clear();
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}

/// <summary>A sender whose line goes dead after some bytes.</summary>
internal sealed class BrokenOffStream(long after, CancellationTokenSource line) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= after)
        {
            line.Cancel();
            throw new IOException("The line is dead.");
        }

        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
