using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans how one row runs alone: in which order, and where a step keeps its values.</summary>
internal static class RowPlanner
{
    // A layer of so few units is bound by latency, and its products with the inputs are not worth a matrix product of their own; at 16
    // units interleaving was measured to lose a tenth.
    private const int InterleavedUnits = 8;

    // Scratch up to here lives on the stack: 16 KB.
    private const int MaxStackFloats = 4096;

    /// <summary>How one row runs alone; null for a network that needs the whole sequence before it can give a step.</summary>
    public static RowPlan? Plan(ModelSpec spec, IReadOnlyList<SequencePlan> sequence, IReadOnlyList<HeadPlan> heads)
    {
        bool isInt8 = spec.Weights == WeightStorage.Int8;
        if (!StreamingPlanner.RunsForward(sequence) || (isInt8 && heads.Count == 0))
        {
            return null;
        }

        List<LayerPlan> layers = [.. sequence.OfType<SequencePlan.Recurrent>().Select(stage => stage.Cell)];
        bool isStack = layers.Count == sequence.Count && layers.All(layer => layer.Inputs.Count == 1);
        bool interleaves = !isInt8 && spec.Steps is not null && layers.Count > 1 && isStack && layers.All(layer =>
            layer.Inputs[0].Width <= Sizes.Block && layer.Stages.All(stage => UnitsOf(stage) <= InterleavedUnits));
        HashSet<BufferRef> tops = Tops(sequence, heads);

        // Layers use the same scratch one after the other, but for outputs, which others read.
        int scratch = layers.Max(layer => ScratchFloats(PlanLayer(layer, 0, 0, !interleaves, isTop: false)));
        List<RowItemPlan> items = [];
        foreach (SequencePlan stage in sequence)
        {
            RowItemPlan? item = null;
            switch (stage)
            {
                case SequencePlan.Recurrent(var layer):
                    bool isTop = tops.Contains(layer.Output.Access.Buffer);

                    // A head reads its source after layers that would use the same scratch.
                    bool isPrivate = isTop && layer != layers[layers.Count - 1];
                    int start = isPrivate ? scratch : 0;
                    scratch += isPrivate ? ScratchFloats(PlanLayer(layer, 0, 0, !interleaves, isTop)) : 0;
                    item = new RowItemPlan.Cell(PlanLayer(layer, start, scratch, !interleaves, isTop));
                    scratch += layer.OutputState is null ? Sizes.Padded(layer.Output.Width) : 0;
                    break;
                case SequencePlan.Join join:
                    item = new RowItemPlan.Join(join, scratch);
                    scratch += Sizes.Padded(join.Target.Width);
                    break;
                case SequencePlan.Window window:
                    item = new RowItemPlan.Window(window, scratch);
                    scratch += Sizes.Padded(window.Target.Width);
                    break;
                case SequencePlan.Repeat repeat:
                    item = new RowItemPlan.Alias(stage, repeat.Source.Access.Buffer, repeat.Target.Access.Buffer);
                    break;
                case SequencePlan.Reduce(var reduction):
                    item = new RowItemPlan.Alias(stage, reduction.Source.Buffer, reduction.TargetBuffer);
                    break;
            }

            items.Add(item! with { IsOfInputs = stage.IsOfInputs });
        }

        List<RowHeadPlan> dense = [];
        foreach (HeadPlan head in heads)
        {
            List<RowHeadPlan> rows = [];
            foreach ((StagePlan.Matrix product, StagePlan.Pointwise? activation) in head.Layers)
            {
                // A product that is not of floats, or is taken column by column, has a stage of its own.
                bool isApart = product.Form is WeightForm.Int8 or WeightForm.Columns;
                RowStagePlan row = RowStagePlanner.Plan(product, isApart ? null : activation);

                // Dot products are stored one by one, so that the last ones go where the caller wants them.
                bool isActivated = isApart && activation is not null;
                bool isOutput = row.IsDot && !isActivated && product == head.Dense[head.Dense.Count - 1];
                rows.Add(new RowHeadPlan(row, isOutput ? -1 : scratch, head.Name));
                scratch += isOutput ? 0 : Sizes.Padded(product.Units);
                if (isActivated)
                {
                    rows.Add(new RowHeadPlan(RowStagePlanner.Plan(activation!), scratch, head.Name));
                    scratch += Sizes.Padded(product.Units);
                }
            }

            dense.AddRange(rows.Select((row, index) => index + 1 < rows.Count && rows[index + 1].Stage.IsDot && row.ScratchOffset >= 0
                ? row with { ClearedFloats = Sizes.Padded(row.Stage.Units) - row.Stage.Units }
                : row));
        }

        RowPlan plan = new(
            items.ToEquatable(),
            dense.ToEquatable(),
            scratch,
            scratch <= MaxStackFloats && spec.InputSize + spec.SequenceInputSize <= MaxStackFloats,
            layers.Any(layer => HasHalfVectors(layer) && !TakesHalfVectors(spec, layer)) ? 256 : 512,
            interleaves);
        return spec.Weights == WeightStorage.Float32 ? StaggerPlanner.Plan(plan, heads) : plan;
    }

    /// <summary>The values that heads read, which dot products take in whole sets of lanes: of a stack the last.</summary>
    private static HashSet<BufferRef> Tops(IReadOnlyList<SequencePlan> sequence, IReadOnlyList<HeadPlan> heads)
    {
        HashSet<BufferRef> tops =
        [
            .. heads.Select(head => head.Source),
        ];
        if (sequence.LastOrDefault() is SequencePlan.Recurrent(var last))
        {
            tops.Add(last.Output.Access.Buffer);
        }

        foreach (SequencePlan.Reduce reduce in sequence.OfType<SequencePlan.Reduce>().Where(
            reduce => tops.Contains(reduce.Reduction.TargetBuffer)).ToList())
        {
            tops.Add(reduce.Reduction.Source.Buffer);
        }

        return tops;
    }

    // Tiles of floats do; a normalisation, and the other forms of weights, go through whole vectors.
    private static bool TakesHalfVectors(ModelSpec spec, LayerPlan layer) =>
        spec.Weights == WeightStorage.Float32 && !layer.Stages.OfType<StagePlan.Normalize>().Any();

    // Half a vector of 512 bits would be read past the end of a state or an input that is used where it is; tiles take it as one of 256.
    private static bool HasHalfVectors(LayerPlan layer) =>
        layer.States.Any(state => state.Units % 16 == 8)
            || layer.Inputs.Any(input => ReadsInput(layer, input) && input.Width % 16 == 8);

    private static int UnitsOf(StagePlan stage) => stage switch
    {
        StagePlan.Matrix matrix => matrix.Units,
        StagePlan.Normalize normalize => normalize.Units,
        _ => ((StagePlan.Pointwise)stage).Units,
    };

    /// <summary>Whether some stage reads the input unit by unit, and so in whole vectors.</summary>
    private static bool ReadsInput(LayerPlan layer, SequenceValue input) => layer.Stages.OfType<StagePlan.Pointwise>().Any(
        stage => stage.Forward.Loads.Any(load => load.Access.Buffer == input.Access.Buffer));

    /// <summary>Whether some stage sums over the input, and so reads whole sets of 16 virtual lanes.</summary>
    private static bool SumsInput(LayerPlan layer, SequenceValue input) => layer.Stages.OfType<StagePlan.Normalize>().Any(
        stage => stage.Values.Any(value => value.Source.Buffer == input.Access.Buffer));

    private static RowLayerPlan PlanLayer(LayerPlan layer, int scratchOffset, int outputOffset, bool projects, bool isTop)
    {
        List<RowStagePlan> stages = [.. RowStagePlanner.Plan(layer, projects)];
        List<RowPlacePlan> places = [];
        int scratch = scratchOffset;
        foreach (SequenceValue input in layer.Inputs.Distinct().Where(
            input => (ReadsInput(layer, input) && input.Width % 8 != 0 && !IsPadded(input))
                || (SumsInput(layer, input) && input.Width % Sizes.LaneMultiple != 0 && input.Access.Buffer.Owner != layer.Name)))
        {
            places.Add(
                new RowPlacePlan(input.Access.Buffer, input.Width, input.WidthSize, -1, Take(input.Width), -1, 0) { IsInput = true });
        }

        foreach (StatePlan state in layer.States)
        {
            int changed = stages.FindIndex(stage => stage.Stores.Any(store => store.Access == new Access(state.Buffer, Slot.Next)));
            Access before = new(state.Buffer, Slot.Step);

            // Where the state is a copy, products read the caller's, which changes at the end only.
            bool isCopied = state.Units % 8 != 0;
            bool loadedLater = stages.Skip(changed + 1).Any(stage => stage.Loads.Any(load => load.Access == before));
            bool multiplied = !isCopied && stages[changed].Multiplies(before);
            bool readLater = loadedLater || (!isCopied && stages.Skip(changed + 1).Any(stage => stage.Multiplies(before)));
            places.Add(new RowPlacePlan(
                state.Buffer,
                state.Units,
                state.UnitsSize,
                state.Offset,
                isCopied ? Take(state.Units) : -1,
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

        places = [.. places.Select(place => place with { ClearedFloats = IsCleared(place) ? place.Padding : 0 })];
        RowPlacePlan output = places.First(place => place.Buffer == layer.Output.Access.Buffer);
        bool spoils = layer.Stages.OfType<StagePlan.Pointwise>().Any(stage => stage.SpoilsPadding);
        return new RowLayerPlan(layer, stages.ToEquatable(), places.ToEquatable(), output)
        {
            HandsUpState = !isTop && output.ScratchOffset >= 0 && output.StateOffset >= 0,
            IsShared = projects && stages.Any(stage => stage.IsShared || stage.ProjectedBytes >= 2 * RowPlan.ThreadBytes),
            ClearedAfter = isTop && spoils && output.ScratchOffset >= 0 ? output.Padding : 0,
        };

        // What is joined for the layer, and of several inputs those that lie in scratch, have room behind them.
        bool IsPadded(SequenceValue input) => input.Access.Buffer.Owner == layer.Name
            || (layer.Inputs.Count > 1 && input.Access.Slot == Slot.Step
                && input.Access.Buffer != BufferRef.Inputs && input.Access.Buffer != BufferRef.SequenceInputs);

        // What the layer does not write itself, and what a dot product on top of it reads.
        bool IsCleared(RowPlacePlan place) => place.StateOffset >= 0
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
        if (stage.EndsInHalf && stage.Units > Sizes.LaneMultiple)
        {
            // An odd number of vectors of 256 bits is never one tile; of 512 bits it is where all of them are the last one.
            return stage.HalfTile is not null && stage.LastUnits == stage.Units ? stage.HalfTile.Vectors + 1 : 0;
        }

        int vectors = stage.TileVectors;
        while (RowStagePlanner.VectorCounts(stage.Units)
            .Any(count => count <= vectors && RowStagePlanner.Split(count, stage.TileVectors).Count() > 1))
        {
            vectors /= 2;
        }

        return vectors;
    }

    private static int ScratchFloats(
        RowLayerPlan layer) => layer.Places.Where(place => layer.Layer.OutputState is not null
            || place.Buffer != layer.Layer.Output.Access.Buffer).Sum(place =>
        (place.ScratchOffset < 0 ? 0 : Extent(layer, place)) + (place.BeforeOffset < 0 ? 0 : Sizes.Padded(place.Units)));

    private static int Extent(RowLayerPlan layer, RowPlacePlan place) =>
        layer.Stages.FirstOrDefault(stage => stage.Matrix?.Output.Buffer == place.Buffer)?.Matrix!.Columns ?? Sizes.Padded(place.Units);
}
