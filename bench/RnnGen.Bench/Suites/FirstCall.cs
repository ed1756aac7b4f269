using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Processes;
using RnnGen.Training;

namespace RnnGen.Bench.Suites;

/// <summary>The first call of a class in a process: the JIT's time.</summary>
internal static class FirstCall
{
    /// <summary>Hidden command of this program; arguments: class, <c>train</c> or <c>predict</c>, rows, steps.</summary>
    public const string Command = "first-call";

    /// <summary>What is trained, as an argument.</summary>
    public const string Train = "train";

    /// <summary>What predicts, as an argument.</summary>
    public const string Predict = "predict";

    /// <summary>Measures in several new processes: the lower quartile.</summary>
    /// <param name="className">The class.</param>
    /// <param name="kind"><see cref="Train"/> or <see cref="Predict"/>.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">Steps of a sequence.</param>
    /// <param name="processes">How many processes.</param>
    public static double Measure(string className, string kind, int batch, int steps, int processes)
    {
        string[] arguments =
            [Command, className, kind, batch.ToString(CultureInfo.InvariantCulture), steps.ToString(CultureInfo.InvariantCulture)];
        double[] milliseconds = [.. Enumerable.Range(0, processes).Select(_ => FreshProcess.Number(arguments))];
        return Quartiles.Lower(milliseconds);
    }

    /// <summary>What the command does.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Milliseconds of the first call.</returns>
    public static double Run(ReadOnlySpan<string> arguments)
    {
        ITrainableModel model = UnrollCase.Create(arguments[0]);
        int batch = int.Parse(arguments[2], CultureInfo.InvariantCulture), steps = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        Workload work = new(model.Description, batch, steps);
        model.Threads = 1;
        float[] outputs = new float[batch * model.Description.OutputSize];
        bool trains = arguments[1] == Train;
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads: 1);
        Adam adam = new();
        long start = Stopwatch.GetTimestamp();
        if (trains)
        {
            trainer.Train(work.Batch, work.Labels, adam);
        }
        else
        {
            model.Predict(work.Batch, outputs);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
