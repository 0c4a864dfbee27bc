namespace Octoplus.Tests;

/// <summary>
/// What a test needs from outside. Where it is absent the test is skipped, with the reason in the report, so the caller must be a
/// <c>[SkippableFact]</c> or <c>[SkippableTheory]</c>; the call may stand in the test, in the constructor or in <c>InitializeAsync</c>.
/// </summary>
internal static class Requires
{
    /// <returns>A connection string to a MariaDB server on which the test may create databases.</returns>
    public static string MariaDb() => Variable("OCTOPLUS_TEST_MYSQL", "no MariaDB: run ./test.sh, or set OCTOPLUS_TEST_MYSQL to a connection string");

    /// <returns>The path of the certificate, in PEM, that this server shows.</returns>
    public static string MariaDbCertificate() => Variable("OCTOPLUS_TEST_MYSQL_CA", "no certificate of MariaDB: run ./test.sh, or set OCTOPLUS_TEST_MYSQL_CA to a PEM file");

    /// <returns>The path of a chromium that runs headless.</returns>
    public static string Chromium() => Variable("OCTOPLUS_TEST_CHROMIUM", "no browser: run ./test.sh, or set OCTOPLUS_TEST_CHROMIUM to the path of a chromium");

    /// <param name="relativePath">As in the README of the data, for example <c>etat4001/liste-index.xlsx</c>.</param>
    /// <returns>The full path of the file.</returns>
    public static string RealFile(string relativePath)
    {
        var path = RealData.Folder is null ? null : Path.Combine(RealData.Folder, relativePath);
        Skip.If(path is null || !File.Exists(path), $"no {relativePath}: set OCTOPLUS_REAL_DATA to the folder of the published data");
        return path!;
    }

    private static string Variable(string name, string reason)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Skip.If(string.IsNullOrEmpty(value), reason);
        return value!;
    }
}
