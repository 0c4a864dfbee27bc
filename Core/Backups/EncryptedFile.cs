using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Octoplus.Core.Backups;

/// <summary>
/// A stream encrypted in chunks by AES-256-GCM, after STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the nonce of a chunk is its number and
/// whether it is the last, so that none can be left out, moved or cut off; the header is authenticated with each. The key serves one file only.
/// Layout: magic (8), kind of secret (1), iterations (4, big endian), salt (16), then chunks of 65,536 bytes (the last: 0 to 65,536), each with a tag of 16.
/// </summary>
internal static class EncryptedFile
{
    public const int SaltBytes = 16;
    public const int HeaderBytes = 8 + 1 + 4 + SaltBytes;
    public const int ChunkBytes = 1 << 16;
    public const int TagBytes = 16;
    private const int NonceBytes = 12;

    public static ReadOnlySpan<byte> Magic => "OCTOBAK1"u8;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    public static void WriteNonce(Span<byte> nonce, long chunk, bool isLast)
    {
        nonce[..NonceBytes].Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[NonceBytes - 1] = isLast ? (byte)1 : (byte)0;
    }

    /// <summary>Encrypts what is written to it; <see cref="Complete"/> writes the last chunk.</summary>
    internal sealed class Writer : Stream
    {
        private readonly Stream _target;
        private readonly byte[] _header;
        private readonly AesGcm _cipher;
        private readonly byte[] _plain = new byte[ChunkBytes];
        private readonly byte[] _sealed = new byte[ChunkBytes + TagBytes];
        private int _filled;
        private long _chunk;

        public Writer(Stream target, BackupSecret secret)
        {
            _target = target;
            (_header, var key) = secret.NewHeader();
            _cipher = new AesGcm(key, TagBytes);
            target.Write(_header);
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                if (_filled == ChunkBytes)
                {
                    // There is more: it is not the last.
                    Seal(isLast: false);
                }

                var taken = Math.Min(buffer.Length, ChunkBytes - _filled);
                buffer[..taken].CopyTo(_plain.AsSpan(_filled));
                _filled += taken;
                buffer = buffer[taken..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public void Complete() => Seal(isLast: true);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _cipher.Dispose();
            base.Dispose(disposing);
        }

        private void Seal(bool isLast)
        {
            Span<byte> nonce = stackalloc byte[NonceBytes];
            WriteNonce(nonce, _chunk++, isLast);
            _cipher.Encrypt(nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, TagBytes), _header);
            _target.Write(_sealed, 0, _filled + TagBytes);
            _filled = 0;
        }
    }

    /// <summary>Decrypts a file; gives no byte that is not proven.</summary>
    internal sealed class Reader : Stream
    {
        private readonly FileStream _source;
        private readonly byte[] _header = new byte[HeaderBytes];
        private readonly AesGcm _cipher;
        private readonly byte[] _plain = new byte[ChunkBytes];
        private readonly byte[] _sealed = new byte[ChunkBytes + TagBytes];
        private int _filled;
        private int _read;
        private long _chunk;
        private bool _isOver;

        /// <exception cref="InvalidDataException">It is no such file, or encrypted otherwise.</exception>
        public Reader(FileStream source, BackupSecret secret)
        {
            _source = source;
            if (source.ReadAtLeast(_header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !IsOne(_header))
            {
                throw new InvalidDataException("The backup is damaged: its header is cut off.");
            }

            _cipher = new AesGcm(secret.KeyOf(_header), TagBytes);
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (_read == _filled)
            {
                if (_isOver || buffer.IsEmpty)
                {
                    return 0;
                }

                Open();
            }

            var taken = Math.Min(buffer.Length, _filled - _read);
            _plain.AsSpan(_read, taken).CopyTo(buffer);
            _read += taken;
            return taken;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _cipher.Dispose();
            base.Dispose(disposing);
        }

        private void Open()
        {
            var length = _source.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false) - TagBytes;
            _isOver = _source.Position == _source.Length;
            Span<byte> nonce = stackalloc byte[NonceBytes];
            WriteNonce(nonce, _chunk, _isOver);
            try
            {
                if (length < 0)
                {
                    throw new InvalidDataException("The backup is damaged: it was cut off.");
                }

                _cipher.Decrypt(nonce, _sealed.AsSpan(0, length), _sealed.AsSpan(length, TagBytes), _plain.AsSpan(0, length), _header);
            }
            catch (AuthenticationTagMismatchException e)
            {
                throw new InvalidDataException(_chunk == 0
                    ? "The backup cannot be opened: the passphrase or key is another one, or the file is damaged."
                    : "The backup is damaged: a part of it was altered, moved or cut off.",
                    e);
            }

            _chunk++;
            _filled = length;
            _read = 0;
        }
    }
}
