using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Tests.Data;
using RnnGen.Training;
using RnnGen.Web.Networks.Digits;
using Xunit;

namespace RnnGen.Web.Tests.Digits;

/// <summary>The network of the page, without a page.</summary>
public sealed class DigitReadingTests
{
    private static readonly DigitReader Reader = new();

    public static TheoryData<int> Digits => [.. Enumerable.Range(0, DigitReading.Classes)];

    [Theory]
    [MemberData(nameof(Digits))]
    public void SamplesAreReadAsWhatTheyAre(int digit)
    {
        DigitReading reading = Read(SampleDigits.Of(digit));
        Assert.Equal(digit, reading.DigitAfter(DigitImage.Side));
        Assert.InRange(reading.After(DigitImage.Side)[digit], 0.9f, 1);
    }

    /// <summary>Of a hundred untidy drawings all but a few are read.</summary>
    [Fact]
    public void UntidyDrawingsAreRead()
    {
        Assert.InRange(Enumerable.Range(0, 100).Count(IsRead), 95, 100);

        static bool IsRead(int seed) =>
            Read(Drawings.Untidy(SampleDigits.Of(seed % 10), seed)).DigitAfter(DigitImage.Side) == seed % 10;
    }

    [Fact]
    public void RowsAreTheStepsOfAPrediction()
    {
        DigitReading reading = Read(SampleDigits.Of(8));
        float[] logits = new float[DigitReading.Classes], probabilities = new float[DigitReading.Classes];
        for (int rows = 1; rows <= DigitImage.Side; rows++)
        {
            Reader.Predict(new SequenceBatch(reading.Pixels[..(rows * DigitImage.Side)], 1, rows), logits);
            DigitReader.Probabilities(logits, probabilities);
            Assert.All(Enumerable.Range(0, DigitReading.Classes), digit =>
                Assert.Equal(probabilities[digit], reading.After(rows)[digit], 1e-4f));
        }

        Assert.Contains(reading.Lstm.ToArray(), state => Math.Abs(state) > 0.5f);
        Assert.Contains(reading.Gru.ToArray(), state => Math.Abs(state) > 0.5f);
    }

    [Fact]
    public void RowsThatAreNotThereAreRefused()
    {
        DigitReading reading = Read(SampleDigits.Of(1));
        Assert.Equal("All 28 rows have been read.", Assert.Throws<InvalidOperationException>(reading.ReadRow).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => reading.After(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => reading.After(29).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DigitReading(Reader, new float[784]).After(1).Length);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new DigitReading(Reader, new float[783]));
        Assert.StartsWith("An image has 784 pixels, this one 783.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StaticAndDynamicHaveTheSameBits()
    {
        float[] pixels = DigitImage.Of(SampleDigits.Of(2));
        float[] fixedLength = new float[DigitReading.Classes], anyLength = new float[DigitReading.Classes];
        new StaticDigitReader().Predict(new SequenceBatch(pixels, 1, DigitImage.Side), fixedLength);
        Reader.Predict(new SequenceBatch(pixels, 1, DigitImage.Side), anyLength);
        Assert.Equal(anyLength.Select(BitConverter.SingleToInt32Bits), fixedLength.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void TestImagesAreRead()
    {
        string? folder = NearbyFolder.Find("RNNGEN_DATA", "data", "mnist");
        Assert.SkipWhen(folder is null, "No MNIST: set RNNGEN_DATA.");
        LabeledSequences images = MnistDataSets.Load(folder).Test;
        float[] logits = new float[images.Count * DigitReading.Classes];
        Reader.Predict(images.Batch(0, images.Count), logits);
        Assert.InRange(Accuracy.Of(logits, images.Labels, DigitReading.Classes), 0.994f, 1);
    }

    private static DigitReading Read(Drawing drawing)
    {
        DigitReading reading = new(Reader, DigitImage.Of(drawing));
        while (!reading.IsComplete)
        {
            reading.ReadRow();
        }

        return reading;
    }
}
