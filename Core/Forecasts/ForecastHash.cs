using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>Tells whether a series is what a forecast was learnt from.</summary>
internal static class ForecastHash
{
    // No finite value, and not what any NaN of a file could be: those are refused.
    private const long Unknown = unchecked((long)0xFFF8_0000_0000_0001);

    /// <summary>SHA-256, lower-case hexadecimal, of grain, first period, values to the last bit, breaks, and whether figures are fictional.</summary>
    public static string Of(ForecastInput input, bool isDemonstration)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{input.Grain.Code()} {input.FirstPeriod} {(input.IsCount ? 1 : 0)} {(isDemonstration ? 1 : 0)} {string.Join(' ', input.KnownBreaks)}\n"));
        var bytes = new byte[head.Length + (sizeof(long) * input.Values.Count)];
        head.CopyTo(bytes, 0);
        for (var i = 0; i < input.Values.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(
                bytes.AsSpan(head.Length + (i * sizeof(long))), input.Values[i] is { } value ? BitConverter.DoubleToInt64Bits(value) : Unknown);
        }

        return Hex(bytes);
    }

    /// <summary>What scores rest upon: the values, and how many periods count as recent.</summary>
    public static string OfScores(string dataHash, int recentPeriods)
        => Hex(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{dataHash} {recentPeriods}")));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
