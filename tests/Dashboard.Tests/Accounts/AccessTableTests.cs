using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Octoplus.Dashboard.Tests.Accounts;

/// <summary>Each visitor at each route, with reading open and closed.</summary>
public sealed class AccessTableTests(AccountsProgram open, ClosedProgram closed) : IClassFixture<AccountsProgram>, IClassFixture<ClosedProgram>
{
    [Fact]
    public void Routes_AllOfTheProgram_AreInTheTable()
    {
        var routes = open.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(PatternOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(AccessTable.Rows.Select(r => r.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), routes);
    }

    [Fact]
    public void Methods_AllOfTheApi_AreInTheTable()
    {
        var methods = open.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => PatternOf(e).StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(m => $"{m} {PatternOf(e)}")).Order(StringComparer.Ordinal);
        Assert.Equal(
            AccessTable.Rows.Where(r => r.Route.StartsWith("/api/v1", StringComparison.Ordinal)).Select(r => $"{r.Method} {r.Route}").Order(StringComparer.Ordinal), methods);
    }

    [Fact]
    public void Pages_AllOfTheProgram_SayWhoMaySeeThem()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(t => t.IsDefined(typeof(RouteAttribute), inherit: false)).ToList();
        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.True(page.IsDefined(typeof(AuthorizeAttribute), inherit: true) || page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("viewer")]
    [InlineData("analyst")]
    [InlineData("admin")]
    [InlineData("bearer viewer")]
    [InlineData("bearer analyst")]
    [InlineData("bearer admin")]
    public async Task Routes_EachVisitor_ReachesWhatTheTableSaysAndNothingElse(string visitor)
    {
        foreach (var (program, isOpen) in new[] { (open, true), (closed, false) })
        {
            var wrong = new List<string>();
            using var client = await ClientAsync(program, visitor);
            foreach (var row in AccessTable.Rows.Concat(AccessTable.Others))
            {
                var address = row.Sample ?? row.Route;
                // Pages are for people: a token says nothing there.
                var isApi = address.StartsWith("/api/v1", StringComparison.Ordinal) || address.StartsWith("/api/openapi", StringComparison.Ordinal);
                var role = visitor.StartsWith("bearer ", StringComparison.Ordinal) ? isApi ? visitor["bearer ".Length..] : "anonymous" : visitor;
                using var request = new HttpRequestMessage(new HttpMethod(row.Method), new Uri(address, UriKind.Relative));
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var expected = IsAllowed(row.Access, role, isOpen) ? "allowed" : Refusal(role, row.Method, address, isApi);
                var found = Describe(answer);
                if (found != expected)
                {
                    wrong.Add($"{visitor}, {(isOpen ? "open" : "closed")}: {row.Method} {address}: {found} instead of {expected}");
                }
            }

            Assert.Empty(wrong);
        }
    }

    private static string PatternOf(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');

    private static Task<HttpClient> ClientAsync(AccountsProgram program, string visitor) => visitor switch
    {
        "anonymous" => Task.FromResult(program.Visitor()),
        _ when visitor.StartsWith("bearer ", StringComparison.Ordinal) => program.WithTokenAsync(visitor["bearer ".Length..]),
        _ => program.SignedInAsync(visitor),
    };

    private static bool IsAllowed(Access access, string role, bool isOpen) => access switch
    {
        Access.Open => true,
        Access.Read => isOpen || role != "anonymous",
        Access.Own => role != "anonymous",
        Access.Analyst => role is "analyst" or "admin",
        _ => role == "admin",
    };

    private static string Refusal(string role, string method, string address, bool isApi)
    {
        if (role != "anonymous")
        {
            return isApi ? "403 problem" : "403 page";
        }

        return isApi ? "401 Bearer problem" : method == "GET" && !address.StartsWith("/_blazor", StringComparison.Ordinal) ? "to sign-in" : "401 page";
    }

    private static string Describe(HttpResponseMessage answer)
    {
        var kind = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? "problem" : "page";
        return answer.StatusCode switch
        {
            HttpStatusCode.Redirect when answer.Headers.Location!.ToString().Contains("/connexion?retour=", StringComparison.Ordinal) => "to sign-in",
            HttpStatusCode.Unauthorized when answer.Headers.WwwAuthenticate.Count > 0 => $"401 {answer.Headers.WwwAuthenticate} {kind}",
            HttpStatusCode.Unauthorized => $"401 {kind}",
            HttpStatusCode.Forbidden => $"403 {kind}",
            HttpStatusCode.InternalServerError => "500",
            _ => "allowed",
        };
    }
}
