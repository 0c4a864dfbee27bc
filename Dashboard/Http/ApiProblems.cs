using Microsoft.AspNetCore.Http.HttpResults;

namespace Octoplus.Dashboard.Http;

/// <summary>Answers to bad requests (RFC 9457): what was found, what was expected.</summary>
internal static class ApiProblems
{
    public static ProblemHttpResult UnknownLevel(string found)
        => Bad($"level is '{found}': expected country, region, department or service.");

    public static ProblemHttpResult Bad(string detail)
        => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Bad request");

    public static ProblemHttpResult NotFound(string detail)
        => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    public static ProblemHttpResult Conflict(string detail)
        => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Conflict");

    public static ProblemHttpResult NotReady()
        => TypedResults.Problem("No figures are served yet: see /readyz.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");

    public static ProblemHttpResult Forbidden(string detail)
        => TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, title: "Forbidden");

    public static ProblemHttpResult TooMany()
        => TypedResults.Problem("Too many requests: wait as long as Retry-After says, in seconds.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
}
