namespace Octoplus.Dashboard.Tests.Accounts;

/// <summary>Who may reach a route.</summary>
public enum Access
{
    /// <summary>Anyone, always.</summary>
    Open,

    /// <summary>Anyone where <c>Access:AnonymousRead</c> is on, else any role.</summary>
    Read,

    /// <summary>Anyone signed in.</summary>
    Own,

    /// <summary>Analysts and administrators.</summary>
    Analyst,

    /// <summary>Administrators.</summary>
    Admin,
}

/// <summary>Every route of the program with who may reach it: a new one must be added here.</summary>
internal static class AccessTable
{
    /// <param name="Sample">An address that the route matches; the route itself if it has no parameters.</param>
    public sealed record Row(string Route, Access Access, string? Sample = null, string Method = "GET");

    public static IReadOnlyList<Row> Rows { get; } =
    [
        // Pages
        new("/", Access.Read),
        new("/donnees", Access.Read),
        new("/groupes", Access.Read),
        new("/groupes/fichier", Access.Read),
        new("/introuvable", Access.Read),
        new("/previsions", Access.Read),
        new("/previsions/departements", Access.Read),
        new("/previsions/pointes", Access.Read),
        new("/previsions/registre", Access.Read),
        new("/qualite", Access.Read),
        new("/qualite.csv", Access.Read),
        new("/etat/{Code:int}", Access.Open, "/etat/404"),
        new("/connexion", Access.Open),
        new("/compte", Access.Own),
        new("/admin/utilisateurs", Access.Admin),
        new("/admin/audit", Access.Admin),
        new("/admin/avis", Access.Admin),
        new("/admin/imports", Access.Admin),
        new("/admin/imports/{Id:long}", Access.Admin, "/admin/imports/1"),
        new("/admin/imports/{Id:long}/profil", Access.Admin, "/admin/imports/1/profil"),
        new("/admin/sources", Access.Admin),
        new("/admin/sources/nouvelle", Access.Admin),
        new("/admin/sources/{Id:long}", Access.Admin, "/admin/sources/999"),
        new("/admin/sources/{Id:long}/modifier", Access.Admin, "/admin/sources/999/modifier"),
        new("/admin/hangfire/{**path}", Access.Admin, "/admin/hangfire"),
        new("/admin/hangfire/recurring/trigger", Access.Admin, Method: "POST"),
        new("/admin/taches", Access.Admin),
        new("/admin/taches/{Name}", Access.Admin, "/admin/taches/rebuild-views"),
        new("/admin/taches/{Name}/{RunId:long}", Access.Admin, "/admin/taches/rebuild-views/1"),
        new("/admin/sauvegardes", Access.Admin),
        new("/admin/previsions", Access.Admin),

        // Files and forms
        new("/admin/sauvegardes/fichiers/{name}", Access.Admin, "/admin/sauvegardes/fichiers/rien.tar.gz"),
        new("/export/carte.csv", Access.Read),
        new("/export/groupes.csv", Access.Read),
        new("/export/previsions.csv", Access.Read),
        new("/admin/audit.csv", Access.Admin),
        new("/admin/imports/fichiers", Access.Admin, Method: "POST"),
        new("/admin/imports/originaux/{vintageId:long}", Access.Admin, "/admin/imports/originaux/999"),
        new("/admin/imports/{id:long}/constats.csv", Access.Admin, "/admin/imports/999/constats.csv"),
        new("/langue/{code}", Access.Open, "/langue/en"),
        new("/deconnexion", Access.Own, Method: "POST"),
        new("/healthz", Access.Open),
        new("/readyz", Access.Open),

        // Programs
        new("/api/openapi/{documentName}.json", Access.Read, "/api/openapi/v1.json"),
        new("/api/v1/token", Access.Open, Method: "POST"),
        new("/api/v1/datasets", Access.Read),
        new("/api/v1/offences", Access.Read),
        new("/api/v1/indicators", Access.Read),
        new("/api/v1/territories", Access.Read, "/api/v1/territories?level=region"),
        new("/api/v1/counts", Access.Read),
        new("/api/v1/indicateurs", Access.Read, "/api/v1/indicateurs?departement=33"),

        new("/api/v1/series", Access.Read, "/api/v1/series?territory=31&measure=vols"),
        new("/api/v1/series/measures", Access.Read),
        new("/api/v1/clusters", Access.Read, "/api/v1/clusters?k=5"),
        new("/api/v1/forecasts", Access.Read, "/api/v1/forecasts?territory=31&measure=vols"),
        new("/api/v1/forecasts/metrics", Access.Analyst),
        new("/api/v1/forecasts/retrain", Access.Analyst, "/api/v1/forecasts/retrain?measure=rien", "POST"),
        new("/api/v1/boundaries", Access.Read),
        new("/api/v1/boundaries/{dataset}", Access.Read, "/api/v1/boundaries/contours-departements"),
        new("/api/v1/imports", Access.Admin),
        new("/api/v1/imports", Access.Admin, Method: "POST"),
        new("/api/v1/imports/{id:long}", Access.Admin, "/api/v1/imports/999"),
        new("/api/v1/imports/{id:long}/accept", Access.Admin, "/api/v1/imports/999/accept", "POST"),
        new("/api/v1/imports/{id:long}/refuse", Access.Admin, "/api/v1/imports/999/refuse", "POST"),
        new("/api/v1/vintages", Access.Admin),
        new("/api/v1/sources", Access.Admin),
        new("/api/v1/vintages/{id:long}/restore", Access.Admin, "/api/v1/vintages/999/restore", "POST"),
        new("/api/v1/datasets/{dataset}/undo", Access.Admin, "/api/v1/datasets/rien/undo", "POST"),
        new("/api/v1/datasets/{dataset}/redo", Access.Admin, "/api/v1/datasets/rien/redo", "POST"),
        new("/api/v1/jobs", Access.Admin),
        new("/api/v1/jobs/{name}/runs", Access.Admin, "/api/v1/jobs/rien/runs", "POST"),

        // Blazor
        new("/_blazor", Access.Read),
        new("/_blazor/negotiate", Access.Read, Method: "POST"),
        new("/_blazor/disconnect/", Access.Read, "/_blazor/disconnect", Method: "POST"),
        new("/_blazor/initializers/", Access.Read, "/_blazor/initializers"),
        new("/_framework/opaque-redirect", Access.Read),
    ];

    /// <summary>What is no route but a piece of the pipeline: the page of the API's description, and addresses that nothing answers.</summary>
    public static IReadOnlyList<Row> Others { get; } =
    [
        new("/api/index.html", Access.Read),
        new("/nulle-part", Access.Read),
        new("/api/v1/nulle-part", Access.Read),
    ];
}
