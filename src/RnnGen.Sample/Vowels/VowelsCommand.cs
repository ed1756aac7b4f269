using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;

namespace RnnGen.Sample.Vowels;

/// <summary>The command <c>vowels</c>: finds the data, trains, tests.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class VowelsCommand(VowelsOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description = "Trains a network to tell nine speakers by two Japanese vowels: sequences of 7 to 29 steps.";

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The data cannot be used, or the file of the results cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        VowelSets sets = FindData();
        view.Line($"Data: {sets.Source}, {sets.Train.Count} training utterances, {sets.Test.Count} test utterances");
        view.Line(
            $"At most {options.Training.Epochs} epochs in batches of {options.BatchSize}, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, noise {options.Noise}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));
        long start = Stopwatch.GetTimestamp();
        VowelsResult result = new VowelsTraining(options, view).Run(sets, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        view.Line(
            FormattableString.Invariant($"Accuracy on all {sets.Test.Count} test utterances: {result.TestAccuracy:0.0000}, ")
            + FormattableString.Invariant($"loss {result.TestLoss:0.0000}; {seconds:0.0} s"));
        if (view.Writes && options.Training.JsonFile is string path)
        {
            JsonFile.Write(
                path,
                [new VowelsReport(sets.Source, result.TestAccuracy, result.TestLoss, result.TrainingLoss, result.Epochs, seconds)],
                VowelsReportContext.Default);
        }
    }

    private VowelSets FindData()
    {
        if (options.DataDirectory is not string directory)
        {
            return SyntheticVowels.Create(SyntheticVowels.BuiltInSeed);
        }

        try
        {
            return VowelSets.Load(directory);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandFailure(exception.Message);
        }
    }
}
