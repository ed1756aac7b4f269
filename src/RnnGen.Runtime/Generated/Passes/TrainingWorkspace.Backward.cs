using System;
using System.Numerics.Tensors;
using RnnGen.Training.Distributed;

namespace RnnGen.Generated;

/// <content>The way back, alone and as one of several ranks whose gradients are added up on the way.</content>
public abstract partial class TrainingWorkspace
{
    // Sums over ranks leave rows in it that this one's tokens do not name.
    private bool _tableIsOfRanks;

    /// <summary>From the gradients of the outputs and of the final states to all others.</summary>
    /// <param name="parts">Number of parts.</param>
    /// <param name="ranks">Adds up the gradients of each phase while the next ones run; <see langword="null"/> alone.</param>
    internal void RunBackward(int parts, RankPass? ranks = null)
    {
        if (_tableIsOfRanks)
        {
            Gradients.Span.Slice((int)TableRow(0), Model.Vocabulary!.Value * Model.EmbeddingSize).Clear();
        }

        _tableIsOfRanks = _embeds && ranks is { SumsGradients: true };
        for (int phase = 0; phase < BackwardPhases; phase++)
        {
            RunPhase(FirstBackwardPhase + phase, parts);
            ranks?.EndPhase(phase, Gradients.Span);
        }

        KeepTouched();
    }

    /// <summary>The same without rows: zeros, to which those of the other ranks are added.</summary>
    internal void ClearGradients(RankPass ranks)
    {
        Gradients.Span.Clear();
        _tableIsOfRanks = _embeds && ranks.SumsGradients;
        for (int phase = 0; phase < BackwardPhases; phase++)
        {
            ranks.EndPhase(phase, Gradients.Span);
        }
    }

    /// <summary>Finds out which phase of the way back is the last to write the gradient of each parameter.</summary>
    /// <remarks>
    /// On a batch without rows, after its forward pass: whatever the batch, a phase writes whole gradients, here the zeros of empty sums.
    /// The table of an embedding alone is added to, by the last phase, and what no phase writes counts as written by it too.
    /// </remarks>
    /// <returns>Of each of <see cref="ModelDescription.Parameters"/> the number of the phase. The gradients are zero then.</returns>
    internal int[] FindLastWriters()
    {
        int[] writers = new int[Model.Parameters.Count];
        Array.Fill(writers, BackwardPhases - 1);
        Span<float> gradients = Gradients.Span;
        gradients.Fill(float.NaN);
        for (int phase = 0; phase < BackwardPhases; phase++)
        {
            RunPhase(FirstBackwardPhase + phase, 1);
            for (int index = 0; index < writers.Length; index++)
            {
                ParameterInfo parameter = Model.Parameters[index];
                Span<float> written = gradients.Slice(parameter.Offset, parameter.Count);
                if (!TensorPrimitives.IsNaNAll<float>(written))
                {
                    writers[index] = phase;
                    written.Fill(float.NaN);
                }
            }
        }

        KeepTouched();
        _tableIsOfRanks = false;
        gradients.Clear();
        return writers;
    }
}
