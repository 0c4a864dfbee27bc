using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>What stands in the fields of the form, as texts; a source only once it can be read as one.</summary>
internal sealed class SourceForm
{
    private static readonly char[] _columnEnds = ['\n', '\r', ','];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public SourceKind Kind { get; set; } = SourceKind.File;

    public bool IsOn { get; set; } = true;

    public bool AcceptsItself { get; set; } = true;

    public QueryEngine Engine { get; set; } = QueryEngine.Sqlite;

    /// <summary>Text of a field, by the name that problems use.</summary>
    public string this[string field]
    {
        get => _values.GetValueOrDefault(field, "");
        set => _values[field] = value;
    }

    /// <summary>A form for a source of one's own.</summary>
    /// <param name="folder">A folder that may be read, as an example.</param>
    public static SourceForm New(string folder)
    {
        var form = new SourceForm { ["schedule"] = "0 30 5 * * ?", ["folder"] = folder };
        form.Fill(new SourceBounds());
        form.Fill(new FolderSettings());
        form.Fill(ApiSettings.OpenDataSoft);
        form.Fill(new QuerySettings());
        return form;
    }

    /// <summary>A form for a source that is there.</summary>
    public static SourceForm Of(Source source)
    {
        var form = New("");
        (form.Kind, form.IsOn, form.AcceptsItself) = (source.Kind, source.IsOn, source.AcceptsItself);
        (form["name"], form[form.AddressField], form["schedule"], form["profile"]) = (source.Name, source.Address, source.Schedule, source.Profile ?? "");
        form.Fill(source.Bounds);
        switch (source.Kind)
        {
            case SourceKind.Folder:
                form.Fill(KindSettings.Parse<FolderSettings>(source.Settings));
                break;
            case SourceKind.Api:
                form.Fill(KindSettings.Parse<ApiSettings>(source.Settings));
                break;
            case SourceKind.Query:
                form.Fill(KindSettings.Parse<QuerySettings>(source.Settings));
                form[form.AddressField] = source.Address;
                break;
            default:
                form.Fill(WebSourceSettings.Parse(source.Settings));
                break;
        }

        return form;
    }

    /// <summary>Each kind keeps an address of its own while someone looks at the others.</summary>
    public string AddressField => Kind switch
    {
        SourceKind.Folder => "folder",
        SourceKind.Query => Engine == QueryEngine.Sqlite ? "database" : "connection",
        _ => "address",
    };

    public void Fill(ApiSettings settings)
    {
        (this["rows"], this["total"], this["limit"], this["offset"], this["next"]) = (settings.Rows, settings.Total, settings.Limit, settings.Offset, settings.Next);
        (this["pageSize"], this["maxRows"], this["maxPages"]) = (Number(settings.PageSize), Number(settings.MaxRows), Number(settings.MaxPages));
        (this["columns"], this["secretHeader"], this["secret"]) = (string.Join('\n', settings.Columns), settings.SecretHeader, settings.Secret);
    }

    /// <summary>The source that the form describes, and which fields cannot be read; the rules of sources are asked besides.</summary>
    public (SourceDraft Draft, IReadOnlyList<SettingProblem> Problems) Read()
    {
        var problems = new List<SettingProblem>();
        var draft = new SourceDraft
        {
            Name = this["name"].Trim(),
            Kind = Kind,
            Address = this[AddressField].Trim(),
            Settings = Kind switch
            {
                SourceKind.Folder => KindSettings.ToJson(new FolderSettings { Pattern = this["pattern"].Trim(), SettleSeconds = Whole("settleSeconds", problems) }),
                SourceKind.Api => KindSettings.ToJson(Api(problems)),
                SourceKind.Query => KindSettings.ToJson(new QuerySettings
                {
                    Engine = Engine, Sql = this["sql"].Trim(), MaxRows = Whole("queryMaxRows", problems), TimeoutSeconds = Whole("timeoutSeconds", problems),
                }),
                _ => Web().ToJson(),
            },
            Profile = this["profile"].Length == 0 ? null : this["profile"],
            Schedule = this["schedule"].Trim(),
            IsOn = IsOn,
            AcceptsItself = AcceptsItself,
            Bounds = new SourceBounds(Percent("maxTotalChange", problems), Percent("maxVanished", problems), Percent("maxChanged", problems)),
        };
        return (draft, problems);
    }

    // What another kind has no place for is left out.
    private WebSourceSettings Web() => Kind == SourceKind.Dataset
        ? new WebSourceSettings { Page = Given("page"), Dataset = Given("dataset"), Resource = Given("resource"), Match = Given("match"), Format = Given("format") }
        : new WebSourceSettings { Page = Given("page"), Link = Given("link") };

    private string? Given(string field) => this[field].Trim() is { Length: > 0 } text ? text : null;

    private ApiSettings Api(List<SettingProblem> problems) => new()
    {
        Rows = this["rows"].Trim(),
        Total = this["total"].Trim(),
        Limit = this["limit"].Trim(),
        Offset = this["offset"].Trim(),
        Next = this["next"].Trim(),
        PageSize = Whole("pageSize", problems),
        MaxRows = Whole("maxRows", problems),
        MaxPages = Whole("maxPages", problems),
        Columns = [.. this["columns"].Split(_columnEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        SecretHeader = this["secretHeader"].Trim(),
        Secret = this["secret"].Trim(),
    };

    private void Fill(WebSourceSettings settings)
    {
        (this["page"], this["link"], this["dataset"]) = (settings.Page ?? "", settings.Link ?? "", settings.Dataset ?? "");
        (this["resource"], this["match"], this["format"]) = (settings.Resource ?? "", settings.Match ?? "", settings.Format ?? "");
    }

    private void Fill(SourceBounds bounds)
        => (this["maxTotalChange"], this["maxVanished"], this["maxChanged"])
            = (Number(bounds.MaxTotalChangePercent), Number(bounds.MaxVanishedPercent), Number(bounds.MaxChangedPercent));

    private void Fill(FolderSettings settings) => (this["pattern"], this["settleSeconds"]) = (settings.Pattern, Number(settings.SettleSeconds));

    private void Fill(QuerySettings settings)
        => (Engine, this["sql"], this["queryMaxRows"], this["timeoutSeconds"]) = (settings.Engine, settings.Sql, Number(settings.MaxRows), Number(settings.TimeoutSeconds));

    private int Whole(string field, List<SettingProblem> problems)
    {
        if (int.TryParse(this[field].Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new SettingProblem(field, Message.Of("source.setting.whole-number")));
        return 1;
    }

    private double Percent(string field, List<SettingProblem> problems)
    {
        if (double.TryParse(this[field].Trim(' ', '%', '\u00A0').Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new SettingProblem(field, Message.Of("source.setting.percent")));
        return 0;
    }

    private static string Number(double number) => number.ToString("0.######", CultureInfo.CurrentCulture);
}
