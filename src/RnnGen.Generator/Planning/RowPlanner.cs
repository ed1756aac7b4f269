using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans how one row runs alone: in which order, and where a step keeps its values.</summary>
internal static class RowPlanner
{
    // A layer of so few units is bound by latency, and its products with the inputs are worth no matrix product of their own; at 16
    // units interleaving was measured to lose a tenth.
    private const int InterleavedUnits = 8;

    // Scratch up to here lives on the stack: 16 KB.
    private const int MaxStackFloats = 4096;

    public static RowPlan Plan(ModelSpec spec, IReadOnlyList<LayerPlan> layers, IReadOnlyList<HeadPlan> heads)
    {
        bool interleaves = spec.Steps is not null && layers.Count > 1 && layers.All(layer =>
            layer.InputWidth <= Sizes.Block && layer.Stages.All(stage => UnitsOf(stage) <= InterleavedUnits));

        // Layers use the same scratch one after the other, but for outputs, which the next layer reads.
        int scratch = layers.Max(layer => ScratchFloats(PlanLayer(layer, 0, !interleaves, isTop: false)));
        List<RowLayerPlan> planned = [];
        foreach (LayerPlan layer in layers)
        {
            planned.Add(PlanLayer(layer, scratch, !interleaves, isTop: layer == layers[layers.Count - 1]));
            scratch += layer.OutputState is null ? Sizes.Padded(layer.Output.Width) : 0;
        }

        List<RowHeadPlan> dense = [];
        foreach (HeadPlan head in heads)
        {
            List<RowHeadPlan> rows = [];
            foreach ((StagePlan.Matrix product, StagePlan.Pointwise? activation) in head.Layers)
            {
                RowStagePlan row = RowStagePlanner.Plan(product, activation);

                // Dot products are stored one by one, so that the last ones go where the caller wants them.
                bool isOutput = row.IsDot && product == head.Dense[head.Dense.Count - 1];
                rows.Add(new RowHeadPlan(row, isOutput ? -1 : scratch, head.Name));
                scratch += isOutput ? 0 : Sizes.Padded(product.Units);
            }

            dense.AddRange(rows.Select((row, index) => index + 1 < rows.Count && rows[index + 1].Stage.IsDot && row.ScratchOffset >= 0
                ? row with { ClearedFloats = Sizes.Padded(row.Stage.Units) - row.Stage.Units }
                : row));
        }

        return new RowPlan(
            planned.ToEquatable(),
            dense.ToEquatable(),
            scratch,
            scratch <= MaxStackFloats && spec.InputSize <= MaxStackFloats,
            layers.Any(HasHalfVectors) ? 256 : 512,
            interleaves);
    }

    // Half a vector of 512 bits would be read past the end of a state or an input that is used where it is.
    private static bool HasHalfVectors(LayerPlan layer) =>
        layer.States.Any(state => state.Units % 16 == 8) || (ReadsInput(layer) && layer.InputWidth % 16 == 8);

    private static int UnitsOf(StagePlan stage) => stage switch
    {
        StagePlan.Matrix matrix => matrix.Units,
        StagePlan.Normalize normalize => normalize.Units,
        _ => ((StagePlan.Pointwise)stage).Units,
    };

    /// <summary>Whether some stage reads the input unit by unit, and so in whole vectors.</summary>
    private static bool ReadsInput(LayerPlan layer) => layer.Stages.OfType<StagePlan.Pointwise>().Any(
        stage => stage.Forward.Loads.Any(load => load.Access.Buffer == layer.Input.Access.Buffer));

    /// <summary>Whether some stage sums over the input, and so reads whole sets of 16 virtual lanes.</summary>
    private static bool SumsInput(LayerPlan layer) => layer.Stages.OfType<StagePlan.Normalize>().Any(
        stage => stage.Values.Any(value => value.Source.Buffer == layer.Input.Access.Buffer));

    private static RowLayerPlan PlanLayer(LayerPlan layer, int outputOffset, bool projects, bool isTop)
    {
        List<RowStagePlan> stages = [.. RowStagePlanner.Plan(layer, projects)];
        List<RowPlacePlan> places = [];
        int scratch = 0;
        if ((ReadsInput(layer) && layer.InputWidth % 8 != 0) || (SumsInput(layer) && layer.InputWidth % Sizes.LaneMultiple != 0))
        {
            places.Add(
                new RowPlacePlan(
                    layer.Input.Access.Buffer, layer.InputWidth, layer.Input.WidthSize, -1, Take(layer.InputWidth), -1,
                    0)
                { IsInput = true });
        }

        foreach (StatePlan state in layer.States)
        {
            int changed = stages.FindIndex(stage => stage.Stores.Any(store => store.Access == new Access(state.Buffer, Slot.Next)));
            bool readLater = stages.Skip(changed + 1).Any(stage => ReadsBefore(stage, state.Buffer));
            bool multiplied = stages[changed].Matrix is StagePlan.Matrix matrix
                && matrix.Operands.Any(operand => operand.Source == new Access(state.Buffer, Slot.Step));
            places.Add(new RowPlacePlan(
                state.Buffer,
                state.Units,
                state.UnitsSize,
                state.Offset,
                state.Units % 8 == 0 ? -1 : Take(state.Units),
                readLater || multiplied ? Take(state.Units) : -1,
                readLater ? 0 : SingleTile(stages[changed])));
        }

        foreach (RowStagePlan stage in stages)
        {
            if (stage is { Matrix: StagePlan.Matrix matrix, Pointwise: null })
            {
                places.Add(new RowPlacePlan(matrix.Output.Buffer, matrix.Units, matrix.UnitsSize, -1, Take(matrix.Columns), -1, 0));
            }

            foreach (NormalizedPlan value in stage.Normalize?.Values ?? default)
            {
                places.Add(new RowPlacePlan(value.Result.Buffer, stage.Units, stage.UnitsSize, -1, Take(stage.Units), -1, 0));
            }

            foreach (StorePlan store in stage.Stores.Where(store => store.Access.Slot != Slot.Next))
            {
                bool isOutput = store.Access.Buffer == layer.Output.Access.Buffer;
                places.Add(
                    new RowPlacePlan(
                        store.Access.Buffer, stage.Units, stage.UnitsSize, -1, isOutput ? outputOffset : Take(stage.Units), -1, 0));
            }
        }

        places = [.. places.Select(place => place with { ClearedFloats = IsPadded(place) ? place.Padding : 0 })];
        RowPlacePlan output = places.First(place => place.Buffer == layer.Output.Access.Buffer);
        bool spoils = layer.Stages.OfType<StagePlan.Pointwise>().Any(stage => stage.SpoilsPadding);
        return new RowLayerPlan(layer, stages.ToEquatable(), places.ToEquatable(), output)
        {
            HandsUpState = !isTop && output.ScratchOffset >= 0 && output.StateOffset >= 0,
            ClearedAfter = isTop && spoils && output.ScratchOffset >= 0 ? output.Padding : 0,
        };

        // What the layer does not write itself, and what a dot product on top of it reads.
        bool IsPadded(RowPlacePlan place) => place.StateOffset >= 0
            ? place.ScratchOffset >= 0
            : place.IsInput || (isTop && place.Buffer == layer.Output.Access.Buffer);

        int Take(int floats)
        {
            int offset = scratch;
            scratch += Sizes.Padded(floats);
            return offset;
        }
    }

    /// <summary>
    /// The largest number of vectors that are one tile, whatever their number up to it is: three vectors are a tile of two and one more.
    /// </summary>
    private static int SingleTile(RowStagePlan stage)
    {
        int vectors = stage.TileVectors;
        while (RowStagePlanner.VectorCounts(stage.Units)
            .Any(count => count <= vectors && RowStagePlanner.Split(count, stage.TileVectors).Count() > 1))
        {
            vectors /= 2;
        }

        return vectors;
    }

    private static bool ReadsBefore(RowStagePlan stage, BufferRef state)
    {
        Access before = new(state, Slot.Step);
        return (stage.Matrix is not null && stage.Matrix.Operands.Any(operand => operand.Source == before))
            || stage.Loads.Any(load => load.Access == before);
    }

    private static int ScratchFloats(
        RowLayerPlan layer) => layer.Places.Where(place => layer.Layer.OutputState is not null
            || place.Buffer != layer.Layer.Output.Access.Buffer).Sum(place =>
        (place.ScratchOffset < 0 ? 0 : Extent(layer, place)) + (place.BeforeOffset < 0 ? 0 : Sizes.Padded(place.Units)));

    private static int Extent(RowLayerPlan layer, RowPlacePlan place) =>
        layer.Stages.FirstOrDefault(stage => stage.Matrix?.Output.Buffer == place.Buffer)?.Matrix!.Columns ?? Sizes.Padded(place.Units);
}
