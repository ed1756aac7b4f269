using System.Linq;

namespace RnnGen.Generator.Plans.Costs;

/// <summary>
/// Bytes that a model needs: what the runtime allocates for it, without the headers of arrays, the line that each is aligned by, and what
/// threads need for themselves.
/// </summary>
/// <param name="Parameters">The parameters, floats.</param>
/// <param name="Packed">Their copy for batches of a prediction.</param>
/// <param name="PackedRows">Their copy for single rows, steps of a stream among them; 0 of a model without.</param>
/// <param name="PackedForTraining">A trainer's copy, transposed too.</param>
/// <param name="Gradients">Gradients of the parameters, and the sums that they are made of.</param>
/// <param name="Prediction">Activations of a row of a prediction.</param>
/// <param name="Training">Activations of a row in training, their gradients, masks of dropout and targets.</param>
internal sealed record ModelCost(
    long Parameters, long Packed, long PackedRows, long PackedForTraining, long Gradients, RowBytes Prediction, RowBytes Training)
{
    /// <summary>The cost of a model.</summary>
    public static ModelCost Of(ModelPlan plan)
    {
        long parameters = plan.Parameters.Sum(parameter => parameter.Count);
        long vectors = plan.Vectors.Sum(vector => (long)Sizes.Padded(vector.Units));
        long initials = plan.Initials.Sum(vector => (long)Sizes.Padded(vector.Units));
        long packed = plan.Matrices.Sum(stage => stage.Operands.Sum(stage.PackedFloats) + stage.Columns) + vectors + initials;
        long rows = plan.Row is null
            ? 0
            : plan.Row.Stages.Where(stage => stage.Matrix is not null).Sum(stage => stage.PackedFloats) + vectors;
        long trained = plan.Matrices.Sum(stage => stage.Operands.Sum(operand =>
            stage.TrainerFloats(operand) + ((long)Sizes.Padded(operand.Width) * stage.Columns)) + stage.Columns) + vectors + initials;
        long sums = plan.Matrices.Sum(stage => (stage.TileRows + 1L) * stage.Columns) + vectors + initials;
        return new ModelCost(
            Bytes(parameters), Bytes(packed), Bytes(rows), Bytes(trained), Bytes(parameters + sums), Activations(plan), Trained(plan));
    }

    private static RowBytes Activations(ModelPlan plan) => plan.Workspace.Forward.Aggregate(
        Inputs(plan), (sum, buffer) => buffer.Passing is SlotCount slots ? sum + Floats(buffer.Buffer, slots) : sum);

    private static RowBytes Trained(ModelPlan plan)
    {
        RowBytes inputs = Inputs(plan);

        // The table of an embedding learns from the gradients of what it gave.
        inputs = plan.Embedding is null ? inputs : inputs + Steps(Sizes.Padded(plan.Spec.InputSize));
        RowBytes buffers = plan.Workspace.Forward.Concat(plan.Workspace.Backward).Aggregate(
            inputs, (sum, buffer) => sum + Floats(buffer.Buffer, buffer.History));
        return plan.Losses.Aggregate(buffers, (sum, loss) => sum + Targets(loss) + Once(loss.ScratchFloats));
    }

    private static RowBytes Targets(LossPlan loss) =>
        loss.IsEveryStep ? Steps(loss.TargetFloats) : Once(loss.TargetFloats);

    private static RowBytes Inputs(ModelPlan plan) =>
        Steps(Sizes.Padded(plan.Spec.InputSize)) + Once(Sizes.Padded(plan.Spec.SequenceInputSize));

    private static RowBytes Floats(BufferPlan buffer, SlotCount slots) => new(
        slots.EveryStep ? Bytes(buffer.Stride) : 0, Bytes((long)slots.Fixed * buffer.Stride));

    private static RowBytes Steps(int floats) => new(Bytes(floats), 0);

    private static RowBytes Once(int floats) => new(0, Bytes(floats));

    private static long Bytes(long floats) => floats * sizeof(float);
}

/// <summary>Bytes of one row of a batch.</summary>
/// <param name="PerStep">For each of its steps.</param>
/// <param name="PerSequence">However many steps there are.</param>
internal readonly record struct RowBytes(long PerStep, long PerSequence)
{
    /// <summary>Bytes of a row of so many steps; more than a long can count are no rare mistake.</summary>
    public decimal Of(int steps) => ((decimal)PerStep * steps) + PerSequence;

    public static RowBytes operator +(RowBytes left, RowBytes right) =>
        new(left.PerStep + right.PerStep, left.PerSequence + right.PerSequence);
}
