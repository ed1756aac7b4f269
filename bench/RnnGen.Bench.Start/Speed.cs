using System;
using System.Diagnostics;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Bench.Start;

[RnnModel(InputSize = 1, Training = false), Lstm(32), Dense(1)]
internal sealed partial class Stream32;

[RnnModel(InputSize = 1, Training = false), Lstm(64), Dense(1)]
internal sealed partial class Stream64;

/// <summary>How long calls take in this build of the program once everything is warm, on one thread.</summary>
internal static class Speed
{
    private const int Rows = 32, Samples = 31;
    private const double SampleMilliseconds = 20;

    /// <summary>Milliseconds of a call, or <see langword="null"/> for what is none of these.</summary>
    /// <param name="what"><c>train</c>, <c>predict</c>, <c>step32</c> or <c>step64</c>.</param>
    public static double? Of(string what) => what switch
    {
        "train" => Time(Train()),
        "predict" => Time(Predict()),
        "step32" => Time(Step32()),
        "step64" => Time(Step64()),
        _ => null,
    };

    private static Action<int> Train()
    {
        DynamicDigits.Trainer trainer = new DynamicDigits(seed: 1).CreateTrainer(threads: 1);
        float[] inputs = Inputs();
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 10)];
        Adam adam = new();
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Train(new SequenceBatch(inputs, Rows, steps: 28), labels, adam);
            }
        };
    }

    private static Action<int> Predict()
    {
        DynamicDigits model = new(seed: 1) { Threads = 1 };
        float[] inputs = Inputs(), outputs = new float[Rows * DynamicDigits.OutputSize];
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                model.Predict(new SequenceBatch(inputs, Rows, steps: 28), outputs);
            }
        };
    }

    private static Action<int> Step32()
    {
        Stream32 model = new(seed: 1);
        Stream32.State state = default;
        float[] input = [0.5f], output = new float[1];
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                model.Step(input, ref state, output);
            }
        };
    }

    private static Action<int> Step64()
    {
        Stream64 model = new(seed: 1);
        Stream64.State state = default;
        float[] input = [0.5f], output = new float[1];
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                model.Step(input, ref state, output);
            }
        };
    }

    private static float[] Inputs()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Rows * 28 * 28).Select(_ => random.NextSingle())];
    }

    /// <summary>The lower quartile of samples that last long enough.</summary>
    private static double Time(Action<int> run)
    {
        int count = 1;
        for (double milliseconds = 0; milliseconds < SampleMilliseconds; count *= 2)
        {
            milliseconds = Milliseconds(count);
        }

        double[] samples = [.. Enumerable.Range(0, Samples).Select(_ => Milliseconds(count) / count).Order()];
        return samples[Samples / 4];

        double Milliseconds(int calls)
        {
            long start = Stopwatch.GetTimestamp();
            run(calls);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
