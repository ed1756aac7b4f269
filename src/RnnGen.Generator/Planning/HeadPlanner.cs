using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what follows the recurrent layers: what becomes of the steps, dense layers, the loss.</summary>
/// <param name="spec">The model.</param>
/// <param name="head">The head.</param>
/// <param name="layers">Number of layers with parameters above the dense ones.</param>
/// <param name="parameters">Receives the parameters of the dense layers.</param>
/// <param name="buffers">Receives the buffers of the reduction and of the dense layers.</param>
/// <param name="written">
/// Gradients that the heads before this one have written on the way back; receives those that this one writes.
/// </param>
internal sealed class HeadPlanner(
    ModelSpec spec, HeadSpec head, int layers, ParameterTable parameters, List<BufferPlan> buffers, HashSet<BufferRef> written)
{
    // Past the classes of a row the logits are so low that their probability is exactly zero, and finite, so that 0 · logit is 0.
    private const float LogitPadding = -1e30f;

    private readonly string _stem = head.Name is null ? "" : Casing.Pascal(head.Name);
    private readonly string _path = head.Name is null ? "" : head.Name + "/";

    /// <summary>All heads of a model, in the order of their declaration.</summary>
    public static IEnumerable<HeadPlan> Plan(ModelSpec spec, SequencePlanner sequence, ParameterTable parameters, List<BufferPlan> buffers)
    {
        HashSet<BufferRef> written = [];
        PlannedValue[] values = [.. Enumerable.Range(0, spec.Heads.Count).Select(sequence.ValueOf)];
        for (int index = 0; index < spec.Heads.Count; index++)
        {
            HeadSpec head = spec.Heads[index];
            int layers = LayerNames.Count(spec.Layers, head.Name);
            yield return new HeadPlanner(spec, head, layers, parameters, buffers, written).Plan(values[index]);
        }
    }

    /// <summary>The head on top of what it reads.</summary>
    public HeadPlan Plan(PlannedValue value)
    {
        SequenceValue top = value.Output;
        bool isEveryStep = head.Reduction == SequenceReduction.None && !value.IsVector;
        OutputPlan output = new(top.Access, top.GradientBuffer, top.Width, top.WidthSize);
        ReductionPlan? reduction = null;
        if (head.Reduction != SequenceReduction.None)
        {
            reduction = Reduce(value, output);
            output =
                output with { Place = new Access(reduction.TargetBuffer, Slot.Single), GradientBuffer = reduction.TargetBuffer.Gradient };
        }

        List<StagePlan> stages = [];
        for (int index = 0; index < head.Dense.Count; index++)
        {
            output = Dense(index, output, isEveryStep, stages);
        }

        PassPlan? pass = null;
        if (head.Name is not null && reduction is null && stages.Count == 0)
        {
            // Other heads give the top layer gradients too, so the outputs have a place of their own for theirs.
            BufferRef gradient = new BufferRef(_stem, "Output", top.Access.Buffer.Stride).Gradient;
            BufferRole role = isEveryStep ? BufferRole.OutputGradient : BufferRole.ScratchGradient;
            buffers.Add(new BufferPlan(gradient, role, top.Width, 1, $"Gradients of the outputs of head {head.Name}."));
            pass = new PassPlan(_stem + "Pass", gradient, top.GradientBuffer!, top.WidthSize, !written.Add(top.GradientBuffer!))
            {
                IsEveryStep = isEveryStep,
            };
            output = output with { GradientBuffer = gradient };
        }

        return new HeadPlan(reduction, stages.ToEquatable(), output, Loss(output, isEveryStep))
        {
            Name = head.Name,
            Weight = (float)head.Weight,
            Pass = pass,
            IsEveryStep = isEveryStep,
        };
    }

    private ReductionPlan Reduce(PlannedValue value, OutputPlan source)
    {
        ReductionPlanner planner = new(_stem, _path, buffers);
        ReductionPlan reduction = planner.Reduce(head.Reduction, value, gradient => !written.Add(gradient));
        return head.Attention is AttentionSpec attention ? Attend(reduction, attention, source) : reduction;
    }

    /// <summary>
    /// Each step's score: a product with a vector, of the step's output or of a layer that reads it. Both read what the weighted mean
    /// reads, so their gradients are added to its own.
    /// </summary>
    private ReductionPlan Attend(ReductionPlan reduction, AttentionSpec attention, OutputPlan source)
    {
        string name = _stem + "Attention", score = name + "Score";
        SizeRef columns = new(score, SizeKind.Columns);
        BufferRef weights = new(_stem, "AttentionWeights", columns);
        BufferRef scoreGradient = new BufferRef(_stem, "AttentionScore", columns).Gradient;
        List<StagePlan> stages = [];
        OutputPlan scored = source;
        string input = "h";
        if (attention.Units > 0)
        {
            DenseSpec layer = new(attention.Units, Activation.Tanh);
            DenseScope scope = new(name, "the attention's layer", $"{_path}attention/u", layer, isEveryStep: true, isLast: false);
            ParameterPlan kernel = Kernel($"{_path}attention/kernel", source.Units, layer.Units);
            ParameterPlan bias = parameters.AddVector($"{_path}attention/bias", layer.Units, 0, 0);
            buffers.AddRange(scope.Buffers);
            stages.Add(
                Product(
                    name, $"{scope.Block} = h·W + b", input, source, Slot.Step, accumulate: true, scope.Block, layer.Units, kernel, bias,
                    scope.Product, scope.ProductGradient));
            stages.Add(scope.Activation()!);
            scored = new OutputPlan(scope.Output, scope.OutputGradient.Buffer, layer.Units, new SizeRef(name, SizeKind.Units));
            input = DenseScope.OutputName;
        }

        BufferRef terms = reduction.TargetBuffer with { Stem = reduction.TargetBuffer.Stem + "Terms" };
        buffers.Add(
            new BufferPlan(
                weights, BufferRole.Output, 1, 1, "The score of each step, then its weight in each lane of a vector.",
                $"{_path}attention/weights"));
        buffers.Add(new BufferPlan(scoreGradient, BufferRole.ProductGradient, 1, 1, "Gradients of the scores."));
        buffers.Add(new BufferPlan(terms, BufferRole.ScratchGradient, source.Units, 1, "Terms of the gradient of a score."));
        stages.Add(Product(
            score,
            $"s = {input}·v",
            input,
            scored,
            Slot.Step,
            accumulate: scored == source,
            "s",
            units: 1,
            Kernel($"{_path}attention/score", scored.Units, 1),
            bias: null,
            new Access(weights, Slot.Step),
            new Access(scoreGradient, Slot.Step)));
        return reduction with { Scores = stages.ToEquatable(), Attention = new AttentionPlan(weights, scoreGradient, terms) };
    }

    /// <summary>Adds the stages of a dense layer that reads the output of what is below; returns its own.</summary>
    private OutputPlan Dense(int index, OutputPlan source, bool isEveryStep, List<StagePlan> stages)
    {
        DenseSpec dense = head.Dense[index];
        string number = Number(layers + index);
        string name = $"{_stem}Dense{number}", path = dense.Name ?? LayerNames.OfDense(head, layers + index);
        string input = index == 0 ? "h" : $"y{Number(layers + index - 1)}";
        bool isLast = index == head.Dense.Count - 1;
        DenseScope scope = new(
            name, $"dense layer {number}{(head.Name is null ? "" : $" of head {head.Name}")}", $"{path}/y", dense,
            isEveryStep, isLast);
        ParameterPlan kernel = Kernel($"{path}/kernel", source.Units, dense.Units);
        ParameterPlan? bias = dense.Bias ? parameters.AddVector($"{path}/bias", dense.Units, 0, 0) : null;
        buffers.AddRange(scope.Buffers);
        Slot slot = isEveryStep ? Slot.Step : Slot.Single;
        StagePlan.Matrix product = Product(
            name,
            $"{scope.Block}{number} = {input}·W{(dense.Bias ? " + b" : "")}",
            index == 0 ? "h" : DenseScope.OutputName,
            source,
            slot,
            accumulate: index == 0 && head.Reduction == SequenceReduction.None && !written.Add(source.GradientBuffer!),
            scope.Block,
            dense.Units,
            kernel,
            bias,
            scope.Product,
            scope.ProductGradient);
        stages.Add(product with { BiasPadding = isLast && head.Loss is { TakesClassLogits: true } ? LogitPadding : 0 });
        if (scope.Activation() is StagePlan.Pointwise activation)
        {
            stages.Add(activation);
        }

        return new OutputPlan(scope.Output, scope.OutputGradient.Buffer, dense.Units, new SizeRef(name, SizeKind.Units));
    }

    private ParameterPlan Kernel(string name, int rows, int columns) =>
        parameters.AddKernel(name, [WeightForms.OperandOfHead(rows, columns)], columns);

    /// <summary>block = input·kernel + bias, of every step or once a sequence.</summary>
    private StagePlan.Matrix Product(
        string name,
        string equation,
        string input,
        OutputPlan source,
        Slot slot,
        bool accumulate,
        string block,
        int units,
        ParameterPlan kernel,
        ParameterPlan? bias,
        Access output,
        Access outputGradient)
    {
        OperandPlan operand = new(
            input,
            source.Place,
            source.Units,
            source.UnitsSize,
            KernelRow: 0,
            TileRow: 0,
            IsState: false,
            new GradientTarget(new Access(source.GradientBuffer!, slot), accumulate, GradientNeed.Always));
        return new StagePlan.Matrix(
            name,
            equation,
            slot == Slot.Step,
            new[] { operand }.ToEquatable(),
            new[] { block }.ToEquatable(),
            units,
            new SizeRef(name, SizeKind.Units),
            kernel,
            bias,
            output,
            outputGradient,
            BiasPadding: 0)
        {
            Form = WeightForms.OfHead(spec, kernel.Operands[0]),
            DiffersInTraining = spec is { Training: true, Weights: WeightStorage.Int8 },
        };
    }

    private LossPlan? Loss(OutputPlan output, bool isEveryStep)
    {
        if (head.Loss is not LossSpec loss)
        {
            return null;
        }

        int targetUnits = loss.Kind == LossKind.GaussianNegativeLogLikelihood ? output.Units / 2 : output.Units;
        return new LossPlan(
            loss, _stem + "Loss", output, targetUnits, isEveryStep && !loss.IsOfSequences)
        { Stem = _stem, Weight = (float)head.Weight };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
