using System.Text.Json;
using System.Text.Json.Serialization;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>What is kept of one year's groups.</summary>
internal sealed record PanelDetail(ClusterAnalysis Analysis, IReadOnlyList<int> Numbers, IReadOnlyList<MissingCell> LeftOut)
{
    public string ToJson() => JsonSerializer.Serialize(this, GroupJson.Default.PanelDetail);

    public static PanelDetail Parse(string json) => JsonSerializer.Deserialize(json, GroupJson.Default.PanelDetail)!;
}

/// <summary>What is kept of the groups of all years.</summary>
internal sealed record PathDetail(IReadOnlyList<GroupYear> Years, IReadOnlyDictionary<string, string> TerritoryNames)
{
    public string ToJson() => JsonSerializer.Serialize(this, GroupJson.Default.PathDetail);

    public static PathDetail Parse(string json) => JsonSerializer.Deserialize(json, GroupJson.Default.PathDetail)!;
}

/// <summary>Written by generated code: a panel is read thousands of times for each time that it is made.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PanelDetail))]
[JsonSerializable(typeof(PathDetail))]
[JsonSerializable(typeof(IReadOnlyList<GroupYear>))]
internal sealed partial class GroupJson : JsonSerializerContext;
