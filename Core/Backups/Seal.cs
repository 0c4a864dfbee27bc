using System.Security.Cryptography;
using System.Text;

namespace Octoplus.Core.Backups;

/// <summary>
/// The end of an archive: an empty member of gzip (RFC 1952) whose comment is the SHA-256 of every byte before it. Any program that reads
/// <c>.tar.gz</c> takes it for nothing.
/// </summary>
internal static class Seal
{
    // Magic, deflate, flag FCOMMENT, no time, no extra flags, unknown system.
    private static readonly byte[] _start = [0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 255];

    // An empty final block of deflate, a check sum and a size of nothing.
    private static readonly byte[] _end = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static int SealBytes { get; } = Of(new byte[SHA256.HashSizeInBytes]).Length;

    public static byte[] Of(ReadOnlySpan<byte> sha256)
        => [.. _start, .. Encoding.ASCII.GetBytes($"octoplus sha256={Convert.ToHexStringLower(sha256)}\0"), .. _end];

    /// <summary>Passes on what is written, and adds it up.</summary>
    internal sealed class Writer(Stream target) : Passing
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            target.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public void Complete() => target.Write(Of(_hash.GetHashAndReset()));

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Passes on what is read, and adds up all but the seal.</summary>
    internal sealed class Reader(Stream source) : Passing
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private byte[] _last = [];

        public override bool CanRead => true;

        public override bool CanWrite => false;

        public override int Read(Span<byte> buffer)
        {
            var read = source.Read(buffer);
            if (read >= SealBytes)
            {
                _hash.AppendData(_last);
                _hash.AppendData(buffer[..(read - SealBytes)]);
                _last = buffer[(read - SealBytes)..read].ToArray();
            }
            else if (read > 0)
            {
                byte[] all = [.. _last, .. buffer[..read]];
                var sure = Math.Max(0, all.Length - SealBytes);
                _hash.AppendData(all.AsSpan(0, sure));
                _last = all[sure..];
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        /// <summary>Reads what is left, and compares.</summary>
        /// <exception cref="InvalidDataException">There is no seal, or another one.</exception>
        public void Check()
        {
            var rest = new byte[1 << 16];
            while (Read(rest) > 0)
            {
                // only added up
            }

            if (!_last.AsSpan().SequenceEqual(Of(_hash.GetHashAndReset())))
            {
                throw new InvalidDataException("The backup is damaged: its check sum is not that of its content.");
            }
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A stream that cannot be moved in.</summary>
    internal abstract class Passing : Stream
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
