using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Plans how one row runs alone: which stages are fused, and where a step keeps its values.</summary>
internal static class RowPlanner
{
    // A layer of so few units is bound by latency, and its products with the inputs are worth no matrix product of their own; at 16
    // units interleaving was measured to lose a tenth.
    private const int InterleavedUnits = 8;

    public static RowPlan Plan(ModelSpec spec, IReadOnlyList<LayerPlan> layers, IReadOnlyList<StagePlan.Matrix> dense)
    {
        List<RowLayerPlan> planned = [.. layers.Select(PlanLayer)];
        int scratch = planned.Max(ScratchFloats);
        RowStagePlan[] head = [.. dense.Select(stage => RowStagePlan.Shape(stage, null, nonlinearCalls: 0))];
        return new RowPlan(
            planned.ToEquatable(),
            head.ToEquatable(),
            scratch + head.Sum(stage => Sizes.Padded(stage.Units)),
            layers.Any(layer => layer.Units % 16 == 8) ? 256 : 512,
            spec.Steps is not null && layers.Count > 1 && layers.All(layer => layer.Units <= InterleavedUnits && layer.InputWidth <= Sizes.Block));
    }

    private static RowLayerPlan PlanLayer(LayerPlan layer)
    {
        List<RowStagePlan> stages = [.. Fuse(layer)];
        List<RowPlacePlan> places = [];
        int scratch = 0;
        foreach (StatePlan state in layer.States)
        {
            int changed = stages.FindIndex(stage => Stores(stage).Any(store => store.Access == new Access(state.Field, Slot.Next)));
            bool readLater = stages.Skip(changed + 1).Any(stage => ReadsBefore(stage, state.Field));
            bool multiplied = stages[changed].Matrix is StagePlan.Matrix matrix && matrix.Operands.Any(operand => operand.Source == new Access(state.Field, Slot.Step));
            places.Add(new RowPlacePlan(
                state.Field,
                state.Units,
                state.Offset,
                state.Units % 8 == 0 ? -1 : Take(state.Units),
                readLater || multiplied ? Take(state.Units) : -1,
                readLater ? 0 : stages[changed].TileVectors));
        }

        foreach (RowStagePlan stage in stages)
        {
            if (stage is { Matrix: StagePlan.Matrix matrix, Pointwise: null })
            {
                places.Add(new RowPlacePlan(matrix.Output.Field, matrix.Units, -1, Take(matrix.Columns), -1, 0));
            }

            foreach (StorePlan store in Stores(stage).Where(store => store.Access.Slot != Slot.Next))
            {
                places.Add(new RowPlacePlan(store.Access.Field, layer.Units, -1, Take(layer.Units), -1, 0));
            }
        }

        return new RowLayerPlan(layer, stages.ToEquatable(), places.ToEquatable());

        int Take(int floats)
        {
            int offset = scratch;
            scratch += Sizes.Padded(floats);
            return offset;
        }
    }

    /// <summary>A matrix stage and the pointwise stage after it become one when nothing else reads the products.</summary>
    private static IEnumerable<RowStagePlan> Fuse(LayerPlan layer)
    {
        for (int index = 0; index < layer.Stages.Count; index++)
        {
            if (layer.Stages[index] is StagePlan.Pointwise alone)
            {
                yield return RowStagePlan.Shape(null, alone, Calls(alone));
                continue;
            }

            StagePlan.Matrix matrix = (StagePlan.Matrix)layer.Stages[index];
            StagePlan.Pointwise[] readers = [.. layer.Stages.OfType<StagePlan.Pointwise>().Where(stage => stage.Forward.Loads.Any(load => load.Access.Field == matrix.Output.Field))];
            if (index + 1 < layer.Stages.Count && readers.Length == 1 && readers[0] == layer.Stages[index + 1])
            {
                yield return RowStagePlan.Shape(matrix, readers[0], Calls(readers[0]));
                index++;
                continue;
            }

            yield return RowStagePlan.Shape(matrix, null, nonlinearCalls: 0);
        }
    }

    private static int Calls(StagePlan.Pointwise stage) => stage.Forward.Statements.Count(statement => statement.Value is Expr.Call);

    private static IEnumerable<StorePlan> Stores(RowStagePlan stage) =>
        stage.Pointwise is null ? [] : stage.Pointwise.Forward.Stores.Where(store => !store.TrainingOnly);

    private static bool ReadsBefore(RowStagePlan stage, string state)
    {
        Access before = new(state, Slot.Step);
        return (stage.Matrix is not null && stage.Matrix.Operands.Any(operand => operand.Source == before))
            || (stage.Pointwise is not null && stage.Pointwise.Forward.Loads.Any(load => load.Access == before));
    }

    private static int ScratchFloats(RowLayerPlan layer) => layer.Places.Sum(place =>
        (place.ScratchOffset < 0 ? 0 : Extent(layer, place)) + (place.BeforeOffset < 0 ? 0 : Sizes.Padded(place.Units)));

    private static int Extent(RowLayerPlan layer, RowPlacePlan place) =>
        layer.Stages.FirstOrDefault(stage => stage.Matrix?.Output.Field == place.Field)?.Matrix!.Columns ?? Sizes.Padded(place.Units);
}
