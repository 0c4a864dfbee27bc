using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>Why an upload was not taken in.</summary>
/// <param name="Code">Stable key, also of the text for people.</param>
/// <param name="Detail">In English.</param>
internal sealed record UploadProblem(int Status, string Code, string Detail)
{
    public const string RetryAfterSeconds = "60";

    // The class that stands for no particular failure: a form that ends before its last boundary. A full disk has another one.
    private const int NoParticularFailure = unchecked((int)0x80131620);

    public static UploadProblem TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "too-large", "The file is larger than 200 MB: this is no published file.");

    public static UploadProblem NoFile { get; } = new(StatusCodes.Status400BadRequest, "no-file", "The request brings no file.");

    public static UploadProblem NoToken { get; } = new(
        StatusCodes.Status400BadRequest, "no-token", "The antiforgery token is missing or of another session: load the page again.");

    private static UploadProblem BrokenOff { get; } = new(
        StatusCodes.Status400BadRequest, "broken-off", "The upload ended before the file did: nothing of it was kept.");

    /// <summary>What a failure of an upload says to its sender; null for failures that are not the sender's.</summary>
    public static UploadProblem? Of(Exception failure)
        => failure switch
        {
            QueueFullException => new(StatusCodes.Status429TooManyRequests, "queue-full", failure.Message),
            UnreadableFileException { Code: "too-large" } => TooLarge,
            UnreadableFileException unreadable => new(StatusCodes.Status400BadRequest, unreadable.Code, unreadable.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
            BadHttpRequestException or InvalidDataException => BrokenOff,
            IOException { HResult: NoParticularFailure } => BrokenOff,
            _ => null,
        };

    public IResult ToResult(HttpContext context)
    {
        if (Status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return TypedResults.Problem(Detail, statusCode: Status, title: "The file was not taken in", extensions: new Dictionary<string, object?> { ["code"] = Code });
    }
}
