using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

/// <summary>Schedules in words, and through the form and back.</summary>
public sealed class CronTests
{
    [Theory]
    [InlineData("0 0/15 * * * ?", "toutes les 15 minutes", "every 15 minutes")]
    [InlineData("0 */5 * * * ?", "toutes les 5 minutes", "every 5 minutes")]
    [InlineData("0 0 * * * ?", "toutes les heures, à l’heure pile", "every hour, on the hour")]
    [InlineData("0 20 * * * ?", "toutes les heures, à la minute 20", "every hour, at minute 20")]
    [InlineData("0 0 0/6 * * ?", "toutes les 6 heures, à l’heure pile", "every 6 hours, on the hour")]
    [InlineData("0 7 0/6 * * ?", "toutes les 6 heures, à la minute 7", "every 6 hours, at minute 7")]
    [InlineData("0 17 2 * * ?", "chaque jour à 02:17", "every day at 02:17")]
    [InlineData("0 30 4 ? * MON", "chaque lundi à 04:30", "every Monday at 04:30")]
    [InlineData("0 30 4 ? * 2", "chaque mardi à 04:30", "every Tuesday at 04:30")]
    [InlineData("0 30 4 * * 0", "chaque dimanche à 04:30", "every Sunday at 04:30")]
    [InlineData("0 30 4 ? * 1-5", "du lundi au vendredi à 04:30", "Monday to Friday at 04:30")]
    [InlineData("0 30 4 ? * FRIL", "selon l’expression 0 30 4 ? * FRIL", "by the expression 0 30 4 ? * FRIL")]
    [InlineData("0 30 4 ? * SUN,MON,THU", "chaque lundi, jeudi et dimanche à 04:30", "every Monday, Thursday and Sunday at 04:30")]
    [InlineData("0 30 4 ? * MON-FRI", "du lundi au vendredi à 04:30", "Monday to Friday at 04:30")]
    [InlineData("0 15 5 1 * ?", "le 1er de chaque mois à 05:15", "on the 1st of each month at 05:15")]
    [InlineData("0 15 5 22 * ?", "le 22 de chaque mois à 05:15", "on the 22nd of each month at 05:15")]
    [InlineData("0 15 5 L * ?", "le dernier jour de chaque mois à 05:15", "on the last day of each month at 05:15")]
    [InlineData("0 0 3 ? * MON#1", "selon l’expression 0 0 3 ? * MON#1", "by the expression 0 0 3 ? * MON#1")]
    [InlineData("30 0 3 * * ?", "selon l’expression 30 0 3 * * ?", "by the expression 30 0 3 * * ?")]
    [InlineData("0 0/7 * * * ?", "selon l’expression 0 0/7 * * * ?", "by the expression 0 0/7 * * * ?")]
    public void Schedule_Read_IsToldInWordsAndWrittenBackAsTheSameTimes(string cron, string french, string english)
    {
        using var services = new ServiceCollection().AddLogging().AddOctoplusLocalization().AddSingleton(TimeProvider.System).AddSingleton<MessageText>().AddSingleton<JobText>().BuildServiceProvider();
        MapSample.Speak("fr-FR");
        Assert.Equal(french, services.GetRequiredService<JobText>().Schedule(cron));
        MapSample.Speak("en-GB");
        Assert.Equal(english, services.GetRequiredService<JobText>().Schedule(cron));

        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(CronSchedule.Parse(cron).Next(20, now), CronSchedule.Parse(CronForm.Of(cron).ToCron()).Next(20, now));
    }

    [Theory]
    [InlineData(CronKind.Minutes)]
    [InlineData(CronKind.Hours)]
    public void Steps_OfTheForm_AreReadBack(CronKind kind)
        => Assert.All(
            kind == CronKind.Minutes ? CronForm.MinuteSteps : CronForm.HourSteps,
            step => Assert.Equal((kind, step), (CronForm.Of(new CronForm { Kind = kind, Every = step }.ToCron()).Kind, CronForm.Of(new CronForm { Kind = kind, Every = step }.ToCron()).Every)));

    [Theory]
    [InlineData(null, CronProblem.Empty)]
    [InlineData("  ", CronProblem.Empty)]
    [InlineData("0 3 * * *", CronProblem.Fields)]
    [InlineData("0 0 3 * * ? 2030 1", CronProblem.Fields)]
    [InlineData("0,30 * * * * ?", CronProblem.TooOften)]
    [InlineData("0 0 3 31 2 ?", CronProblem.Never)]
    [InlineData("0 0 3 * * ? 2030", CronProblem.Fields)]
    [InlineData("0 99 3 * * ?", CronProblem.Unreadable)]
    [InlineData("0 0 3-25 * * ?", CronProblem.Unreadable)]
    [InlineData("61 0 3 * * ?", CronProblem.Unreadable)]
    [InlineData("0 0 3 * * 8", CronProblem.Unreadable)]
    [InlineData("0 H 3 * * ?", CronProblem.Unreadable)]
    [InlineData("0 0 3 ? * L", CronProblem.Unreadable)]
    [InlineData("0 0 3 * * MONDAYS-OR-SO", CronProblem.Unreadable)]
    public void Parse_OfWhatIsNoSchedule_SaysWhy(string? text, CronProblem problem)
        => Assert.Equal(problem, Assert.Throws<CronException>(() => CronSchedule.Parse(text)).Problem);

    [Fact]
    public void Parse_AboveTheRange_NamesTheFieldAndTheRange()
        => Assert.Contains("Minutes: Value must be a number between 0 and 59", Assert.Throws<CronException>(() => CronSchedule.Parse("0 99 3 * * ?")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_TooLong_SaysSo()
        => Assert.Equal(CronProblem.TooLong, Assert.Throws<CronException>(() => CronSchedule.Parse("0 " + new string('1', 200) + " 3 * * ?")).Problem);
}
