using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Octoplus.Core.Accounts;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Pages.GroupFiles;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Charts;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.GroupFiles;

public sealed class GroupFilePageTests : BunitContext, IDisposable
{
    private const string Good = "code;nom;vols;violences\na;Ain;1,5;2\nb;Aisne;3;4\n";

    private readonly TemporaryFolder _folder = new();
    private readonly List<(FeatureTable Table, ClusterAnalysisOptions Options)> _asked = [];
    private ClusterEngine _engine = (_, _, _, _) => ClusterSample.Analysis;

    public GroupFilePageTests()
    {
        MapSample.Speak("fr-FR");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddOptions<AccessOptions>();
        Services.AddOptions<IdentityOptions>();
        Services.AddPolicies().AddCascadingAuthenticationState();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody()).AddSingleton<IHttpContextAccessor>(new HttpContextAccessor());
        Services.AddSingleton(new UserQueries(Database.Create(new DatabaseOptions(), _folder.Path))).AddScoped<CurrentActor>();
        Services.AddSingleton<IWebHostEnvironment>(new Folders()).AddSingleton(TimeProvider.System).AddOctoplusLocalization();
        Services.AddSingleton(new GroupFileAnalyses((table, options, progress, token) =>
        {
            _asked.Add((table, options));
            return _engine(table, options, progress, token);
        }));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Page_NoFile_SaysWhatWillBeHere()
    {
        var page = Render<GroupFilePage>();
        Assert.Contains("Aucun fichier", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-testid=compute]").HasAttribute("disabled"));
        Assert.Contains("5 000 lignes, 50 critères", Plain(page.Find("#file-hint").TextContent), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public void File_Good_ShowsItsGroups()
    {
        var page = Render<GroupFilePage>();
        Upload(page, Good);

        page.WaitForElement("[data-testid=result]");
        var (table, options) = Assert.Single(_asked);
        Assert.Equal(["a", "b"], table.Ids);
        Assert.Equal(["vols", "violences"], table.Features);
        Assert.Equal((FeatureTransformation.None, FeatureScaling.ZScore, null, 1), (options.Transformation, options.Scaling, options.Clusters, options.Processors));
        Assert.Equal("3 groupes dans 5 lignes", Plain(page.Find("#result-title").TextContent));
        Assert.Equal(
            ["Colonnes de texte, laissées de côté : nom.", "Critères constants, laissés de côté parce qu’ils ne distinguent rien : constante."],
            page.FindAll("[data-testid=warning]").Select(w => Plain(w.TextContent)));
        Assert.StartsWith("3 groupes choisis ; 2 seraient suggérés.", Plain(page.Find("[data-testid=suggestion]").TextContent), StringComparison.Ordinal);
        Assert.Equal(["a, b", "d, c", "<e>"], page.FindAll("[data-testid=members]").Select(m => m.TextContent));
        Assert.Contains("très solide (0,90)", Plain(page.Find("[data-group='1']").TextContent), StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll("[data-testid=profile-bars]").Count);
        Assert.All((string[])["silhouette-chart", "projection-chart", "count-chart"], id => page.Find($"[data-testid={id}]"));
        Assert.Equal("Calcul terminé.", Plain(page.Find("[data-testid=status]").TextContent));
    }

    [Fact]
    public void File_Wrong_ListsWhatIsWrongByLineAndColumn()
    {
        var page = Render<GroupFilePage>();
        Upload(page, "code;vols\na;1,5\nb;\nc;douze\n");

        page.WaitForElement("[data-testid=problems]");
        Assert.Equal("Ce fichier ne peut pas être groupé : 2 défauts sont à corriger.", Plain(page.Find("[data-testid=problems] h2").TextContent));
        Assert.Equal(
            ["3", "vols", "(vide)", "Valeur manquante : complétez-la, ou retirez la ligne ou la colonne. Rien n’est deviné."],
            page.Find("[data-problem=missing-value]").Children.Select(c => Plain(c.TextContent)));
        Assert.Equal(["4", "vols", "douze"], page.Find("[data-problem=not-a-number]").Children.Take(3).Select(c => Plain(c.TextContent)));
        Assert.Empty(_asked);
    }

    [Fact]
    public void File_TooLarge_IsRefusedBeforeItIsRead()
    {
        var page = Render<GroupFilePage>();
        Upload(page, new string('x', (int)GroupFileAnalyses.Limits.MaxBytes + 1));
        Assert.Contains("plus de 2 Mo", Plain(page.WaitForElement("[data-problem=too-large]").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public void File_Hostile_IsOnlyText()
    {
        var page = Render<GroupFilePage>();
        Upload(page, "id,x\n<img src=x>,<script>alert(1)</script>\nb,1\n", "<b>.csv");
        page.WaitForElement("[data-testid=problems]");
        Assert.Empty(page.FindAll("script, img, b"));
    }

    [Theory]
    [InlineData(ClusterProblem.FewerRowsThanClusters, "2 lignes ne font pas 5 groupes")]
    [InlineData(ClusterProblem.FewerDifferentRowsThanClusters, "2 lignes différentes ne font pas 5 groupes")]
    [InlineData(ClusterProblem.BadValues, "ne conviennent pas à la transformation")]
    [InlineData(ClusterProblem.NothingVaries, "Tous les critères ont la même valeur")]
    [InlineData(ClusterProblem.MissingValues, "Des valeurs manquent")]
    public void Values_ThatCannotBeGrouped_AreToldWithTheirCells(ClusterProblem problem, string said)
    {
        _engine = (_, _, _, _) => throw new ClusterException(problem, "x") { Rows = 2, Clusters = 5, Cells = [.. Enumerable.Range(0, 60).Select(i => new MissingCell($"ligne {i}", "vols"))] };
        var page = Render<GroupFilePage>();
        Upload(page, Good);

        var refused = page.WaitForElement("[data-testid=refused]");
        Assert.Contains(said, Plain(refused.TextContent), StringComparison.Ordinal);
        Assert.Equal("ligne 0, colonne vols", Plain(refused.QuerySelector("li")!.TextContent));
        Assert.Equal("et 10 autres", Plain(refused.QuerySelectorAll("li")[50].TextContent));
    }

    [Fact]
    public async Task Work_Cancelled_KeepsTheFileForAnotherTry()
    {
        var begun = new TaskCompletionSource();
        _engine = (_, _, progress, token) =>
        {
            progress?.Report(0.5);
            begun.TrySetResult();
            token.WaitHandle.WaitOne();
            throw new OperationCanceledException(token);
        };
        var page = Render<GroupFilePage>();
        var upload = Task.Run(() => Upload(page, Good)); // which waits for the work
        await begun.Task;
        Assert.NotNull(page.WaitForElement("[data-testid=computing] progress"));

        await page.Find("[data-testid=cancel]").ClickAsync();
        await upload;

        Assert.Contains("Calcul annulé", page.WaitForElement("[data-testid=refused]").TextContent, StringComparison.Ordinal);
        _engine = (_, _, _, _) => ClusterSample.Analysis;
        await page.Find("[data-testid=refused] button").ClickAsync();
        Assert.NotNull(page.WaitForElement("[data-testid=result]"));
    }

    [Fact]
    public async Task Settings_Changed_GoIntoTheAddressAndCountAgain()
    {
        var page = Render<GroupFilePage>();
        Upload(page, Good);
        page.WaitForElement("[data-testid=result]");
        page.Find("[data-testid=transformation]").Change("Log");
        page.Find("[data-testid=scaling]").Change("Robust");
        page.Find("[data-testid=clusters]").Change("4");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal(2, _asked.Count));
        Assert.EndsWith("/groupes/fichier?transformation=log&echelle=robuste&k=4", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal((FeatureTransformation.Log, FeatureScaling.Robust, 4), (_asked[1].Options.Transformation, _asked[1].Options.Scaling, _asked[1].Options.Clusters));
    }

    [Fact]
    public void Example_FromTheAddress_IsReadAndThenLeftForAFile()
    {
        Navigation.NavigateTo("/groupes/fichier?exemple=dix-villes&echelle=aucune&k=3");
        var page = Render<GroupFilePage>();
        page.WaitForElement("[data-testid=result]");
        var (table, options) = Assert.Single(_asked);
        Assert.Equal(10, table.Ids.Count);
        Assert.Equal((FeatureScaling.None, 3), (options.Scaling, options.Clusters));

        Upload(page, Good);
        page.WaitForAssertion(() => Assert.Equal(2, _asked.Count));
        Assert.Equal(2, _asked[1].Table.Ids.Count);
        Assert.EndsWith("/groupes/fichier?echelle=aucune&k=3", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OnlyPrerendered_CountsNothing()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        Navigation.NavigateTo("/groupes/fichier?exemple=dix-villes&echelle=aucune&k=3");
        Assert.NotNull(Render<GroupFilePage>().Find("[data-testid=computing]"));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Download_Result_IsWrittenAsTheFileWas()
    {
        var save = JSInterop.SetupModule("octoplus/downloads");
        save.Mode = JSRuntimeMode.Loose;
        var page = Render<GroupFilePage>();
        Upload(page, Good, "mes chiffres.csv");
        page.WaitForElement("[data-testid=result]");
        await page.Find("[data-testid=download]").ClickAsync();

        var call = Assert.Single(save.Invocations["save"]);
        Assert.Equal("mes chiffres-groupes.csv", call.Arguments[0]);
    }

    [Fact]
    public void Page_InEnglish_SpeaksIt()
    {
        MapSample.Speak("en-GB");
        Assert.Equal("Group a file", Render<GroupFilePage>().Find("h1").TextContent);
    }

    private static void Upload(IRenderedComponent<GroupFilePage> page, string text, string name = "essai.csv")
        => page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));

    private static string Plain(string text) => MapNarrationTests.Plain(text).Trim();

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    private sealed class Folders : IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = Path.Combine(Repository.Root, "wwwroot");

        public IFileProvider WebRootFileProvider { get; set; } = new PhysicalFileProvider(Path.Combine(Repository.Root, "wwwroot"));

        public string ApplicationName { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = Repository.Root;

        public string EnvironmentName { get; set; } = "Testing";
    }
}
