using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Octoplus.Dashboard.Commands;

/// <summary>What commands tell programs: one JSON object a line on standard output.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Task WriteAsync<T>(T value) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(value, _json));
}
