using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Scenes;
using RnnGen.Sample.Output;

namespace RnnGen.Sample.Keywords;

/// <summary>All that is made before training, so that what is wrong with the words is told before it.</summary>
/// <param name="Words">The words.</param>
/// <param name="Training">Scenes to learn from.</param>
/// <param name="Validation">Scenes that say which epoch was best.</param>
/// <param name="Recording">What is listened to.</param>
internal sealed record KeywordsData(IWordSource Words, SequenceArrays Training, SequenceArrays Validation, Scene Recording)
{
    // Scenes of the validation, as a part of those of the training, and at least.
    private const int ValidationShare = 10, LeastValidation = 20;

    /// <summary>Makes it.</summary>
    /// <param name="options">What to make.</param>
    /// <param name="view">Says that it takes a while.</param>
    /// <param name="cancellation">Stops between two scenes.</param>
    /// <exception cref="CommandFailure">A file of <c>--data</c> cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public static KeywordsData Create(KeywordsOptions options, IProgramView view, CancellationToken cancellation)
    {
        ulong seed = options.Training.Seed;
        if (options.DataFolder is null && options.Words.Count > 0)
        {
            throw new CommandFailure("--words chooses folders of --data, which is not given.");
        }

        IWordSource words = options.DataFolder is string folder ? new FolderWords(folder, options.Words, seed) : new SyntheticWords(seed);
        SceneMaker maker = new(words, seed);
        ParallelOptions parallel = Parallel(options.Training.Threads, cancellation);
        int validation = Math.Max(LeastValidation, options.Scenes / ValidationShare);
        Task<KeywordsData> work = view.TrackAsync("Making scenes", progress => Task.Run(
            () =>
            {
                progress.Report(0);
                SequenceArrays training = SceneSet.Create(
                    maker, WordPart.Training, options.Scenes, parallel, done => progress.Report(0.9 * done / options.Scenes));
                SequenceArrays check = SceneSet.Create(maker, WordPart.Validation, validation, parallel, static _ => { });
                return new KeywordsData(words, training, check, maker.Recording(options.Minutes));
            },
            cancellation));
        return Unwrapped(() => work.GetAwaiter().GetResult());
    }

    /// <summary>Threads for work on many sounds.</summary>
    /// <param name="threads">Threads to use; 0 for as many as the machine has.</param>
    /// <param name="cancellation">Stops between two sounds.</param>
    public static ParallelOptions Parallel(int threads, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = cancellation };

    /// <summary>Tells where a file that is wrong comes from; of those that several threads have found one is told.</summary>
    /// <param name="work">What reads files.</param>
    public static T Unwrapped<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.OfType<CommandFailure>().Any())
        {
            string message = exception.Flatten().InnerExceptions.OfType<CommandFailure>().Select(failure => failure.Message)
                .Order(StringComparer.Ordinal).First();
            throw new CommandFailure($"--data: {message}");
        }
        catch (CommandFailure failure)
        {
            throw new CommandFailure($"--data: {failure.Message}");
        }
    }
}
