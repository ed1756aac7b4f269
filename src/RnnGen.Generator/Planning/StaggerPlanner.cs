using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Plans whether the layers of a block of steps run staggered. A step of a small layer waits for a chain of operations, and the next
/// layer's step waits for it; but layer n + 1 at a step and layer n at the next one do not wait for each other. Their instructions are too
/// many for a processor to look past, unless what a layer adds up over its inputs, the longer half of its work, comes first and apart.
/// </summary>
internal static class StaggerPlanner
{
    /// <summary>The same plan, with the stages of the upper layers split where that pays.</summary>
    public static RowPlan Plan(RowPlan row, IReadOnlyList<HeadPlan> heads)
    {
        if (!Staggers(row, heads))
        {
            return row;
        }

        int sums = row.ScratchFloats;
        List<RowItemPlan> items = [row.Items[0]];
        foreach (RowItemPlan item in row.Items.Skip(1))
        {
            RowLayerPlan layer = ((RowItemPlan.Cell)item).Layer;
            items.Add(new RowItemPlan.Cell(layer with { Stages = layer.Stages.Select(Split).ToEquatable() }));
        }

        return row with { Items = items.ToEquatable(), SumsFloats = sums - row.ScratchFloats };

        RowStagePlan Split(RowStagePlan stage)
        {
            if (stage.Projected is null)
            {
                return stage;
            }

            int offset = sums;
            sums += Sizes.Padded(stage.Units) * stage.SumsPerUnit;
            RowParameterPlan.Sums place = new();
            RowParameterPlan.Operand inputs = new(stage.Projected);
            return stage with
            {
                SumsOffset = offset,
                InputParameters = new RowParameterPlan[] { new RowParameterPlan.Weights(), inputs, place }.ToEquatable(),
                StateParameters = stage.StepParameters.Where(parameter => parameter != inputs)
                    .SelectMany(parameter => parameter is RowParameterPlan.Weights ? [parameter, place] : new[] { parameter })
                    .ToEquatable(),
            };
        }
    }

    // What does not fit a first-level cache waits for its weights, which splitting would read in two sweeps.
    private static bool Staggers(RowPlan row, IReadOnlyList<HeadPlan> heads)
    {
        List<RowLayerPlan> layers = [.. row.Items.OfType<RowItemPlan.Cell>().Select(item => item.Layer)];
        BufferRef top = layers[layers.Count - 1].Layer.Output.Access.Buffer;
        return row.IsOnStack && layers.Count == row.Items.Count && layers.Count > 1 && !row.Sweeps
            && layers.All(layer => !layer.Layer.IsVector && layer.Stages.All(stage => !stage.IsDot))
            && heads.Where(head => head.Streams).All(head => head.Source == top)
            && layers.Skip(1).Select((layer, below) => ReadsOnly(layer, layers[below].Layer.Output.Access.Buffer)).All(reads => reads);
    }

    /// <summary>Whether a layer reads the one below it in products with its inputs alone, which come first in their sums.</summary>
    private static bool ReadsOnly(RowLayerPlan layer, BufferRef below) =>
        layer.Layer.Inputs.Count == 1 && layer.Layer.Inputs[0].Access.Buffer == below
        && layer.Places.All(place => !place.IsInput)
        && layer.Stages.Any(stage => stage.Projected is not null)
        && layer.Stages.All(stage => stage.Places.All(place => place.Buffer != below)
            && (stage.Matrix is null || stage.Matrix.Operands.Skip(stage.Projected is null ? 0 : 1).All(
                operand => operand.Source.Buffer != below)));
}
