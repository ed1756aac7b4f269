using System.Collections.Generic;

namespace RnnGen;

/// <summary>A head of a model: the only one, or one of several, each from its <see cref="HeadAttribute"/>.</summary>
/// <param name="Name">Its name; empty of a model whose outputs have none.</param>
/// <param name="OutputSize">Numbers of one output.</param>
/// <param name="OutputsEveryStep">Whether its outputs have a step axis ([batch, steps, output size]) or not ([batch, output size]).</param>
/// <param name="Streams">Whether it has an output at every step of a stream; one that pools the steps has not.</param>
public sealed record HeadInfo(string Name, int OutputSize, bool OutputsEveryStep, bool Streams)
{
    /// <summary>
    /// Values of one target: classes, outputs, or of a Gaussian likelihood half the outputs; of sequences the labels that there are and the
    /// blank; 0 without a loss.
    /// </summary>
    public int TargetSize { get; init; }

    /// <summary>Whether targets may be class indices.</summary>
    public bool IsClassifier { get; init; }

    /// <summary>
    /// The output that stands for no label, of a head that learns sequences of labels
    /// (<see cref="ConnectionistTemporalClassificationAttribute"/>); <see langword="null"/> of others. The target of such a head is one
    /// sequence of labels a row, however many steps its outputs have.
    /// </summary>
    public int? Blank { get; init; }

    /// <summary>What the sum of its losses over the targets is divided by.</summary>
    public LossReduction Reduction { get; init; }

    /// <summary>The factor of its loss in the sum.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>Number of outputs of a batch.</summary>
    internal long OutputCount(int batchSize, int steps) => (long)batchSize * (OutputsEveryStep ? steps : 1) * OutputSize;

    /// <summary>Numbers of one output of all heads that stream.</summary>
    internal static int StreamedSize(IReadOnlyList<HeadInfo> heads)
    {
        int size = 0;
        for (int head = 0; head < heads.Count; head++)
        {
            size += heads[head].Streams ? heads[head].OutputSize : 0;
        }

        return size;
    }
}
