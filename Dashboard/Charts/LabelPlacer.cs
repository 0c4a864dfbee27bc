namespace Octoplus.Dashboard.Charts;

/// <summary>Keeps labels apart: a label is placed only where it lies on no other and within the picture.</summary>
/// <param name="width">Of the picture as it is on a narrow screen, pixels: what fits there fits anywhere.</param>
internal sealed class LabelPlacer(double width, double height)
{
    private const double LetterWidth = 6.3;
    private const double LineHeight = 14;

    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    /// <summary>Takes the room of something that no label may cover.</summary>
    public void Block(double x, double y, double radius) => _taken.Add(((x * width) - radius, (y * height) - radius, (x * width) + radius, (y * height) + radius));

    /// <summary>Tries right of a point, then left of it.</summary>
    /// <param name="x">Share of the width.</param>
    /// <param name="y">Share of the height.</param>
    /// <param name="gap">Between the point and its label, pixels.</param>
    /// <returns>Whether it ends at the point, instead of beginning there; null where there is no room.</returns>
    public bool? Place(double x, double y, double gap, string text)
    {
        foreach (var endsThere in (bool[])[false, true])
        {
            var (length, middle) = (text.Length * LetterWidth, y * height);
            var left = (x * width) + (endsThere ? -gap - length : gap);
            var box = (Left: left, Top: middle - (LineHeight / 2), Right: left + length, Bottom: middle + (LineHeight / 2));
            if (box.Left >= 0 && box.Right <= width && box.Top >= 0 && box.Bottom <= height
                && !_taken.Exists(t => t.Left < box.Right && t.Right > box.Left && t.Top < box.Bottom && t.Bottom > box.Top))
            {
                _taken.Add(box);
                return endsThere;
            }
        }

        return null;
    }
}
