using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RnnGen.Web.Networks.Digits;
using Xunit;

namespace RnnGen.Web.Tests.Digits;

/// <summary>A drawing becomes an image as those of MNIST.</summary>
public sealed class DigitImageTests
{
    public static TheoryData<int> Digits => [.. Enumerable.Range(0, DigitReading.Classes)];

    [Fact]
    public void NothingDrawnIsABlankImage()
    {
        Assert.All(DigitImage.Of(new Drawing()), pixel => Assert.Equal(0, pixel));
        Assert.Equal(DigitImage.Side * DigitImage.Side, DigitImage.Of(new Drawing()).Length);
    }

    [Theory]
    [MemberData(nameof(Digits))]
    public void ADigitFillsTheBoxAndItsMassIsInTheMiddle(int digit)
    {
        float[] pixels = DigitImage.Of(SampleDigits.Of(digit));
        Assert.All(pixels, pixel => Assert.InRange(pixel, 0, 1));
        int[] rows = [.. Inked(pixels, (row, _) => row)], columns = [.. Inked(pixels, (_, column) => column)];

        // 20 pixels, and parts of one more where the box does not begin with a pixel.
        Assert.InRange(Math.Max(rows.Max() - rows.Min(), columns.Max() - columns.Min()) + 1, 20, 21);
        Assert.InRange(Mean(pixels, (row, _) => row + 0.5f), 14 - 0.26f, 14 + 0.26f);
        Assert.InRange(Mean(pixels, (_, column) => column + 0.5f), 14 - 0.26f, 14 + 0.26f);
    }

    /// <summary>Where a digit stands and how large it is makes no difference but for rounding to a quarter of a pixel.</summary>
    [Theory]
    [InlineData(0.3f, 0, 0)]
    [InlineData(0.5f, 130, 20)]
    [InlineData(0.7f, 60, 80)]
    public void PlaceAndSizeMakeNoDifference(float scale, float right, float down)
    {
        float[] large = DigitImage.Of(SampleDigits.Of(3));
        float[] small = DigitImage.Of(Drawings.Moved(SampleDigits.Of(3), place => (place * scale) + new Vector2(right, down)));
        Assert.InRange(large.Zip(small).Count(pair => Math.Abs(pair.First - pair.Second) > 0.2f), 0, 4);
    }

    [Fact]
    public void APixelIsTheShareOfItsAreaThatHasInk()
    {
        // An upright line of 20 pixels from end to end, its ends round: what lies under the pen of 2.5 pixels.
        Drawing drawing = new();
        drawing.Begin(new Vector2(140, 20));
        drawing.MoveTo(new Vector2(140, 260));
        float[] pixels = DigitImage.Of(drawing);
        float area = (17.5f * 2.5f) + (MathF.PI * 1.25f * 1.25f);
        Assert.InRange(pixels.Sum(), area - 0.6f, area + 0.6f);
        Assert.Equal([0.25f, 1, 1, 0.25f], pixels.AsSpan((14 * DigitImage.Side) + 12, 4).ToArray());
    }

    [Fact]
    public void ADotStaysADot()
    {
        Drawing drawing = new();
        drawing.Begin(new Vector2(33, 250));
        float[] pixels = DigitImage.Of(drawing);
        Assert.InRange(pixels.Sum(), (MathF.PI * 1.25f * 1.25f) - 0.4f, (MathF.PI * 1.25f * 1.25f) + 0.4f);
    }

    [Fact]
    public void StrokesAreTakenBackOneByOne()
    {
        Drawing drawing = SampleDigits.Of(4);
        Assert.Equal(2, drawing.Strokes.Count);
        drawing.Undo();
        Assert.Single(drawing.Strokes);
        drawing.Undo();
        drawing.Undo();
        Assert.Empty(drawing.Strokes);

        // A pen that comes from beyond the canvas begins where it is first seen.
        drawing.MoveTo(new Vector2(7, 8));
        Assert.Equal([new Vector2(7, 8)], drawing.Strokes[0]);
        drawing.Clear();
        Assert.Empty(drawing.Strokes);
    }

    private static IEnumerable<int> Inked(float[] pixels, Func<int, int, int> place) =>
        Enumerable.Range(0, pixels.Length).Where(i => pixels[i] > 0).Select(i => place(i / DigitImage.Side, i % DigitImage.Side));

    private static float Mean(float[] pixels, Func<int, int, float> place) =>
        pixels.Select((pixel, i) => pixel * place(i / DigitImage.Side, i % DigitImage.Side)).Sum() / pixels.Sum();
}
