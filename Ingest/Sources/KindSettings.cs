using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>Settings of a kind of source as the JSON of <see cref="Core.Sources.Source.Settings"/>.</summary>
public static class KindSettings
{
    /// <summary>Longest JSON.</summary>
    public const int MaxLength = 20_000;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 8,
    };

    /// <summary>The settings as stored.</summary>
    public static string ToJson<T>(T settings) => JsonSerializer.Serialize(settings, _json);

    /// <summary>The settings of a stored text; members that it does not name have their defaults.</summary>
    /// <exception cref="SourceException">No JSON of these settings.</exception>
    public static T Parse<T>(string json)
    {
        try
        {
            return json.Length <= MaxLength && JsonSerializer.Deserialize<T>(json, _json) is { } settings
                ? settings
                : throw new SourceException(Message.Of("source.failure.kind-settings", "JSON"));
        }
        catch (JsonException e)
        {
            throw new SourceException(Message.Of("source.failure.kind-settings", e.Path ?? ""), e);
        }
    }
}
