using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>
/// Handwritten digits for training, validation and test, split as TensorFlow's <c>read_data_sets</c> does: the first training images
/// are the validation set. An image of 28 x 28 pixels is a sequence of 28 steps (rows) of 28 features; pixels are 0 to 1.
/// </summary>
/// <param name="train">What is trained on.</param>
/// <param name="validation">What settings are chosen by.</param>
/// <param name="test">What the result is measured with.</param>
public sealed class MnistDataSets(LabeledSequences train, LabeledSequences validation, LabeledSequences test)
{
    /// <summary>Rows of an image, and its columns.</summary>
    public const int Side = 28;

    /// <summary>The digits 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>Images that become the validation set unless told otherwise.</summary>
    public const int DefaultValidationSize = 5000;

    private const string TrainImagesName = "train-images-idx3-ubyte", TrainLabelsName = "train-labels-idx1-ubyte";
    private const string TestImagesName = "t10k-images-idx3-ubyte", TestLabelsName = "t10k-labels-idx1-ubyte";

    /// <summary>Names of the four files, in the order training images, training labels, test images, test labels.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [TrainImagesName, TrainLabelsName, TestImagesName, TestLabelsName];

    /// <summary>What is trained on.</summary>
    public LabeledSequences Train { get; } = train;

    /// <summary>What settings are chosen by.</summary>
    public LabeledSequences Validation { get; } = validation;

    /// <summary>What the result is measured with.</summary>
    public LabeledSequences Test { get; } = test;

    /// <summary>
    /// Reads the four files; each may end in <c>.gz</c> or not, and may be spelled with a dot (<c>train-images.idx3-ubyte</c>).
    /// </summary>
    /// <param name="directory">Where they are.</param>
    /// <param name="validationSize">Training images that become the validation set.</param>
    /// <exception cref="FileNotFoundException">Files are missing; the message lists all of them.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="validationSize"/> is not 0 to the number of images.</exception>
    public static MnistDataSets Load(string directory, int validationSize = DefaultValidationSize)
    {
        string?[] paths = [.. FileNames.Select(name => Find(directory, name))];
        string[] missing = [.. FileNames.Where((_, file) => paths[file] is null)];
        if (missing.Length > 0)
        {
            string folder = Directory.Exists(directory) ? $"Folder '{directory}' lacks" : $"There is no folder '{directory}' with";
            throw new FileNotFoundException($"{folder} {string.Join(", ", missing)} (each with or without .gz).", missing[0]);
        }

        LabeledSequences training = ReadPair(paths[0]!, paths[1]!);
        LabeledSequences test = ReadPair(paths[2]!, paths[3]!);
        return Split(training, test, validationSize);
    }

    /// <summary>Makes the data sets of images that are in memory as bytes.</summary>
    /// <param name="trainImages">Pixels for training and validation, [count, 28, 28], 0 to 255.</param>
    /// <param name="trainLabels">Their digits, [count].</param>
    /// <param name="testImages">Pixels for the test, [count, 28, 28], 0 to 255.</param>
    /// <param name="testLabels">Their digits, [count].</param>
    /// <param name="validationSize">Training images that become the validation set.</param>
    /// <exception cref="ArgumentException">Images and labels do not fit together, or a label is not a digit.</exception>
    public static MnistDataSets FromBytes(
        ReadOnlySpan<byte> trainImages, ReadOnlySpan<byte> trainLabels, ReadOnlySpan<byte> testImages, ReadOnlySpan<byte> testLabels,
        int validationSize = DefaultValidationSize) =>
        Split(Convert(trainImages, trainLabels), Convert(testImages, testLabels), validationSize);

    private static MnistDataSets Split(LabeledSequences training, LabeledSequences test, int validationSize)
    {
        if (validationSize < 0 || validationSize > training.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationSize), $"Validation size should be between 0 and {training.Count}. Received: {validationSize}.");
        }

        return new MnistDataSets(
            training.Slice(validationSize, training.Count - validationSize), training.Slice(0, validationSize), test);
    }

    private static string? Find(string directory, string name)
    {
        // The other spelling in use: train-images.idx3-ubyte.
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] candidates = [name, name + ".gz", dotted, dotted + ".gz"];
        return candidates.Select(candidate => Path.Combine(directory, candidate)).FirstOrDefault(File.Exists);
    }

    private static LabeledSequences ReadPair(string imagesPath, string labelsPath)
    {
        IdxFile images = IdxFile.Read(imagesPath, rank: 3), labels = IdxFile.Read(labelsPath, rank: 1);
        if (images.Dimensions[1] != Side || images.Dimensions[2] != Side)
        {
            throw new InvalidDataException(
                $"{imagesPath}: expected images of {Side} x {Side} pixels, found {images.Dimensions[1]} x {images.Dimensions[2]}.");
        }

        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new InvalidDataException(
                $"{imagesPath} has {images.Dimensions[0]} images, but {labelsPath} has {labels.Dimensions[0]} labels; expected as many.");
        }

        int bad = labels.Values.Span.IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        return bad < 0 ? Convert(images.Values.Span, labels.Values.Span) : throw new InvalidDataException(
            $"{labelsPath}: expected labels 0 to {Classes - 1}, found {labels.Values.Span[bad]} at index {bad}.");
    }

    private static LabeledSequences Convert(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> digits)
    {
        // TensorFlow's arithmetic: a product in float32 with the rounded 1 / 255, not a quotient.
        const float Scale = 1f / 255f;
        float[] images = new float[pixels.Length];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = pixels[i] * Scale;
        }

        int[] labels = new int[digits.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = digits[i];
        }

        return new LabeledSequences(images, labels, Side, Side, Classes);
    }
}
