using System;
using System.Diagnostics;
using System.Globalization;

namespace RnnGen.Bench.Start;

[RnnModel(InputSize = 28, Steps = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class StaticDigits;

[RnnModel(InputSize = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DynamicDigits;

/// <summary>
/// Predicts once and says how many milliseconds that took. Argument: <c>static</c>, <c>dynamic</c>, or <c>nothing</c>; or what
/// <see cref="Speed"/> times over and over: <c>train</c>, <c>predict</c>, <c>step32</c>, <c>step64</c>.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (Speed.Of(arguments[0]) is { } milliseconds)
        {
            Console.WriteLine(milliseconds.ToString(CultureInfo.InvariantCulture));
            return 0;
        }

        long start = Stopwatch.GetTimestamp();
        IRnnModel? model = arguments[0] switch
        {
            "static" => new StaticDigits(seed: 1),
            "dynamic" => new DynamicDigits(seed: 1),
            _ => null,
        };
        float[] sequence = new float[28 * 28], outputs = new float[10];
        model?.Predict(new SequenceBatch(sequence, batchSize: 1, steps: 28), outputs);
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return float.IsFinite(outputs[0]) ? 0 : 1;
    }
}
