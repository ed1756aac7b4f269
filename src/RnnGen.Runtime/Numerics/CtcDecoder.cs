using System;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RnnGen.Generated;

namespace RnnGen.Numerics;

/// <summary>
/// Reads sequences of labels from the logits of a network that has learned with
/// <see cref="ConnectionistTemporalClassificationAttribute"/>. Equal logits give equal labels, on every machine. Keeps its memory from call
/// to call; used by one thread at a time.
/// </summary>
public sealed class CtcDecoder
{
    private readonly float[] _row;
    private readonly double[] _logarithms;
    private readonly CtcBeam _beam;

    /// <summary>Creates a decoder.</summary>
    /// <param name="classes">Number of outputs of a step: the labels and the blank.</param>
    /// <param name="blank">The output that stands for no label.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two outputs, or the blank is none of them.</exception>
    public CtcDecoder(int classes, int blank = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if ((uint)blank >= (uint)classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(blank), blank, $"The blank is {blank}; with {classes} outputs it must be 0 to {classes - 1}.");
        }

        (Classes, Blank) = (classes, blank);
        _row = new float[WeightLayout.Padded(classes)];
        _logarithms = new double[classes];
        _beam = new CtcBeam(classes, blank);
    }

    /// <summary>Number of outputs of a step.</summary>
    public int Classes { get; }

    /// <summary>The output that stands for no label.</summary>
    public int Blank { get; }

    /// <summary>
    /// Best path decoding (Graves and others, 2006): the likeliest output of each step, what goes on for several steps once, without the
    /// blanks. Of equal logits the first counts, and a NaN is largest.
    /// </summary>
    /// <param name="logits">The logits of the valid steps of a row, [steps, classes].</param>
    /// <param name="labels">Receives the labels; room for one a step.</param>
    /// <returns>How many labels there are.</returns>
    /// <exception cref="ArgumentException">The logits are no whole steps, or there is too little room.</exception>
    public int Greedy(ReadOnlySpan<float> logits, Span<int> labels)
    {
        int steps = Steps(logits.Length, labels.Length);
        int count = 0, previous = Blank;
        for (int step = 0; step < steps; step++)
        {
            int best = TensorPrimitives.IndexOfMax(logits.Slice(step * Classes, Classes));
            if (best != previous && best != Blank)
            {
                labels[count++] = best;
            }

            previous = best;
        }

        return count;
    }

    /// <summary>
    /// Prefix beam search (Graves and Jaitly, 2014; Hannun and others, 2014): of all sequences of labels the likeliest, summed over the
    /// ways to spread it over the steps, as far as its beginnings are among the likeliest after each step. Of equally likely ones the
    /// shorter counts, then that of the smaller label where they first differ.
    /// </summary>
    /// <param name="logits">The logits of the valid steps of a row, [steps, classes]; -infinity for what is impossible.</param>
    /// <param name="beamWidth">How many beginnings are kept after each step, at least 1; with all of them the search is exact.</param>
    /// <param name="labels">Receives the labels; room for one a step.</param>
    /// <param name="logProbability">Receives the logarithm of the probability of the labels, of the ways that were kept.</param>
    /// <returns>How many labels there are.</returns>
    /// <exception cref="ArgumentException">
    /// The logits are no whole steps, a step has a NaN or +infinity or nothing that is possible, or there is too little room.
    /// </exception>
    public int BeamSearch(ReadOnlySpan<float> logits, int beamWidth, Span<int> labels, out double logProbability)
    {
        Steps(logits.Length, labels.Length);
        Search(logits, beamWidth);
        logProbability = _beam.LogProbability(0);
        return _beam.Copy(0, labels);
    }

    /// <summary>The same for several sequences, the likeliest first.</summary>
    /// <param name="logits">The logits of the valid steps of a row, [steps, classes].</param>
    /// <param name="beamWidth">How many beginnings are kept after each step, at least as many as sequences are wanted.</param>
    /// <param name="labels">Receives the labels, [sequences, steps].</param>
    /// <param name="lengths">Receives how many labels each sequence has, [sequences].</param>
    /// <param name="logProbabilities">Receives the logarithms of their probabilities, [sequences].</param>
    /// <returns>How many sequences there are: fewer than wanted where no more are possible.</returns>
    /// <exception cref="ArgumentException">
    /// The sizes do not fit, or a step has a NaN or +infinity or nothing that is possible.
    /// </exception>
    public int BeamSearch(
        ReadOnlySpan<float> logits, int beamWidth, Span<int> labels, Span<int> lengths, Span<double> logProbabilities)
    {
        int wanted = lengths.Length, steps = Steps(logits.Length, int.MaxValue);
        if (wanted < 1 || wanted > beamWidth || logProbabilities.Length != wanted || labels.Length < (long)wanted * steps)
        {
            throw new ArgumentException(
                $"{wanted} lengths, {logProbabilities.Length} probabilities and {labels.Length} labels were given for a beam of "
                + $"{beamWidth}; there must be as many probabilities as lengths, 1 to {beamWidth}, and {steps} labels for each.",
                nameof(lengths));
        }

        Search(logits, beamWidth);
        int count = Math.Min(wanted, _beam.Count);
        for (int sequence = 0; sequence < count; sequence++)
        {
            lengths[sequence] = _beam.Copy(sequence, labels[(sequence * steps)..]);
            logProbabilities[sequence] = _beam.LogProbability(sequence);
        }

        return count;
    }

    private void Search(ReadOnlySpan<float> logits, int beamWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        _beam.Begin(beamWidth);
        for (int step = 0; step * Classes < logits.Length; step++)
        {
            LogSoftmax(logits.Slice(step * Classes, Classes), step);
            _beam.Add(_logarithms);
        }

        _beam.Sort();
    }

    /// <summary>log softmax of a step, with the functions of the networks.</summary>
    private void LogSoftmax(ReadOnlySpan<float> logits, int step)
    {
        float largest = TensorPrimitives.Max(logits);
        if (!float.IsFinite(largest))
        {
            throw new ArgumentException(
                $"The largest logit of step {step} is {largest}; each must be below infinity, and one of a step finite.", nameof(logits));
        }

        Span<float> row = _row;
        logits.CopyTo(row);
        row[Classes..].Fill(float.NegativeInfinity);
        ref float first = ref MemoryMarshal.GetReference(row);
        Simd128 maximum = Simd128.Create(largest);
        for (nint lane = 0; lane < row.Length; lane += Simd128.Width)
        {
            Simd128.Store(VectorMath.Exp(Simd128.Load(ref first, lane) - maximum), ref first, lane);
        }

        Simd128 sum = Simd128.Create(Reductions.Sum<Simd128>(ref first, Classes));
        Simd128.Store(VectorMath.Log(sum), ref first, 0);
        for (int index = 0; index < Classes; index++)
        {
            _logarithms[index] = (double)logits[index] - largest - first;
        }
    }

    private int Steps(int logits, int room)
    {
        (int steps, int rest) = Math.DivRem(logits, Classes);
        if (rest != 0)
        {
            throw new ArgumentException($"{logits} logits are no whole steps of {Classes}.", nameof(logits));
        }

        return room >= steps
            ? steps
            : throw new ArgumentException($"There is room for {room} labels; {steps} steps can have as many.", "labels");
    }
}
