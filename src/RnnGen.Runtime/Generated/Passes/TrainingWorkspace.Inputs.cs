using System;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>Gradients of the inputs: of floats, of tokens' rows of the table, and of what all steps of a row see.</content>
public abstract partial class TrainingWorkspace
{
    private readonly bool _embeds;

    /// <summary>Gradients of the inputs of every step, those of the rows of the table that tokens name first.</summary>
    public StepBuffer InputGradients { get; private set; }

    /// <summary>
    /// Gradients of the inputs that all steps of a row see, [1, rows, padded features]; zero before the backward pass, whose steps add
    /// theirs. Without memory where they are not wanted.
    /// </summary>
    public StepBuffer SequenceInputGradients { get; private set; }

    /// <summary>Whether gradients of the inputs of every step are wanted.</summary>
    public bool WantsInputGradients { get; internal set; }

    /// <summary>Whether gradients of the inputs that all steps of a row see are wanted.</summary>
    public bool WantsSequenceInputGradients { get; internal set; }

    /// <summary>
    /// dtable[token] += dx over all steps and rows, for a share of the columns; of the other rows only those of the last pass are zeroed.
    /// </summary>
    protected void AddTableGradients<V>(int part, int parts)
        where V : struct, ISimd<V>
    {
        int units = Model.EmbeddingSize;
        Partition.Range(WeightLayout.Padded(units), Kernels.LaneMultiple, part, parts, out int firstColumn, out int columns);
        columns = Math.Min(columns, units - firstColumn);
        if (columns <= 0)
        {
            return;
        }

        ClearTouched(Gradients.Span, firstColumn, columns);
        for (int step = 0; step < MaxLength; step++)
        {
            for (int row = 0; row < Rows; row++)
            {
                int token = Token(step, row);
                if (token >= 0)
                {
                    Kernels.AddRow<V>(
                        ref Kernels.At(ref InputGradients[step, row], firstColumn), ref Gradients.At(TableRow(token) + firstColumn),
                        columns);
                }
            }
        }
    }

    /// <summary>Shapes the buffers of those that are wanted for the current batch.</summary>
    private void ShapeInputGradients()
    {
        // The table of an embedding learns from them, wanted or not.
        if (WantsInputGradients || _embeds)
        {
            StepBuffer gradients = InputGradients;
            Shape(ref gradients, Steps, WeightLayout.Padded(Model.InputSize));
            InputGradients = gradients;
        }

        if (WantsSequenceInputGradients)
        {
            StepBuffer gradients = SequenceInputGradients;
            Shape(ref gradients, 1, WeightLayout.Padded(Model.SequenceInputSize));
            gradients.Clear(0);
            SequenceInputGradients = gradients;
        }
    }

    /// <summary>Gives the gradients of the inputs of every step: of the floats, or where there are none of the embedded tokens.</summary>
    internal void CopyInputGradients(Span<float> gradients, SequenceLayout layout)
    {
        int features = Model.InputGradientSize;
        CopyOut(InputGradients, 0, gradients, Rows, layout, 0, features, Model.InputSize - features);
    }

    /// <summary>Gives the gradients of the inputs that all steps of a row see.</summary>
    internal void CopySequenceInputGradients(Span<float> gradients) =>
        CopyStatesOut(SequenceInputGradients, 0, gradients, Model.SequenceInputSize, 0, 0, Model.SequenceInputSize);
}
