using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>The features of a choice in every year that can be shown, as served by one build.</summary>
/// <param name="BuildId">Of the views that were read.</param>
/// <param name="Vintage">Slug of the newest file of recorded crime; of the newest file of populations where only those are asked.</param>
/// <param name="IsDemonstration">Some of the figures are fictional.</param>
/// <param name="Years">In order; years without any territory that has all values are missing.</param>
/// <param name="TerritoryNames">By code: as published; of a service with its département, since names come twice.</param>
public sealed record GroupData(
    GroupChoice Choice, long BuildId, string Vintage, bool IsDemonstration, IReadOnlyList<GroupYearData> Years, IReadOnlyDictionary<string, string> TerritoryNames)
{
    /// <summary>SHA-256, lower-case hexadecimal, of all that groups and panels are made of, values to the last bit: the same hash, the same panels.</summary>
    /// <param name="method">What is done to them, in a few words: other words, other panels.</param>
    public string Hash(string method)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Text(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        Span<byte> bits = stackalloc byte[sizeof(double)];
        Text(method);
        Text(Choice.Key);
        Text(Vintage);
        Text(IsDemonstration ? "1" : "0");
        foreach (var (code, name) in TerritoryNames.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            Text(code);
            Text(name);
        }

        foreach (var year in Years)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bits, year.Year);
            hash.AppendData(bits);
            foreach (var cell in year.LeftOut)
            {
                Text(cell.Id);
                Text(cell.Feature);
            }

            foreach (var id in year.Table.Ids)
            {
                Text(id);
            }

            // Numerators and denominators say all that the values do.
            foreach (var value in year.Table.Parts!.Numerators.Concat(year.Table.Parts.Denominators))
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bits, value);
                hash.AppendData(bits);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>The features of one year, or of the years taken together up to it.</summary>
/// <param name="Table">Territories with all values; its parts are set.</param>
/// <param name="LeftOut">Cells of the territories without.</param>
public sealed record GroupYearData(int Year, FeatureTable Table, IReadOnlyList<MissingCell> LeftOut);
