using System.Data;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>
/// How the columns of a query become the members of a record, everywhere: <c>file_name</c> fills <c>FileName</c>, numbers take the width of
/// the member, texts such as <c>succeeded</c> become values of enumerations, and texts of instants <see cref="DateTimeOffset"/>. A record with
/// a parameterless constructor takes its columns in any order; a positional one in the order of its constructor, all of them. A tuple goes by
/// place alone.
/// </summary>
internal static class ColumnMapping
{
    /// <summary>Tells Dapper; once for the process.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.TypeMapProvider = type => new NamedColumns(type);

        // Dapper asks a handler about a parameter only where it knows no type of the database for it.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new InstantHandler());
    }

    private static bool IsNamed(ParameterInfo parameter, string column)
        => string.Equals(parameter.Name, column.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>Chooses a constructor by the names of the columns alone: SQLite calls every number long or double, whatever the record has.</summary>
    private sealed class NamedColumns(Type type) : SqlMapper.ITypeMap
    {
        private readonly DefaultTypeMap _members = new(type);

        public ConstructorInfo? FindConstructor(string[] names, Type[] types)
            => Array.Find(
                type.GetConstructors(),
                c => c.GetParameters() is { Length: > 0 } parameters && parameters.Length == names.Length && parameters.Zip(names).All(p => IsNamed(p.First, p.Second)))
                ?? _members.FindConstructor(names, types);

        public ConstructorInfo? FindExplicitConstructor() => _members.FindExplicitConstructor();

        public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName)
            => Array.Find(constructor.GetParameters(), p => IsNamed(p, columnName)) is { Name: { } name } ? _members.GetConstructorParameter(constructor, name) : null;

        public SqlMapper.IMemberMap? GetMember(string columnName) => _members.GetMember(columnName);
    }

    /// <summary>Instants are texts in the database, see <see cref="Instant"/>. Of a query of one column it is asked about nulls too.</summary>
    private sealed class InstantHandler : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) => value is DBNull ? null : Instant.At(Convert.ToString(value, CultureInfo.InvariantCulture)!);

        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is DateTimeOffset instant ? Instant.Of(instant) : DBNull.Value;
        }
    }
}
