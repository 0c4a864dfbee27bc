using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>Guesses a profile from the header and the first rows of a table: a start for the administrator, never used unseen.</summary>
public static class ProfileSuggestion
{
    private const int MaxRows = 200;
    private const double MostShare = 0.9;
    private const double NamedShare = 0.5;

    private static readonly PeriodGrain[] _grains = [PeriodGrain.Year, PeriodGrain.Quarter, PeriodGrain.Month, PeriodGrain.Week, PeriodGrain.Day];

    private static readonly HashSet<string> _territoryWords = ["TERRITOIRE", "TERRITORY", "DEPARTEMENT", "DEPARTMENT", "DEP", "DPT", "REGION", "REG", "COMMUNE", "CODGEO", "INSEE", "ZONE", "SECTEUR", "DISTRICT", "ARRONDISSEMENT", "COMMISSARIAT", "CODE"];
    private static readonly HashSet<string> _measureWords = ["INDICATEUR", "INDICATOR", "MESURE", "MEASURE", "TYPE", "CATEGORIE", "CATEGORY", "CLASSE", "INDEX", "INFRACTION", "OFFENCE", "NATURE", "VARIABLE"];
    private static readonly HashSet<string> _periodWords = ["PERIODE", "PERIOD", "DATE", "ANNEE", "AN", "YEAR", "TRIMESTRE", "QUARTER", "MOIS", "MONTH", "SEMAINE", "WEEK", "JOUR", "DAY", "HORODATAGE", "TIMESTAMP"];
    private static readonly HashSet<string> _valueWords = ["VALEUR", "VALUE", "NOMBRE", "NB", "N", "COUNT", "FAITS", "TOTAL", "EFFECTIF", "TAUX", "RATE"];
    private static readonly HashSet<string> _nameWords = ["NOM", "PRENOM", "NAME", "FIRSTNAME", "LASTNAME", "SURNAME", "VICTIME", "VICTIM", "ADRESSE", "ADDRESS", "TELEPHONE", "TEL", "PHONE", "EMAIL", "MAIL", "COURRIEL", "NAISSANCE", "BIRTH", "IP", "COMMENTAIRE", "OBSERVATIONS"];
    private static readonly HashSet<string> _keyWords = ["NIR", "MATRICULE", "PLAQUE", "IMMATRICULATION", "IDENTIFIANT", "IDENTIFIER", "ID", "DOSSIER", "PROCEDURE"];

    /// <summary>A profile for a file; it may have <see cref="ImportProfile.Problems"/> that only a person can settle.</summary>
    /// <param name="name">Such as the name of the file.</param>
    /// <exception cref="UnreadableFileException">No delimited text, or broken in the first rows.</exception>
    public static ImportProfile For(FileProbe file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var table = ProfileTable.Open(file, null, null);
        var columns = ReadColumns(table);
        var (numbers, dates) = LanguageOf(columns, table.Separator);
        var roles = columns.Select(c => IsPersonal(c)).ToArray();
        var shape = TableShape.Long;
        var grain = GrainOfHeader(columns, roles, dates);
        if (grain is { } wide)
        {
            shape = TableShape.WidePeriods;
            foreach (var column in columns.Where(c => PeriodText.Parse(c.Header, wide, dates) is not null))
            {
                roles[column.Index] = ColumnRole.Value;
            }
        }
        else if (Best(columns, roles, c => PeriodScore(c, dates)) is { } period)
        {
            roles[period.Index] = ColumnRole.Period;
            grain = GrainOf(period, dates);
        }

        if (Best(columns, roles, TerritoryScore) is { } territory)
        {
            roles[territory.Index] = ColumnRole.Territory;
        }

        if (Best(columns, roles, c => MeasureScore(c, numbers)) is { } measure)
        {
            roles[measure.Index] = ColumnRole.Measure;
        }

        if (shape == TableShape.Long)
        {
            shape = MarkValues(columns, roles, numbers);
        }

        var hasValues = roles.Contains(ColumnRole.Value);
        var title = name.Length > StoredProfile.MaxName ? name[..StoredProfile.MaxName] : name;
        return new ImportProfile
        {
            Slug = SlugOf(name),
            Name = title,
            Shape = shape,
            Columns = [.. columns.Select(c => new ProfileColumn(c.Header, roles[c.Index]))],
            Grain = grain ?? PeriodGrain.Month,
            Numbers = numbers,
            Dates = dates,
            Values = hasValues ? ValueRule.Single : ValueRule.CountRows,
            HasDepartmentCodes = Array.IndexOf(roles, ColumnRole.Territory) is >= 0 and var at && IsMostly(columns[at], t => ProfileCells.Territory(t, isDepartment: true).Code is not null),
            FixedTerritory = roles.Contains(ColumnRole.Territory) ? null : "FR",
            FixedMeasure = shape == TableShape.WideMeasures || roles.Contains(ColumnRole.Measure) ? null : ValueName(columns, roles, shape) ?? title,
        };
    }

    private static List<Column> ReadColumns(ProfileTable table)
    {
        var columns = table.Header.Select((h, i) => new Column(i, h, [])).ToList();
        for (var row = 0; row < MaxRows && table.Read(); row++)
        {
            for (var i = 0; i < Math.Min(table.FieldCount, columns.Count); i++)
            {
                if (table.Cell(i) is { Length: > 0 } text)
                {
                    columns[i].Texts.Add(text);
                }
            }
        }

        return columns;
    }

    private static (WrittenIn Numbers, WrittenIn Dates) LanguageOf(List<Column> columns, char separator)
    {
        var texts = columns.SelectMany(c => c.Texts).ToList();
        var commas = texts.Count(t => t.Contains(',', StringComparison.Ordinal) && NumberText.TryParse(t, WrittenIn.French, out _));
        var points = texts.Count(t => t.Contains('.', StringComparison.Ordinal) && NumberText.TryParse(t, WrittenIn.English, out _));
        var monthFirst = texts.Count(t => PeriodText.Read(t, WrittenIn.English) is not null && PeriodText.Read(t, WrittenIn.French) is null);
        var dayFirst = texts.Count(t => PeriodText.Read(t, WrittenIn.French) is not null && PeriodText.Read(t, WrittenIn.English) is null);
        return (points > commas || (points == commas && separator == ',') ? WrittenIn.English : WrittenIn.French, monthFirst > dayFirst ? WrittenIn.English : WrittenIn.French);
    }

    private static ColumnRole IsPersonal(Column column)
    {
        var words = Words(column);
        return IsMostly(column, t => t.Contains('@', StringComparison.Ordinal)) || (words.Exists(_nameWords.Contains) && !words.Exists(w => w != "CODE" && _territoryWords.Contains(w))) ? ColumnRole.Dropped
            : words.Exists(_keyWords.Contains) && !IsRepeated(column) ? ColumnRole.Hashed
            : ColumnRole.Ignored;
    }

    private static PeriodGrain? GrainOfHeader(List<Column> columns, ColumnRole[] roles, WrittenIn dates)
    {
        var named = columns.Where(c => roles[c.Index] == ColumnRole.Ignored).Select(c => PeriodText.Read(c.Header, dates)?.Grain).OfType<PeriodGrain>().ToList();
        return named.Count >= 2 && named.Count >= columns.Count / 2 && named.Distinct().Count() == 1 ? named[0] : null;
    }

    private static PeriodGrain? GrainOf(Column column, WrittenIn dates)
        => column.Texts.Select(t => PeriodText.Read(t, dates)?.Grain).OfType<PeriodGrain>().CountBy(g => g).OrderByDescending(g => g.Value).Select(g => (PeriodGrain?)g.Key).FirstOrDefault();

    // Two digits alone may be anything: only the header can say that they are years.
    private static double PeriodScore(Column column, WrittenIn dates)
        => !_grains.Any(g => IsMostly(column, t => PeriodText.Parse(t, g, dates) is not null)) ? 0
            : (2 * Score(column, _periodWords)) + (column.Texts.TrueForAll(t => t.All(char.IsAsciiDigit) && t.Length < 6) ? 0 : 1);

    private static double TerritoryScore(Column column)
        => Score(column, _territoryWords) + (Words(column).Contains("CODE") ? 0.5 : 0) + (IsMostly(column, t => ProfileCells.Territory(t, isDepartment: true).Code is not null && t.Length <= 3) ? 0.4 : 0);

    // Named so; else a text that comes back row after row, as the names of series do.
    private static double MeasureScore(Column column, WrittenIn numbers)
        => IsMostly(column, t => NumberText.TryParse(t, numbers, out _)) ? 0 : Score(column, _measureWords) + (IsRepeated(column) ? 0.5 : 0);

    private static bool IsRepeated(Column column) => column.Texts.Count > 0 && column.Texts.Distinct(StringComparer.Ordinal).Count() <= column.Texts.Count / 2;

    private static TableShape MarkValues(List<Column> columns, ColumnRole[] roles, WrittenIn numbers)
    {
        var values = columns.Where(c => roles[c.Index] == ColumnRole.Ignored && c.Texts.Count > 0 && IsNumber(c, numbers)).ToList();
        if (values.Count > 1 && !roles.Contains(ColumnRole.Measure))
        {
            values.ForEach(c => roles[c.Index] = ColumnRole.Value);
            return TableShape.WideMeasures;
        }

        if (values.MaxBy(c => Score(c, _valueWords)) is { } value)
        {
            roles[value.Index] = ColumnRole.Value;
        }

        return TableShape.Long;
    }

    // A column that is named as one of values may hold a slip or two.
    private static bool IsNumber(Column column, WrittenIn numbers)
        => column.Texts.Count(t => NumberText.TryParse(t, numbers, out _)) >= (Score(column, _valueWords) > 0 ? NamedShare : MostShare) * column.Texts.Count;

    private static Column? Best(List<Column> columns, ColumnRole[] roles, Func<Column, double> score)
        => columns.Where(c => roles[c.Index] == ColumnRole.Ignored && score(c) > 0).MaxBy(score);

    private static string? ValueName(List<Column> columns, ColumnRole[] roles, TableShape shape)
        => shape == TableShape.Long && columns.Find(c => roles[c.Index] == ColumnRole.Value) is { } value && ProfileCells.MeasureKey(value.Header) is not null ? value.Header : null;

    private static double Score(Column column, HashSet<string> words) => Words(column).Exists(words.Contains) ? 1 : 0;

    private static bool IsMostly(Column column, Predicate<string> holds)
        => column.Texts.Count > 0 && column.Texts.Count(t => holds(t)) >= MostShare * column.Texts.Count;

    private static List<string> Words(Column column) => [.. TextKey.Of(column.Header).Split(' ')];

    private static string SlugOf(string name)
    {
        var key = new string([.. TextKey.Of(Path.GetFileNameWithoutExtension(name)).ToLowerInvariant().Replace(' ', '-').Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')]);
        key = string.Join('-', key.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return key.Length == 0 ? "table" : key.Length > StoredProfile.MaxSlug ? key[..StoredProfile.MaxSlug].Trim('-') : key;
    }

    private sealed record Column(int Index, string Header, List<string> Texts);
}
