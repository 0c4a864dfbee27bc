using Microsoft.Extensions.Localization;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>What a source may accept without a person, in a sentence.</summary>
internal static class BoundsText
{
    public static string Of(IStringLocalizer<SourceTexts> texts, bool acceptsItself, SourceBounds bounds)
        => acceptsItself
            ? texts["Accepts.Within", Number(bounds.MaxTotalChangePercent), Number(bounds.MaxVanishedPercent), Number(bounds.MaxChangedPercent)]
            : texts["Accepts.Never"];

    private static string Number(double percent) => FigureText.Number(percent, percent == Math.Round(percent) ? 0 : 1);
}
