using System;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Digits;

/// <summary>
/// Images of digits that the program writes itself, for a machine without the MNIST files and without a network: pen strokes under
/// random rotation, shear, scale and shift. An image is a function of the seed and its index, so the number of threads does not matter.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>Images for training and validation, as many as MNIST has.</summary>
    public const int DefaultTrainingCount = 60_000;

    /// <summary>Images for the test, as many as MNIST has.</summary>
    public const int DefaultTestCount = 10_000;

    private const int Side = MnistDataSets.Side, Pixels = Side * Side;

    /// <summary>Test images come from indices that no training image can have.</summary>
    private const ulong TestOrigin = 1UL << 32;

    /// <summary>Writes data sets of the sizes and the form of MNIST.</summary>
    /// <param name="seed">Equal seeds give equal images on every machine.</param>
    /// <param name="trainingCount">Images for training and validation.</param>
    /// <param name="testCount">Images for the test.</param>
    /// <param name="validationSize">Training images that become the validation set.</param>
    public static MnistDataSets Create(
        ulong seed, int trainingCount = DefaultTrainingCount, int testCount = DefaultTestCount,
        int validationSize = MnistDataSets.DefaultValidationSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainingCount);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        byte[] trainImages = new byte[checked(trainingCount * Pixels)], testImages = new byte[checked(testCount * Pixels)];
        byte[] trainLabels = new byte[trainingCount], testLabels = new byte[testCount];
        Write(seed, 0, trainImages, trainLabels);
        Write(seed, TestOrigin, testImages, testLabels);
        return MnistDataSets.FromBytes(trainImages, trainLabels, testImages, testLabels, validationSize);
    }

    private static void Write(ulong seed, ulong origin, byte[] images, byte[] labels) => Parallel.For(
        0, labels.Length, () => new DigitWriter(), (index, _, writer) =>
        {
            labels[index] = writer.Write(new CounterRandom(seed, origin + (ulong)index), images.AsSpan(index * Pixels, Pixels));
            return writer;
        }, _ => { });
}
