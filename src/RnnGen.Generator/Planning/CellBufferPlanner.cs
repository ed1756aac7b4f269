using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Plans the buffers of one layer: what each holds and is for.</summary>
/// <param name="cell">The layer's equations.</param>
/// <param name="scope">Where its values live.</param>
/// <param name="title">What comments call it.</param>
internal sealed class CellBufferPlanner(CellDefinition cell, CellScope scope, string title)
{
    /// <summary>All of them.</summary>
    /// <param name="outputIsRead">Whether the output is read step by step.</param>
    public IEnumerable<BufferPlan> Plan(bool outputIsRead) =>
        Describe(outputIsRead).Select(buffer => scope.IsVector ? OnceASequence(buffer) : buffer);

    /// <summary>A vector's values have one slot: nothing else is written there until the way back.</summary>
    private static BufferPlan OnceASequence(BufferPlan buffer) => buffer with
    {
        Role = buffer.Role switch
        {
            BufferRole.Output or BufferRole.Operand or BufferRole.Saved or BufferRole.AheadOperand => BufferRole.Scratch,
            BufferRole.ProductGradient or BufferRole.OutputGradient => BufferRole.ScratchGradient,
            BufferRole.Mask => BufferRole.SequenceMask,
            _ => buffer.Role,
        },
    };

    private IEnumerable<BufferPlan> Describe(bool outputIsRead)
    {
        foreach (CellState state in cell.States)
        {
            BufferRole role = outputIsRead && state.Next == cell.Output ? BufferRole.OutputState : BufferRole.State;
            string name = CellNames.Display(state.Name);
            yield return new BufferPlan(
                scope.State(state.Name), role, state.Extent.Size, 1,
                $"State {name} of {title}; slot t holds it as it is before step t, counted from 0.", name);
            yield return new BufferPlan(
                scope.State(state.Name).Gradient, BufferRole.StateGradient, state.Extent.Size, 1, $"Gradient of state {name} of {title}.");
        }

        foreach (CellVector vector in cell.Vectors)
        {
            yield return new BufferPlan(
                scope.Vector(vector.Name).Gradient, BufferRole.ProductGradient, vector.Extent.Size, 1,
                $"Gradient of {vector.Parameter} of {title}, step by step.");
        }

        foreach (CellMask mask in cell.Masks)
        {
            yield return new BufferPlan(
                scope.Mask(mask),
                mask.OncePerSequence ? BufferRole.SequenceMask : BufferRole.Mask,
                mask.Extent.Size,
                1,
                $"Mask {mask.Name} of {title}, for training.");
        }

        foreach (CellStage stage in cell.Stages)
        {
            if (stage is CellStage.Matrix matrix)
            {
                string blocks = string.Join(", ", matrix.Blocks.Select(CellNames.Display));
                BufferRole role = (scope.IsKept(matrix), scope.IsAhead(matrix)) switch
                {
                    (true, false) => BufferRole.Operand,
                    (true, true) => BufferRole.AheadOperand,
                    (false, true) => BufferRole.Ahead,
                    _ => BufferRole.Scratch,
                };
                yield return new BufferPlan(
                    scope.Product(matrix), role, matrix.Extent.Size, matrix.Blocks.Count, $"Products {blocks} of {title}.");
                yield return new BufferPlan(
                    scope.Product(matrix).Gradient, BufferRole.ProductGradient, matrix.Extent.Size, matrix.Blocks.Count,
                    $"Gradients of {blocks} of {title}.");
                continue;
            }

            if (stage is CellStage.Normalize normalize)
            {
                foreach (BufferPlan buffer in Describe(normalize))
                {
                    yield return buffer;
                }

                continue;
            }

            foreach (Assignment assignment in ((CellStage.Pointwise)stage).Assignments)
            {
                bool crosses = scope.IsReadByOtherStage(assignment.Name);
                if (scope.StateWithNext(assignment.Name) is null && scope.IsStored(assignment.Name))
                {
                    yield return new BufferPlan(
                        scope.Value(assignment.Name),
                        scope.IsOutputValue(assignment.Name) ? BufferRole.Output : crosses ? BufferRole.Operand : BufferRole.Saved,
                        stage.Extent.Size,
                        1,
                        $"{CellNames.Display(assignment.Name)} = {ExprText.Maths(assignment.Value)} of {title}.",
                        CellNames.Display(assignment.Name));
                }

                if (crosses)
                {
                    yield return ScratchGradient(assignment.Name, stage.Extent);
                }
            }
        }
    }

    private IEnumerable<BufferPlan> Describe(CellStage.Normalize stage)
    {
        for (int index = 0; index < stage.Values.Count; index++)
        {
            string result = stage.Results[index], value = CellNames.Display(stage.Values[index]);
            string name = CellNames.Display(result);
            yield return new BufferPlan(
                scope.Value(result), BufferRole.Operand, stage.Extent.Size, 1, $"{name} = {value} of {title}, normalised.", name);
            yield return ScratchGradient(result, stage.Extent);
        }

        string values = string.Join(", ", stage.Values.Select(CellNames.Display));
        yield return new BufferPlan(
            scope.Scale(stage), BufferRole.Saved, stage.Scales.Size, 1, $"What {values} of {title} were multiplied by.");
    }

    private BufferPlan ScratchGradient(string name, Extent extent) => new(
        scope.Value(name).Gradient, BufferRole.ScratchGradient, extent.Size, 1, $"Gradient of {CellNames.Display(name)} of {title}.");
}
