using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Tests.Workbooks;

public sealed class Crc32Tests
{
    /// <summary>Check value of the catalogue of parametrised CRC algorithms (CRC-32/ISO-HDLC).</summary>
    [Fact]
    public void Value_Digits_IsTheCheckValue() => Assert.Equal(0xCBF43926, Of("123456789"u8.ToArray()));

    [Fact]
    public void Value_Nothing_IsZero() => Assert.Equal(0u, Of([]));

    [Fact]
    public void Append_InPieces_IsTheSame()
    {
        var bytes = new byte[1000];
        new Random(7).NextBytes(bytes);
        for (var cut = 0; cut < 40; cut++)
        {
            var crc = new Crc32();
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            Assert.Equal(Of(bytes), crc.Value);
        }
    }

    private static uint Of(byte[] bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }
}
