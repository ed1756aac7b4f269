using System;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Reports;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Scenes;

namespace RnnGen.Sample.Keywords.Detection;

/// <summary>
/// Which class a clip of a second is: the one other than silence whose mean probability gets highest, as the detector takes it, and silence
/// where none gets above one half.
/// </summary>
internal static class ClipTest
{
    private const double LeastPeak = 0.5;

    /// <summary>Reads all clips of the test.</summary>
    /// <param name="words">The clips.</param>
    /// <param name="listener">Makes a listener at the beginning of a sound.</param>
    /// <param name="parallel">Threads to use.</param>
    public static ConfusionMatrix Run(IWordSource words, Func<KeywordListener> listener, ParallelOptions parallel)
    {
        int classes = words.Classes.Count;
        long[] counts = new long[classes * classes];
        Parallel.For(0, words.TestClips, parallel, index =>
        {
            (float[] samples, int label) = words.TestClip(index);
            Interlocked.Increment(ref counts[(label * classes) + Classify(samples, listener(), classes)]);
        });
        return new ConfusionMatrix(words.Classes.Names, counts);
    }

    /// <summary>The class of a clip.</summary>
    /// <param name="samples">The clip.</param>
    /// <param name="listener">Who listens, at the beginning of a sound.</param>
    /// <param name="classes">Values of a frame.</param>
    public static int Classify(ReadOnlySpan<float> samples, KeywordListener listener, int classes)
    {
        KeywordDetector detector = new(classes, new DetectionOptions());
        float[] probabilities = new float[classes];
        int best = KeywordClasses.Silence;
        double highest = LeastPeak;
        while (listener.Next(ref samples, probabilities))
        {
            detector.Next(probabilities);
            for (int label = KeywordClasses.Unknown; label < classes; label++)
            {
                if (detector.Means[label] > highest)
                {
                    (best, highest) = (label, detector.Means[label]);
                }
            }
        }

        return best;
    }
}
