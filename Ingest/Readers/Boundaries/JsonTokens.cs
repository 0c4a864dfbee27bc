using System.Globalization;
using System.Text.Json;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>The tokens of a JSON file one after the other, without holding more of it than a piece of the file.</summary>
internal sealed class JsonTokens : IDisposable
{
    private const int MaxToken = 1 << 20;
    private const int MaxDepth = 64;

    private readonly FileStream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });
    private int _start;
    private int _end;
    private bool _isLast;

    public JsonTokens(string path)
    {
        _stream = File.OpenRead(path);
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
        {
            _start = 3;
        }
    }

    public JsonTokenType Type { get; private set; }

    /// <summary>Of a number; not finite where it is too large.</summary>
    public double Number { get; private set; }

    /// <summary>Of a name, a text or a number as written.</summary>
    public string Text { get; private set; } = "";

    /// <summary>False at the end of the file.</summary>
    /// <exception cref="UnreadableFileException">No JSON, cut off, nested too deep, or a text longer than 1 MB.</exception>
    public bool Read()
    {
        try
        {
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
                if (reader.Read())
                {
                    Take(ref reader);
                    _start += (int)reader.BytesConsumed;
                    _state = reader.CurrentState;
                    return true;
                }

                _start += (int)reader.BytesConsumed;
                _state = reader.CurrentState;
                if (_isLast)
                {
                    return false;
                }

                Fill();
            }
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException("broken-json", string.Create(
                CultureInfo.InvariantCulture, $"The file is no complete JSON (in UTF-8, nested {MaxDepth} levels at most): {e.Message} Download it again."), e);
        }
    }

    /// <summary>The next token.</summary>
    public JsonTokenType Next() => Read() ? Type : throw new UnreadableFileException("broken-json", "The JSON ends too early. Download the file again.");

    /// <summary>Goes past the value that the current token begins.</summary>
    public void Skip()
    {
        if (Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        for (var depth = 1; depth > 0;)
        {
            depth += Next() switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                _ => 0,
            };
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        if (Type == JsonTokenType.Number)
        {
            Number = reader.TryGetDouble(out var number) ? number : double.NaN;
        }
        else if (Type is JsonTokenType.PropertyName or JsonTokenType.String)
        {
            Text = TextOf(ref reader);
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // The reader itself passes over bytes of a text that are no UTF-8, and over halves of surrogate pairs.
            throw new UnreadableFileException("broken-json", $"A text of the JSON is not in UTF-8: {e.Message} Save the file as UTF-8.", e);
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxToken)
            {
                throw new UnreadableFileException("broken-json", "A text of the JSON is longer than 1 MB: this is no file of boundaries.");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isLast = read == 0;
    }
}
