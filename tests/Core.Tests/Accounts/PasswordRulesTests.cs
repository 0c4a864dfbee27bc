using Octoplus.Core.Accounts;

namespace Octoplus.Core.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("cheval agrafe pile")]
    [InlineData("lampe7nuage!")]
    [InlineData("éàçùôîêë ñß日本")]
    [InlineData("vélo rouge sous la pluie fine")]
    [InlineData("k3v9m-qx8tz")] // 11 random characters and a hyphen
    public void Check_LongAndUncommon_IsAllowed(string password) => Assert.Null(PasswordRules.Check(password.PadRight(12, 'é'), "dupont"));

    [Theory]
    [InlineData("", PasswordDefect.TooShort)]
    [InlineData("agrafe pile", PasswordDefect.TooShort)]
    [InlineData("motdepasse2024", PasswordDefect.Common)]
    [InlineData("Motdepasse!!!", PasswordDefect.Common)]
    [InlineData("P@ssw0rd2024!", PasswordDefect.Common)]
    [InlineData("!!!azertyuiop", PasswordDefect.Repetitive)]
    [InlineData("SoleilSoleil1", PasswordDefect.Common)]
    [InlineData("passwordadmin", PasswordDefect.Common)]
    [InlineData("Février202026", PasswordDefect.Common)]
    [InlineData("1q2w3e4r5t6y", PasswordDefect.Common)]
    [InlineData("correcthorsebatterystaple", PasswordDefect.Common)]
    [InlineData("Octoplus-2026", PasswordDefect.HoldsName)]
    [InlineData("0ct0plus rouge", PasswordDefect.HoldsName)]
    [InlineData("chez DUPONT bleu", PasswordDefect.HoldsName)]
    [InlineData("chez dup0nt bleu", PasswordDefect.HoldsName)]
    [InlineData("aaaaaaaaaaaa", PasswordDefect.Repetitive)]
    [InlineData("abcdabcdabcd", PasswordDefect.Repetitive)]
    [InlineData("kvtqzpkvtqzp", PasswordDefect.Repetitive)]
    [InlineData("abcdefghijkl", PasswordDefect.Repetitive)]
    [InlineData("987654321098", PasswordDefect.Repetitive)]
    [InlineData("azertyqsdfgh", PasswordDefect.Repetitive)]
    public void Check_ShortCommonNamedOrRepetitive_SaysWhich(string password, PasswordDefect expected)
        => Assert.Equal(expected, PasswordRules.Check(password, "dupont"));

    [Fact]
    public void Check_Length_IsBoundedOnBothSides()
    {
        var long128 = string.Concat(Enumerable.Range(0, 32).Select(i => $"{(char)('a' + (i * 7 % 26))}{i % 10}zk"));
        Assert.Equal(128, long128.Length);
        Assert.Null(PasswordRules.Check(long128, "dupont"));
        Assert.Equal(PasswordDefect.TooLong, PasswordRules.Check(long128 + "x", "dupont"));
    }

    [Fact]
    public void Check_NameOfTwoLetters_DoesNotForbidThem() => Assert.Null(PasswordRules.Check("cheval agrafe pile", "al"));

    [Fact]
    public void Make_OneTimePasswords_AreAllowedAndDiffer()
    {
        var made = Enumerable.Range(0, 200).Select(_ => OneTimePassword.Make()).ToList();
        Assert.Equal(200, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, password => Assert.Null(PasswordRules.Check(password, "admin")));
    }

    [Theory]
    [InlineData("ada", true)]
    [InlineData("zoé.martin@police-33", true)]
    [InlineData("a", false)]
    [InlineData(".ada", false)]
    [InlineData("ada\n", false)]
    [InlineData("ada lovelace", false)]
    [InlineData("<b>ada</b>", false)]
    [InlineData("=ada", false)]
    public void IsValid_Name_LettersDigitsAndFewSigns(string name, bool expected) => Assert.Equal(expected, UserNames.IsValid(name));

    [Fact]
    public void Key_HalfASurrogatePair_IsNobody() => Assert.Equal("", UserNames.Key("\ud800"));
}
