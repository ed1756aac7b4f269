using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Numerics.Tensors;
using RnnGen.Data;
using RnnGen.Training;

namespace RnnGen.Sample.Deploy;

/// <summary>
/// A program that does nothing but predict: one file, no weights beside it. Without an argument it reads a digit that it has drawn itself,
/// with <c>--time</c> many times; with the folder of MNIST's files it reads the test images and says how many are right.
/// </summary>
internal static class Program
{
    private const int Classes = 10, Rounds = 2_000;

    private static int Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                [] => ReadDrawing(rounds: 0),
                ["--time"] => ReadDrawing(Rounds),
                [string folder] => ReadTestImages(folder),
                _ => Refuse("usage: RnnGen.Sample.Deploy [--time | FOLDER]", code: 2),
            };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Refuse(failure.Message, code: 1);
        }
    }

    private static int ReadDrawing(int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        DigitReader reader = new();
        float[] logits = new float[Classes], probabilities = new float[Classes];
        SequenceBatch image = new(Drawing.Pixels(), batchSize: 1, steps: Drawing.Size);
        reader.Predict(image, logits);
        DigitReader.Probabilities(logits, probabilities);
        int digit = TensorPrimitives.IndexOfMax<float>(logits);
        double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Print($"digit {digit}, probability {probabilities[digit]:0.000}");
        Print($"first answer {first:0.0} ms after the program began");
        if (rounds > 0)
        {
            Print($"later ones in {Later(reader, image, logits, rounds):0.000} ms");
        }

        return 0;
    }

    private static int ReadTestImages(string folder)
    {
        LabeledSequences images = MnistDataSets.Load(folder).Test;
        DigitReader reader = new();
        float[] logits = new float[images.Count * Classes];
        reader.Predict(images.Batch(0, images.Count), logits);
        Print($"{images.Count} images, accuracy {Accuracy.Of(logits, images.Labels, Classes):0.0000}");
        return 0;
    }

    /// <summary>Milliseconds of a prediction of one image, the median of many.</summary>
    private static double Later(DigitReader reader, SequenceBatch image, float[] logits, int rounds)
    {
        double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            reader.Predict(image, logits);
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }

    private static int Refuse(string message, int code)
    {
        Console.Error.WriteLine(message);
        return code;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
