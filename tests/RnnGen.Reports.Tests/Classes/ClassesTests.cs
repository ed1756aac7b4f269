using System;
using System.Linq;
using Xunit;

namespace RnnGen.Reports.Tests;

public sealed class ClassesTests
{
    private static readonly string[] Classes = ["a", "b", "c"];

    [Fact]
    public void PredictionsAreCounted()
    {
        // Rows: a read as a, a read as b, b read as b (the first of equals), c read as a.
        ConfusionMatrix matrix = ConfusionMatrix.Of(Classes, [3, 1, 0, 0, 2, 1, -1, 0, 0, 5, float.NegativeInfinity, 0], [0, 0, 1, 2]);
        Assert.Equal([1, 1, 0, 0, 1, 0, 1, 0, 0], Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3]));
        Assert.Equal((4, 2, 0.5), (matrix.Total, matrix.Right, matrix.Accuracy));
        Assert.Equal((0.5, 1, 0), (matrix.Recall(0), matrix.Recall(1), matrix.Recall(2)));
        Assert.Equal((0.5, 0.5, double.NaN), (matrix.Precision(0), matrix.Precision(1), matrix.Precision(2)));
        Assert.Equal((2, 2, 0), (matrix.Examples(0), matrix.Predictions(0), matrix.Predictions(2)));
    }

    [Fact]
    public void TheTableHasCountsRecallAndPrecision()
    {
        ConfusionMatrix matrix = new(Classes, [90, 10, 0, 0, 50, 0, 0, 25, 25]);
        string html = HtmlReport.ToHtml(new TrainingReport { Title = "classes", ConfusionMatrices = [matrix] });
        Assert.Contains("165 of 200 right (0.8250)", html);
        Assert.Contains("title=\"c read as b: 25 of 50\">25</td>", html);
        Assert.Contains("<td class=\"total\">100</td><td class=\"total\">0.9000</td>", html);
        Assert.Contains("<th scope=\"row\">precision</th><td>1.0000</td><td>0.5882</td><td>1.0000</td>", html);
        Assert.Contains("class=\"hit\" style=\"--part:0.9\"", html);
        Assert.Contains("class=\"miss\" style=\"--part:0.707\"", html);
    }

    [Fact]
    public void OfManyClassesThoseWithMistakesAreShown()
    {
        const int Count = 60;
        long[] counts = new long[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            counts[(i * Count) + i] = 5;
        }

        counts[(57 * Count) + 3] = 2;
        string html = HtmlReport.ToHtml(new TrainingReport
        {
            Title = "many",
            ConfusionMatrices = [new ConfusionMatrix([.. Enumerable.Range(0, Count).Select(i => $"class{i}")], counts)],
        });
        Assert.Contains("Of 60 classes the 40 with the most mistakes are shown", html);
        Assert.Contains("class57 read as class3: 2 of 7", html);
        Assert.Contains("300 of 302 right", html);
        Assert.DoesNotContain("class56", html);
    }

    [Fact]
    public void TheMostWrongComeFirst()
    {
        // Row 0 is right. Of the others row 2 gives its label least, e^-9 / (1 + e^-9 + e^-9); row 3 has no number at all.
        float[] logits = [5, 0, 0, 1, 0, 0, 9, 0, 0, float.NaN, 0, 0];
        MisreadImage[] images =
        [
            .. MisreadImage.MostWrong(Classes, logits, [0, 1, 2, 1], 2, index => new float[] { index, 0, 0, 0 }, count: 2),
        ];
        Assert.Equal([3, 2], images.Select(image => image.Index));
        Assert.True(double.IsNaN(images[0].LabelProbability));
        Assert.Equal(("c", "a"), (images[1].Label, images[1].Prediction));
        double e = Math.Exp(-9);
        Assert.Equal(e / (1 + e + e), images[1].LabelProbability, 1e-12);
        Assert.Equal(1 / (1 + e + e), images[1].PredictionProbability, 1e-12);
        Assert.Equal((2, 2, 2f), (images[1].Width, images[1].Height, images[1].Pixels[0]));
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        Assert.StartsWith(
            "2 labels of 3 classes need 6 scores; there are 5.", Message(() => ConfusionMatrix.Of(Classes, new float[5], [0, 1])));
        Assert.StartsWith("Label 1 is 3; it must be between 0 and 2.", Message(() => ConfusionMatrix.Of(Classes, new float[6], [0, 3])));
        Assert.StartsWith(
            "3 classes need 9 counts and at least one; there are 8.", Message(() => new ConfusionMatrix(Classes, new long[8])));
        Assert.StartsWith(
            "Count 4 is -1; it must be at least 0.", Message(() => new ConfusionMatrix(Classes, [0, 0, 0, 0, -1, 0, 0, 0, 0])));
        Assert.StartsWith(
            "'h' has 5 values, which are not one or more steps of 2 units.", Message(() => new StateMap("h", 2, new float[5])));
        Assert.StartsWith(
            "2 labels of 3 classes need 6 scores", Message(() => MisreadImage.MostWrong(Classes, new float[4], [0, 1], 2, _ => default)));

        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    [Fact]
    public void AStateMapIsOneRowOfTheTrace()
    {
        StateMap map = StateMap.Of(ExampleReport.Tensor("lstm0/h", 3, 8), 1);
        Assert.Equal(("lstm0/h", 3, 8), (map.Name, map.Steps, map.Units));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => ExampleReport.Value(i / 8, i % 8)), map.Values.ToArray());
    }

    [Fact]
    public void ALargeMapKeepsWhatIsFarthestFromZero()
    {
        float[] values = new float[1200 * 3];
        (values[(700 * 3) + 1], values[(701 * 3) + 1], values[(702 * 3) + 2]) = (-2, 1, float.NaN);
        StateMap map = new("h", 3, values);
        PictureData picture = PictureBuilder.Diverging(map, PictureBuilder.Limit(map));
        Assert.Equal((3, 400, 3, 1, 2.0), (picture.Width, picture.Height, picture.Steps, picture.Units, picture.Limit));
        Assert.Equal([128, 1, 128], picture.Cells[(233 * 3)..(234 * 3)]);
        Assert.Equal([128, 128, 0], picture.Cells[(234 * 3)..(235 * 3)]);
    }
}
