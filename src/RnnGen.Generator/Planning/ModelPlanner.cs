using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning.Watching;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Turns a checked specification into a plan. It cannot fail: every user error has been found by the parser.</summary>
internal static class ModelPlanner
{
    public static ModelPlan Plan(ModelSpec spec)
    {
        ParameterTable parameters = new();
        List<BufferPlan> buffers = [];
        SequencePlanner sequence = new(spec, parameters, buffers);
        sequence.Plan();
        List<LayerPlan> layers = [.. sequence.Cells.Select(cell => cell.Plan)];
        List<HeadPlan> heads = [.. HeadPlanner.Plan(spec, sequence, parameters, buffers)];
        List<StagePlan.Matrix> products = [.. heads.SelectMany(head => head.Products)];
        long stepCost = products.Where(stage => stage.IsRecurrent).Sum(stage => stage.Kernel.Count);
        long sequenceCost = products.Where(stage => !stage.IsRecurrent).Sum(stage => stage.Kernel.Count);
        WorkspacePlan workspace = WorkspacePlanner.Plan(buffers);
        RowPlan? row = RowPlanner.Plan(spec, sequence.Sequence, [.. heads.Where(head => head.Streams)]);
        return new ModelPlan(
            spec,
            ModelHash.Of(spec),
            Initialized(spec, parameters, sequence, heads),
            layers.ToEquatable(),
            sequence.Sequence.ToEquatable(),
            heads.ToEquatable(),
            buffers.ToEquatable(),
            workspace,
            SizeConstants(spec, sequence, products).ToEquatable(),
            SchedulePlanner.Unroll(spec).ToEquatable(),
            SchedulePlanner.Phases(sequence.Sequence, heads, sequence.Embedding is not null).ToEquatable(),
            row,
            Cost(layers.Where(layer => !layer.IsVector)) + stepCost,
            Cost(layers.Where(layer => layer.IsVector)) + sequenceCost)
        {
            Graph = new GraphPlanner(spec, sequence.ParameterCounts).Plan(heads),
            States = sequence.States.ToEquatable(),
            Embedding = sequence.Embedding,
            Obstacle = StreamingPlanner.Obstacle(sequence.Sequence, heads),
            Watches = WatchPlanner.Plan(layers, workspace, row).ToEquatable(),
        };
    }

    private static long Cost(IEnumerable<LayerPlan> layers) => layers.Sum(layer => layer.Products.Sum(stage => stage.Kernel.Count));

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec) => Table(spec).Count;

    /// <summary>The parameters, in the order of their buffer, without the way in which they start.</summary>
    public static IReadOnlyList<ParameterPlan> Parameters(ModelSpec spec) => Table(spec).Parameters;

    private static ParameterTable Table(ModelSpec spec)
    {
        ParameterTable parameters = new();
        SequencePlanner sequence = new(spec, parameters, []);
        sequence.Plan();
        _ = HeadPlanner.Plan(spec, sequence, parameters, []).Count();
        return parameters;
    }

    /// <summary>The first layer, and how many values it reads, whose sums of bytes could pass 32 bits; null where there is none.</summary>
    public static (string Layer, int Width)? TooWideForInt8(ModelSpec spec)
    {
        if (spec.Weights != WeightStorage.Int8)
        {
            return null;
        }

        ParameterTable parameters = new();
        SequencePlanner sequence = new(spec, parameters, []);
        sequence.Plan();
        IEnumerable<(string, int)> layers = sequence.Cells.SelectMany(cell => Widths(cell.Plan.Title, cell.Plan.Products));
        IEnumerable<(string, int)> heads = HeadPlanner.Plan(spec, sequence, parameters, []).SelectMany(head => Widths(
            head.Name is null ? "the head" : $"head '{head.Name}'", head.Products));
        return layers.Concat(heads).Where(layer => layer.Item2 > WeightForms.MostInt8Inputs).Cast<(string, int)?>().FirstOrDefault();
    }

    private static IEnumerable<(string Layer, int Width)> Widths(string layer, IEnumerable<StagePlan.Matrix> products) => products
        .Where(product => product.Form == WeightForm.Int8)
        .SelectMany(product => product.Operands.Select(operand => (layer, operand.Width)));

    /// <summary>The parameters with the starts that the specification wants.</summary>
    private static EquatableArray<ParameterPlan> Initialized(
        ModelSpec spec, ParameterTable parameters, SequencePlanner sequence, IReadOnlyList<HeadPlan> heads)
    {
        InitializerPlanner planner = new(spec.Initialization, parameters.Parameters);
        if (sequence.Embedding is EmbeddingPlan embedding)
        {
            planner.Embedding(spec.Embedding!.Table, embedding);
        }

        foreach (PlannedCell cell in sequence.Cells)
        {
            if (cell.Spec.Role is LayerRole.Dense or LayerRole.Conv1D)
            {
                planner.Dense(cell.Spec.Initializers, cell.Plan.Products.Single(), cell.Spec.Window?.Taps ?? 1);
                continue;
            }

            planner.Cell(cell.Spec.Units, cell.Cell.Forget, cell.Spec.Initializers, cell.Plan.Stages);
        }

        foreach ((HeadSpec head, HeadPlan plan) in spec.Heads.Zip(heads, (head, plan) => (head, plan)))
        {
            foreach (StagePlan.Matrix score in (plan.Reduction?.Scores ?? default).OfType<StagePlan.Matrix>())
            {
                planner.Dense(head.Attention!.Initializers, score);
            }

            for (int index = 0; index < plan.Dense.Count; index++)
            {
                planner.Dense(head.Dense[index].Initializers, plan.Dense[index]);
            }
        }

        return planner.Parameters;
    }

    private static IEnumerable<SizePlan> SizeConstants(ModelSpec spec, SequencePlanner sequence, IReadOnlyList<StagePlan.Matrix> products)
    {
        yield return new SizePlan(SizeRef.Input.Padded, Sizes.Padded(spec.InputSize), "Features of a step, padded to whole vectors.");
        if (spec.SequenceInputSize > 0)
        {
            yield return new SizePlan(
                SizeRef.SequenceInput.Padded, Sizes.Padded(spec.SequenceInputSize), "Features of a sequence, padded to whole vectors.");
        }

        // What a layer joins, and drops a part of, is one size with two origins.
        HashSet<SizeRef> declared = [];
        foreach (LayerPlan layer in sequence.Cells.Select(cell => cell.Plan))
        {
            foreach (SizePlan size in layer.Sizes)
            {
                declared.Add(size.Size);
                yield return size;
            }

            foreach (StagePlan.Matrix stage in layer.Products)
            {
                string blocks = string.Join(", ", stage.Blocks.Select(CellNames.Display));
                yield return new SizePlan(stage.ColumnsSize, stage.Columns, $"Floats of a row of {blocks}, each padded.");
            }
        }

        foreach (StatePlan past in sequence.Sequence.OfType<SequencePlan.Window>().Select(window => window.Past).OfType<StatePlan>())
        {
            yield return new SizePlan(past.UnitsSize, past.Units, $"Floats of {past.TraceName}.");
            yield return new SizePlan(past.UnitsSize.Padded, Sizes.Padded(past.Units), "The same, padded.");
        }

        foreach (SequenceValue value in sequence.Values.Where(value => declared.Add(value.WidthSize)))
        {
            yield return new SizePlan(value.WidthSize, value.Width, $"Width of {value.WidthSize.Owner}.");
            yield return new SizePlan(value.WidthSize.Padded, Sizes.Padded(value.Width), "The same, padded.");
        }

        foreach (StagePlan.Matrix stage in products)
        {
            yield return new SizePlan(stage.UnitsSize, stage.Units, $"Outputs of {stage.Equation}, {stage.Kernel.Name}.");
            yield return new SizePlan(stage.ColumnsSize, stage.Columns, "The same, padded.");
        }
    }
}
