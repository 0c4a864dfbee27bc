using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Where the groups come from and what to beware of: said under the map and on top of the export.</summary>
public sealed class GroupSource(IStringLocalizer<GroupTexts> texts, GroupScreen screen)
{
    /// <summary>Source and vintage, population where it is used, method, caveat.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            var panel = screen.Panel;
            var sentences = new List<string> { texts[panel.IsDemonstration ? "Source.Demonstration" : "Source", panel.Vintage] };
            if (panel.Choice.Features.Any(f => GroupFeature.TryParse(f) is { Kind: not GroupFeatureKind.Share }))
            {
                sentences.Add(texts["Source.Population"]);
            }

            sentences.Add(texts["Source.Method", panel.Clusters, panel.Analysis.Seed]);
            sentences.Add(texts["Source.Caveat"]);
            return sentences;
        }
    }
}
