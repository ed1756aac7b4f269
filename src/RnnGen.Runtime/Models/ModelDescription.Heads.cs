using System;
using System.Collections.Generic;

namespace RnnGen;

/// <content>Models with several outputs, each of a named head.</content>
public sealed partial record ModelDescription
{
    /// <summary>The heads in the order of their declaration; of a model whose outputs have no names one, with an empty name.</summary>
    public IReadOnlyList<HeadInfo> Heads
    {
        get => field ?? [new HeadInfo("", OutputSize, OutputsEveryStep, Streams: true)];
        init;
    }

    /// <summary>Whether trainers have masks of dropout.</summary>
    public bool HasDropout { get; init; }

    /// <summary>Whether the heads have names.</summary>
    public bool HasNamedHeads => Heads[0].Name.Length > 0;

    /// <summary>The head that a description is of; see <see cref="ForHead"/>.</summary>
    internal string? HeadName { get; private init; }

    /// <summary>
    /// Number of all outputs of a batch: what <see cref="IRnnModel.Predict"/> writes. Outputs of several heads follow one another, each in
    /// its own shape.
    /// </summary>
    /// <param name="batchSize">Number of rows.</param>
    /// <param name="steps">Number of time steps.</param>
    public long OutputCount(int batchSize, int steps)
    {
        long count = 0;
        for (int head = 0; head < Heads.Count; head++)
        {
            count += Heads[head].OutputCount(batchSize, steps);
        }

        return count;
    }

    /// <summary>Where the outputs of a head stand among those of all heads.</summary>
    /// <param name="head">Index of the head in <see cref="Heads"/>.</param>
    /// <param name="batchSize">Number of rows.</param>
    /// <param name="steps">Number of time steps.</param>
    public Range OutputRange(int head, int batchSize, int steps)
    {
        long start = 0;
        for (int index = 0; index < head; index++)
        {
            start += Heads[index].OutputCount(batchSize, steps);
        }

        return checked((int)start)..checked((int)(start + Heads[head].OutputCount(batchSize, steps)));
    }

    /// <summary>The description of a model that had this head alone, whose outputs and targets checks can speak of.</summary>
    /// <param name="head">Index of the head in <see cref="Heads"/>.</param>
    public ModelDescription ForHead(int head) => this with
    {
        OutputSize = Heads[head].OutputSize,
        OutputsEveryStep = Heads[head].OutputsEveryStep,
        HeadName = HasNamedHeads ? Heads[head].Name : null,
        Heads = [Heads[head]],
    };
}
