using System.Buffers.Binary;
using System.Text;

namespace Octoplus.Tests;

/// <summary>
/// The smallest compound file (MS-CFB version 3, sectors of 512 bytes) that holds the two streams of an encrypted workbook
/// (MS-OFFCRYPTO 2.3.4, agile encryption): <c>EncryptionInfo</c> says how, <c>EncryptedPackage</c> is noise.
/// Sector 0 is the allocation table, 1 the directory, then the streams, each of 4,096 bytes so that no mini stream is needed.
/// </summary>
internal static class EncryptedCompoundFile
{
    private const int SectorSize = 512;
    private const int StreamSize = 4096;
    private const int StreamSectors = StreamSize / SectorSize;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint TableSector = 0xFFFFFFFD;
    private const uint Free = 0xFFFFFFFF;

    public static byte[] Write()
    {
        var file = new byte[SectorSize * (3 + (2 * StreamSectors))];
        WriteHeader(file.AsSpan(0, SectorSize));
        WriteTable(file.AsSpan(SectorSize, SectorSize));
        WriteDirectory(file.AsSpan(2 * SectorSize, SectorSize));
        EncryptionInfo().CopyTo(file, 3 * SectorSize);
        new Random(4001).NextBytes(file.AsSpan((3 + StreamSectors) * SectorSize));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan((3 + StreamSectors) * SectorSize), StreamSize - 16);
        return file;
    }

    private static void WriteHeader(Span<byte> header)
    {
        ReadOnlySpan<byte> signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(header);
        Short(header, 24, 0x3E);
        Short(header, 26, 3);
        Short(header, 28, 0xFFFE);
        Short(header, 30, 9);
        Short(header, 32, 6);
        Int(header, 44, 1);
        Int(header, 48, 1);
        Int(header, 56, StreamSize);
        Int(header, 60, EndOfChain);
        Int(header, 68, EndOfChain);
        header[76..].Fill(0xFF);
        Int(header, 76, 0);
    }

    private static void WriteTable(Span<byte> table)
    {
        table.Fill(0xFF);
        Int(table, 0, TableSector);
        Int(table, 4, EndOfChain);
        for (var stream = 0; stream < 2; stream++)
        {
            for (var i = 0; i < StreamSectors; i++)
            {
                var sector = 2 + (stream * StreamSectors) + i;
                Int(table, 4 * sector, i == StreamSectors - 1 ? EndOfChain : (uint)sector + 1);
            }
        }
    }

    // A tree of names, the shorter to the left: the root storage points at EncryptionInfo, which has EncryptedPackage on its right.
    private static void WriteDirectory(Span<byte> directory)
    {
        Entry(directory, 0, "Root Entry", kind: 5, right: Free, child: 1, start: EndOfChain, size: 0);
        Entry(directory, 1, "EncryptionInfo", kind: 2, right: 2, child: Free, start: 2, size: StreamSize);
        Entry(directory, 2, "EncryptedPackage", kind: 2, right: Free, child: Free, start: 2 + StreamSectors, size: StreamSize);
        Entry(directory, 3, string.Empty, kind: 0, right: Free, child: Free, start: 0, size: 0);
    }

    private static void Entry(Span<byte> directory, int number, string name, byte kind, uint right, uint child, uint start, uint size)
    {
        var entry = directory.Slice(128 * number, 128);
        Encoding.Unicode.GetBytes(name, entry);
        Short(entry, 64, (ushort)(name.Length == 0 ? 0 : (name.Length + 1) * 2));
        entry[66] = kind;
        entry[67] = 1;
        Int(entry, 68, Free);
        Int(entry, 72, right);
        Int(entry, 76, child);
        Int(entry, 116, start);
        Int(entry, 120, size);
    }

    private static byte[] EncryptionInfo()
    {
        var bytes = new byte[StreamSize];
        Short(bytes, 0, 4);
        Short(bytes, 2, 4);
        Int(bytes, 4, 0x40);
        var salt = Convert.ToBase64String(new byte[16]);
        var hash = Convert.ToBase64String(new byte[64]);
        var key = Convert.ToBase64String(new byte[32]);
        const string Cipher = """saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" """;
        var xml = $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData {Cipher}saltValue="{salt}"/><dataIntegrity encryptedHmacKey="{hash}" encryptedHmacValue="{hash}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="1000" {Cipher}saltValue="{salt}" encryptedVerifierHashInput="{salt}" encryptedVerifierHashValue="{hash}" encryptedKeyValue="{key}"/></keyEncryptor></keyEncryptors></encryption>
            """;
        var length = Encoding.UTF8.GetBytes(xml, bytes.AsSpan(8));
        bytes.AsSpan(8 + length).Fill((byte)' ');
        return bytes;
    }

    private static void Short(Span<byte> bytes, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[offset..], value);

    private static void Int(Span<byte> bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], value);
}
