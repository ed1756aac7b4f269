using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class MnistDataSetsTests : IDisposable
{
    private static readonly string[] Dotted =
        ["train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"];

    private readonly IdxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TheFirstTrainingImagesAreTheValidationSet(bool gzip, bool dotted)
    {
        WriteAll(training: 300, test: 20, gzip, dotted);
        MnistDataSets sets = MnistDataSets.Load(_folder.Path, validationSize: 7);
        Assert.Equal((293, 7, 20), (sets.Train.Count, sets.Validation.Count, sets.Test.Count));
        Assert.Equal(Enumerable.Range(0, 7), Enumerable.Range(0, 7).Select(i => Index(sets.Validation, i)));
        Assert.Equal(Enumerable.Range(7, 293), Enumerable.Range(0, 293).Select(i => Index(sets.Train, i)));
        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, 20).Select(i => Index(sets.Test, i)));
        Assert.Equal([7, 8, 9, 0, 1], sets.Train.Labels[..5].ToArray());
        Assert.Equal((28, 28, 10), (sets.Train.Steps, sets.Train.Features, sets.Train.Classes));
    }

    [Fact]
    public void PixelsAreScaledAsTensorFlowScalesThem()
    {
        byte[] pixels = new byte[784];
        for (int i = 0; i < 256; i++)
        {
            pixels[i] = (byte)i;
        }

        ReadOnlySpan<float> image = MnistDataSets.FromBytes(pixels, [3], pixels, [4], validationSize: 0).Train.Image(0);
        for (int i = 0; i < 256; i++)
        {
            Assert.Equal(i * (float)(1.0 / 255.0), image[i]);
        }

        Assert.Equal(1f, image[255]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31)]
    public void TheValidationSizeIsChecked(int size)
    {
        WriteAll(training: 30, test: 5);
        ArgumentOutOfRangeException exception =
            Assert.Throws<ArgumentOutOfRangeException>("validationSize", () => MnistDataSets.Load(_folder.Path, size));
        Assert.Contains($"Validation size should be between 0 and 30. Received: {size}.", exception.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void TheValidationSizeMayBeNothingOrAll(int size)
    {
        WriteAll(training: 30, test: 5);
        MnistDataSets sets = MnistDataSets.Load(_folder.Path, size);
        Assert.Equal((30 - size, size), (sets.Train.Count, sets.Validation.Count));
    }

    [Fact]
    public void AllMissingFilesAreListed()
    {
        _folder.Write("train-labels-idx1-ubyte.gz", IdxFolder.Gzip(IdxFolder.LabelFile(3)));
        string message = Assert.Throws<FileNotFoundException>(() => MnistDataSets.Load(_folder.Path)).Message;
        Assert.Contains(_folder.Path, message);
        Assert.Contains("train-images-idx3-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte", message);
        Assert.DoesNotContain("train-labels", message);

        string absent = Path.Combine(_folder.Path, "absent");
        message = Assert.Throws<FileNotFoundException>(() => MnistDataSets.Load(absent)).Message;
        Assert.Contains($"no folder '{absent}'", message);
        Assert.All(MnistDataSets.FileNames, name => Assert.Contains(name, message));
    }

    [Fact]
    public void FilesThatDoNotFitTogetherAreNamed()
    {
        WriteAll(training: 30, test: 5);
        string labels = _folder.Write("t10k-labels-idx1-ubyte", IdxFolder.LabelFile(6));
        FailsWith("t10k-images-idx3-ubyte has 5 images", $"{labels} has 6 labels");

        _folder.Write("t10k-labels-idx1-ubyte", IdxFolder.Idx([5], [1, 2, 10, 3, 4]));
        FailsWith("t10k-labels-idx1-ubyte: expected labels 0 to 9, found 10 at index 2");

        _folder.Write("train-images-idx3-ubyte", IdxFolder.Idx([30, 28, 27], new byte[30 * 28 * 27]));
        FailsWith("train-images-idx3-ubyte: expected images of 28 x 28 pixels, found 28 x 27");

        _folder.Write("train-images-idx3-ubyte", IdxFolder.LabelFile(30));
        FailsWith("train-images-idx3-ubyte: expected 3 dimensions (magic number 2051), found 1 (magic number 2049)");
    }

    [Fact]
    public void TheRealFilesHaveTheKnownSizes()
    {
        string? directory = RealData.Mnist();
        Assert.SkipWhen(directory is null, $"No MNIST files: set {RealData.EnvironmentVariable}.");
        MnistDataSets sets = MnistDataSets.Load(directory);
        Assert.Equal((55_000, 5_000, 10_000), (sets.Train.Count, sets.Validation.Count, sets.Test.Count));
        foreach (LabeledSequences set in (IEnumerable<LabeledSequences>)[sets.Train, sets.Validation, sets.Test])
        {
            Assert.Equal(-1, set.Images.IndexOfAnyExceptInRange(0f, 1f));
            Assert.True(set.Images.Contains(0f) && set.Images.Contains(1f));
            Assert.Equal(Enumerable.Range(0, 10), set.Labels.ToArray().Distinct().Order());
        }

        // The published heads of the label files: 5 0 4 1 9 and 7 2 1 0 4.
        Assert.Equal([5, 0, 4, 1, 9], sets.Validation.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], sets.Test.Labels[..5].ToArray());

        // The published mean of the 60,000 training images.
        double sum = TensorPrimitives.Sum(sets.Validation.Images);
        for (int i = 0; i < sets.Train.Count; i++)
        {
            sum += TensorPrimitives.Sum(sets.Train.Image(i));
        }

        Assert.Equal(0.1307, sum / (60_000 * 784), 0.0001);
    }

    private static int Index(LabeledSequences set, int image)
    {
        ReadOnlySpan<float> pixels = set.Image(image);
        Assert.Equal(1f, pixels[783]);
        return (256 * (int)MathF.Round(pixels[0] * 255)) + (int)MathF.Round(pixels[1] * 255);
    }

    private void FailsWith(params string[] parts)
    {
        string message = Assert.Throws<InvalidDataException>(() => MnistDataSets.Load(_folder.Path, validationSize: 3)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    private void WriteAll(int training, int test, bool gzip = false, bool dotted = false)
    {
        byte[][] contents =
            [IdxFolder.ImageFile(training), IdxFolder.LabelFile(training), IdxFolder.ImageFile(test), IdxFolder.LabelFile(test)];
        for (int file = 0; file < contents.Length; file++)
        {
            string name = dotted ? Dotted[file] : MnistDataSets.FileNames[file];
            _folder.Write(gzip ? name + ".gz" : name, gzip ? IdxFolder.Gzip(contents[file]) : contents[file]);
        }
    }
}
