using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Chars;

/// <summary>The command <c>chars</c>: learns what character comes next in a text, then writes one.</summary>
/// <param name="options">What to do.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class CharsCommand(CharsOptions options, IProgramView view)
{
    /// <summary>What the command does, for the help.</summary>
    public const string Description = "Trains a network on the characters of a text, by truncated backpropagation, then lets it write.";

    private const double ValidationShare = 0.1;

    /// <summary>Does all of it.</summary>
    /// <param name="cancellation">The user's wish to stop.</param>
    /// <exception cref="CommandFailure">The text cannot be used, or the file of the results cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public void Run(CancellationToken cancellation)
    {
        CharacterText text = CharacterText.Find(options.DataPath);
        (TokenSource training, TokenSource validation) = Sources(text);
        view.Line($"Data: {text.Source}, {text.Corpus.Tokens.Length} characters, {text.Corpus.Vocabulary.Count} different ones");
        view.Line(
            $"{options.Training.Epochs} epochs of {training.Batches} steps of {options.BatchSize} x {CharacterNetwork.Window} characters, "
            + FormattableString.Invariant($"learning rate {options.Training.LearningRate}, ")
            + RunText.Of(options.Training.Seed, options.Training.Threads));

        CharacterNetwork network = new(options.Training.Seed);
        long start = Stopwatch.GetTimestamp();
        TrainingHistory history = Train(network, training, validation, cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] times = [.. history.Epochs.Select(epoch => epoch.TrainingSeconds).Order()];
        view.Line(
            FormattableString.Invariant($"Validation loss {history.BestValue:0.0000} nats per character ")
            + FormattableString.Invariant($"(perplexity {Math.Exp(history.BestValue):0.00}); ")
            + FormattableString.Invariant($"{seconds:0.0} s, {times[times.Length / 2]:0.0} s an epoch"));

        string sample = new TextGenerator(network, text.Corpus.Vocabulary).Write(
            text.Corpus.Vocabulary.Decode(text.Corpus.Tokens.Span[..1]), options.Length, options.Temperature, options.Training.Seed);
        view.Line();
        view.Line(sample);
        if (view.Writes && options.Training.JsonFile is string path)
        {
            JsonFile.Write(
                path,
                [
                    new CharsReport(
                        text.Source, history.BestValue, history.Epochs[^1].Loss, history.Epochs.Count, times[times.Length / 2], seconds,
                        sample),
                ],
                CharsReportContext.Default);
        }
    }

    private (TokenSource Training, TokenSource Validation) Sources(CharacterText text)
    {
        (ReadOnlyMemory<int> most, ReadOnlyMemory<int> last) = text.Corpus.Split(ValidationShare);
        try
        {
            TokenOptions windows = new() { BatchSize = options.BatchSize, Steps = CharacterNetwork.Window };

            // Few places side by side leave no long rest of a short text unread.
            TokenOptions check =
                windows with { BatchSize = Math.Max(1, Math.Min(options.BatchSize, last.Length / (20 * CharacterNetwork.Window))) };
            return (new TokenSource(most, CharacterNetwork.Characters, windows), new TokenSource(last, CharacterNetwork.Characters, check));
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailure($"--data: the text is too short. {exception.Message}");
        }
    }

    private TrainingHistory Train(CharacterNetwork network, TokenSource training, TokenSource validation, CancellationToken cancellation)
    {
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.Training.LearningRate),
            Schedule = new ExponentialSchedule(options.Training.LearningRate, Math.Pow(0.9, 1.0 / training.Batches)),
            Clipping = new GlobalNormClipping(5),
            Epochs = options.Training.Epochs,
            Metrics = [new CrossEntropyMetric()],
            EarlyStopping = new EarlyStopping { Patience = options.Training.Epochs },
        };
        return view.Fit(
            "Training", network.CreateTrainer(options.Training.Threads), training, training.Batches, validation, fit,
            epoch => view.Line(
                FormattableString.Invariant($"Epoch {epoch.Epoch + 1}: training loss {epoch.Loss:0.0000}, ")
                + FormattableString.Invariant($"validation loss {epoch.Metrics.Values.First():0.0000}, {epoch.TrainingSeconds:0.0} s")),
            cancellation);
    }
}
