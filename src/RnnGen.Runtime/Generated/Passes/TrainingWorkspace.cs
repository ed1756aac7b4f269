using System;
using System.ComponentModel;
using RnnGen.Numerics;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <summary>
/// What the workspaces of all networks that can be trained have in common: gradients, and the phases of a training step, each shared out by
/// rows or by columns.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class TrainingWorkspace : NetworkWorkspace
{
    internal const int PackPhase = 1, ForwardPhase = 2, EvaluationPhase = 3, LossPhase = 4, FirstBackwardPhase = 5;

    private const int PredictPhase = 0;

    /// <summary>For benchmarks: is told of the phases of every trainer.</summary>
    internal static ITrainingObserver? Observer;

    private AlignedBuffer[] _scratch = [];

    /// <summary>Creates a workspace without memory.</summary>
    /// <inheritdoc/>
    protected TrainingWorkspace(ModelDescription model, int floatsPerStep, TokenTable? table = null)
        : base(model, floatsPerStep, table) => _embeds = table is not null;

    /// <summary>Gradients in the layout of the parameters; none before training.</summary>
    public AlignedBuffer Gradients { get; private set; }

    /// <summary>Whether gradients of the initial states are wanted.</summary>
    public bool WantsStateGradients { get; internal set; }

    /// <summary>The targets of each head, in the order of the heads; none without losses.</summary>
    public LossTargets[] Losses { get; internal set; } = [];

    /// <summary>Seed of the masks of dropout.</summary>
    public ulong MaskSeed { get; internal set; }

    /// <summary>Number of the pass, which its masks depend on.</summary>
    public long MaskPass { get; internal set; }

    /// <summary>Which row of the whole batch is row 0, whose mask it gets; 0 unless the rows are a rank's share.</summary>
    internal int FirstMaskRow { get; set; }

    /// <summary>Whether the network has dropout.</summary>
    public virtual bool Drops => false;

    /// <summary>Number of the backward phases.</summary>
    protected abstract int BackwardPhases { get; }

    /// <summary>Scratch of a part for <see cref="Kernels.WeightGradients"/>, which grows as needed.</summary>
    public ref AlignedBuffer Scratch(int part) => ref _scratch[part];

    /// <summary>Makes what takes the targets of each head; none without losses.</summary>
    public virtual LossTargets[] CreateLosses() => [];

    /// <summary>Makes the panels, those of the backward pass not allocated.</summary>
    protected abstract PackedPanels CreatePanels();

    /// <summary>Allocates the sums of the weight gradients.</summary>
    protected abstract void AllocateWeightGradients();

    /// <summary>Shapes the buffers of the backward pass for the current batch.</summary>
    protected abstract void ShapeGradients();

    /// <summary>The buffer of the gradients of a head's outputs.</summary>
    protected abstract StepBuffer OutputGradient(int head);

    /// <summary>The buffer of the gradients of a state, in the order of <see cref="ModelDescription.States"/>.</summary>
    protected abstract StepBuffer StateGradient(int state);

    /// <summary>All layers and heads, forward, with dropout where there is any, for some rows.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    protected virtual void ForwardForTraining<V>(int first, int rows)
        where V : struct, ISimd<V> => Forward<V, HistoryPass>(first, rows);

    /// <summary>The losses, and the gradients of the outputs, for some rows.</summary>
    /// <inheritdoc cref="ForwardForTraining{V}(int, int)"/>
    protected virtual void Loss<V>(int first, int rows)
        where V : struct, ISimd<V>
    {
    }

    /// <summary>One phase of the way back, for a part of the rows or of the columns.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="phase">Which phase, from 0.</param>
    /// <param name="first">First row of the part.</param>
    /// <param name="rows">Number of its rows.</param>
    /// <param name="part">Index of the part.</param>
    /// <param name="parts">Number of parts.</param>
    protected abstract void Backward<V>(int phase, int first, int rows, int part, int parts)
        where V : struct, ISimd<V>;

    /// <summary>Draws a mask of dropout for some rows: a function of seed, pass, mask, step, row and unit.</summary>
    /// <param name="mask">The buffer.</param>
    /// <param name="number">Which mask of the network it is.</param>
    /// <param name="rate">Share that is dropped.</param>
    /// <param name="steps">Steps that have a mask of their own.</param>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    protected void DrawMask(in StepBuffer mask, int number, float rate, int steps, int first, int rows)
    {
        // Parameters and shuffles have streams of small numbers.
        CounterRandom random = new(MaskSeed, 0x8000_0000_0000_0000 | ((ulong)MaskPass << 16) | (uint)number);
        for (int step = 0; step < steps; step++)
        {
            for (int row = first; row < first + rows; row++)
            {
                // The same for a row in any batch: 20 bits for the unit, 20 for the step.
                random.FillMask(((ulong)(FirstMaskRow + row) << 40) | ((ulong)step << 20), rate, mask.Row(step, row));
            }
        }
    }

    /// <summary>Allocates what only a trainer needs, for the current vector width.</summary>
    internal void AllocateForTraining()
    {
        PackedPanels panels = CreatePanels();
        panels.AllocateTransposed();
        panels.ForBits = SimdSupport.VectorBits;
        Read(panels, null);
        Gradients = AlignedBuffer.Allocate(Model.ParameterCount);
        AllocateWeightGradients();
    }

    /// <summary>Shapes the buffers of the backward pass for the current batch and number of parts.</summary>
    internal void ShapeGradients(int parts)
    {
        ShapeInputGradients();
        ShapeGradients();
        if (_scratch.Length < parts)
        {
            Array.Resize(ref _scratch, parts);
        }
    }

    /// <summary>Sets the gradients of the outputs of a head, zero when there are none.</summary>
    internal void SetOutputGradients(int head, ReadOnlySpan<float> gradients, SequenceLayout layout)
    {
        HeadInfo info = Heads[head];
        StepBuffer target = OutputGradient(head);
        if (!info.OutputsEveryStep)
        {
            CopyStatesIn(gradients, info.OutputSize, 0, 0, info.OutputSize, target, 0);
        }
        else if (!gradients.IsEmpty)
        {
            CopyIn(gradients, Rows, layout, 0, info.OutputSize, target);
        }
        else
        {
            for (int step = 0; step < Steps && Rows > 0; step++)
            {
                target.Clear(step);
            }
        }
    }

    /// <summary>Sets the gradients of the final states, zero when there are none.</summary>
    internal void SetFinalStateGradients(ReadOnlySpan<float> gradients)
    {
        for (int index = 0; index < States.Length; index++)
        {
            StateInfo state = States[index];
            CopyStatesIn(gradients, Model.StateSize, state.Offset, 0, state.Units, StateGradient(index), MaxLength);
        }
    }

    /// <summary>Gives the gradients of the initial states.</summary>
    internal void CopyInitialStateGradients(Span<float> gradients)
    {
        for (int index = 0; index < States.Length; index++)
        {
            StateInfo state = States[index];
            CopyStatesOut(StateGradient(index), 0, gradients, Model.StateSize, state.Offset, 0, state.Units);
        }
    }

    /// <summary>Packs the parameters.</summary>
    internal void Pack(int parts) => RunPhase(PackPhase, parts);

    /// <summary>The forward pass, with dropout where there is any.</summary>
    internal void RunForward(int parts) => RunPhase(ForwardPhase, parts);

    /// <summary>The forward pass as a prediction makes it.</summary>
    internal void RunEvaluation(int parts) => RunPhase(EvaluationPhase, parts);

    /// <summary>The losses, and the gradients of the outputs.</summary>
    internal void RunLoss(int parts) => RunPhase(LossPhase, parts);

    /// <summary>The parameters that <see cref="Pack"/> packs.</summary>
    internal ModelParameters Parameters { get; set; } = null!;

    private void RunPhase(int phase, int parts)
    {
        Observer?.Began(phase);
        WorkerTeam.Run(this, phase, parts);
        Observer?.Ended();
    }

    private protected override void Run(int phase, int part, int parts)
    {
        if (phase == PredictPhase)
        {
            base.Run(phase, part, parts);
            return;
        }

        switch (VectorBits)
        {
            case 512:
                Run<Simd512>(phase, part, parts);
                break;
            case 256:
                Run<Simd256>(phase, part, parts);
                break;
            default:
                Run<Simd128>(phase, part, parts);
                break;
        }
    }

    private void Run<V>(int phase, int part, int parts)
        where V : struct, ISimd<V>
    {
        Partition.Rows(Rows, part, parts, out int first, out int rows);
        switch (phase)
        {
            case PackPhase:
                Panels.Pack(Parameters.Values, V.Width, part, parts);
                Panels.PackTransposed(Parameters.Values, V.Width, part, parts);
                break;
            case ForwardPhase:
                ForwardForTraining<V>(first, rows);
                break;
            case EvaluationPhase:
                Forward<V, HistoryPass>(first, rows);
                break;
            case LossPhase:
                Loss<V>(first, rows);
                break;
            default:
                Backward<V>(phase - FirstBackwardPhase, first, rows, part, parts);
                break;
        }
    }
}
