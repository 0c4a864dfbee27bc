using System.Buffers.Binary;

namespace Octoplus.Ingest.Workbooks;

/// <summary>
/// CRC-32 as zip archives state it: reflected polynomial 0xEDB88320, begun and ended with all bits set (ISO 3309; APPNOTE.TXT §4.4.7).
/// Eight tables, eight bytes a step (Kounavis and Berry 2008, doi:10.1109/TC.2008.85). Own code, since .NET keeps its own to itself.
/// </summary>
internal sealed class Crc32
{
    private static readonly uint[][] _tables = MakeTables();

    private uint _state = uint.MaxValue;

    /// <summary>Of all bytes appended so far.</summary>
    public uint Value => ~_state;

    /// <summary>Goes on by some bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (_tables[0], _tables[1], _tables[2], _tables[3], _tables[4], _tables[5], _tables[6], _tables[7]);
        var state = _state;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                ^ t3[(byte)high] ^ t2[(byte)(high >> 8)] ^ t1[(byte)(high >> 16)] ^ t0[high >> 24];
        }

        foreach (var b in bytes)
        {
            state = (state >> 8) ^ t0[(byte)(state ^ b)];
        }

        _state = state;
    }

    private static uint[][] MakeTables()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => new uint[256]).ToArray();
        for (var i = 0; i < 256; i++)
        {
            var value = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            }

            tables[0][i] = value;
        }

        for (var t = 1; t < 8; t++)
        {
            for (var i = 0; i < 256; i++)
            {
                tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][(byte)tables[t - 1][i]];
            }
        }

        return tables;
    }
}
