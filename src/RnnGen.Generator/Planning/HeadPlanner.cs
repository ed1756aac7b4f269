using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what follows the recurrent layers: what becomes of the steps, dense layers, the loss.</summary>
/// <param name="head">The head.</param>
/// <param name="layers">Number of recurrent layers.</param>
/// <param name="parameters">Receives the parameters of the dense layers.</param>
/// <param name="buffers">Receives the buffers of the reduction and of the dense layers.</param>
/// <param name="written">
/// Gradients that the heads before this one have written on the way back; receives those that this one writes.
/// </param>
internal sealed class HeadPlanner(
    HeadSpec head, int layers, ParameterTable parameters, List<BufferPlan> buffers, HashSet<BufferRef> written)
{
    // Past the classes of a row the logits are so low that their probability is exactly zero, and finite, so that 0 · logit is 0.
    private const float LogitPadding = -1e30f;

    private readonly string _stem = head.Name is null ? "" : Casing.Pascal(head.Name);
    private readonly string _path = head.Name is null ? "" : head.Name + "/";

    /// <summary>All heads of a model, in the order of their declaration.</summary>
    public static IEnumerable<HeadPlan> Plan(ModelSpec spec, SequencePlanner sequence, ParameterTable parameters, List<BufferPlan> buffers)
    {
        HashSet<BufferRef> written = [];
        foreach (HeadSpec head in spec.Heads)
        {
            yield return new HeadPlanner(head, spec.Layers.Count, parameters, buffers, written).Plan(sequence);
        }
    }

    /// <summary>The head on top of the recurrent layers.</summary>
    public HeadPlan Plan(SequencePlanner sequence)
    {
        SequenceValue top = sequence.Output;
        OutputPlan output = new(top.Access, top.GradientBuffer, top.Width, top.WidthSize);
        ReductionPlan? reduction = null;
        if (head.Reduction != SequenceReduction.None)
        {
            reduction = Reduce(sequence, output);
            output =
                output with { Place = new Access(reduction.TargetBuffer, Slot.Single), GradientBuffer = reduction.TargetBuffer.Gradient };
        }

        List<StagePlan> stages = [];
        for (int index = 0; index < head.Dense.Count; index++)
        {
            output = Dense(index, output, stages);
        }

        PassPlan? pass = null;
        if (head.Name is not null && reduction is null && stages.Count == 0)
        {
            // Other heads give the top layer gradients too, so the outputs have a place of their own for theirs.
            BufferRef gradient = new BufferRef(_stem, "Output", top.Access.Buffer.Stride).Gradient;
            buffers.Add(
                new BufferPlan(gradient, BufferRole.OutputGradient, top.Width, 1, $"Gradients of the outputs of head {head.Name}."));
            pass = new PassPlan(_stem + "Pass", gradient, top.GradientBuffer!, top.WidthSize, !written.Add(top.GradientBuffer!));
            output = output with { GradientBuffer = gradient };
        }

        return new HeadPlan(
            reduction, stages.ToEquatable(), output, Loss(output))
        { Name = head.Name, Weight = (float)head.Weight, Pass = pass };
    }

    private ReductionPlan Reduce(SequencePlanner sequence, OutputPlan source)
    {
        (string field, string summary, string trace) = head.Reduction switch
        {
            SequenceReduction.Mean => ("StepMean", "The mean over each row's valid steps.", "mean"),
            SequenceReduction.Max => ("StepMax", "The largest values over each row's valid steps.", "max"),
            SequenceReduction.Attention => ("Attended", "The mean over each row's valid steps, weighted by attention.", "attention"),
            _ => ("LastStep", "The last valid step of each row.", "last"),
        };
        BufferRef target = new(_stem, field, source.Place.Buffer.Stride);
        List<LastPartPlan> parts = head.Reduction == SequenceReduction.Last ? LastParts(sequence) : [];
        buffers.Add(new BufferPlan(target, BufferRole.Scratch, source.Units, 1, summary, _path + trace));
        buffers.Add(new BufferPlan(target.Gradient, BufferRole.ScratchGradient, source.Units, 1, "Its gradient."));
        ReductionPlan reduction = new(
            head.Reduction,
            _stem + field,
            source.Units,
            source.UnitsSize,
            source.Place,
            source.GradientBuffer,
            parts.Count > 1 ? sequence.TopMerge : LayerMerge.Concatenate,
            parts.ToEquatable(),
            target)
        {
            Accumulate = AccumulatesSteps(parts, source.GradientBuffer),
        };
        return head.Attention is AttentionSpec attention ? Attend(reduction, attention, source) : reduction;
    }

    /// <summary>Whether an earlier head has written the gradients of the steps; a state's own gradient is always added to.</summary>
    private bool AccumulatesSteps(List<LastPartPlan> parts, BufferRef? source)
    {
        bool accumulates = false;
        foreach (BufferRef gradient in parts.Count == 0
            ? [source!]
            : parts.Where(part => !part.IsState).Select(part => part.GradientBuffer))
        {
            accumulates = !written.Add(gradient);
        }

        return accumulates;
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
            (ParameterPlan kernel, ParameterPlan bias) = parameters.Add(
                $"{_path}attention/kernel", $"{_path}attention/bias", source.Units, layer.Units, biasStart: 0);
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
            parameters.AddKernel($"{_path}attention/score", scored.Units, 1),
            bias: null,
            new Access(weights, Slot.Step),
            new Access(scoreGradient, Slot.Step)));
        return reduction with { Scores = stages.ToEquatable(), Attention = new AttentionPlan(weights, scoreGradient, terms) };
    }

    /// <summary>A state holds a row's last valid step at the end; another output is gathered at the row's own length.</summary>
    private static List<LastPartPlan> LastParts(SequencePlanner sequence)
    {
        List<LastPartPlan> parts = [];
        int column = 0;
        foreach (LayerPlan layer in sequence.Top)
        {
            SequenceValue value = layer.Output;
            parts.Add(layer.OutputState is StatePlan state
                ? new LastPartPlan(IsState: true, state.Buffer, state.GradientBuffer, value.Width, value.WidthSize, column)
                : new LastPartPlan(IsState: false, value.Access.Buffer, value.GradientBuffer!, value.Width, value.WidthSize, column));
            column += sequence.TopMerge == LayerMerge.Concatenate ? value.Width : 0;
        }

        SequenceValue top = sequence.Output;
        return parts.Count > 0
            ? parts
            : [new LastPartPlan(IsState: false, top.Access.Buffer, top.GradientBuffer!, top.Width, top.WidthSize, 0)];
    }

    /// <summary>Adds the stages of a dense layer that reads the output of what is below; returns its own.</summary>
    private OutputPlan Dense(int index, OutputPlan source, List<StagePlan> stages)
    {
        DenseSpec dense = head.Dense[index];
        string number = Number(layers + index);
        string name = $"{_stem}Dense{number}";
        string input = index == 0 ? "h" : $"y{Number(layers + index - 1)}";
        bool isLast = index == head.Dense.Count - 1;
        bool isEveryStep = head.Reduction == SequenceReduction.None;
        DenseScope scope = new(
            name, $"dense layer {number}{(head.Name is null ? "" : $" of head {head.Name}")}", $"{_path}dense{number}/y", dense,
            isEveryStep, isLast);
        (ParameterPlan kernel, ParameterPlan bias) = parameters.Add(
            $"{_path}dense{number}/kernel", $"{_path}dense{number}/bias", source.Units, dense.Units, biasStart: 0);
        buffers.AddRange(scope.Buffers);
        Slot slot = isEveryStep ? Slot.Step : Slot.Single;
        StagePlan.Matrix product = Product(
            name,
            $"{scope.Block}{number} = {input}·W + b",
            index == 0 ? "h" : DenseScope.OutputName,
            source,
            slot,
            accumulate: index == 0 && isEveryStep && !written.Add(source.GradientBuffer!),
            scope.Block,
            dense.Units,
            kernel,
            bias,
            scope.Product,
            scope.ProductGradient);
        stages.Add(product with { BiasPadding = isLast && head.Loss?.Kind == LossKind.SoftmaxCrossEntropy ? LogitPadding : 0 });
        if (scope.Activation() is StagePlan.Pointwise activation)
        {
            stages.Add(activation);
        }

        return new OutputPlan(scope.Output, scope.OutputGradient.Buffer, dense.Units, new SizeRef(name, SizeKind.Units));
    }

    /// <summary>block = input·kernel + bias, of every step or once a sequence.</summary>
    private static StagePlan.Matrix Product(
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
            BiasPadding: 0);
    }

    private LossPlan? Loss(OutputPlan output)
    {
        if (head.Loss is not LossSpec loss)
        {
            return null;
        }

        int targetUnits = loss.Kind == LossKind.GaussianNegativeLogLikelihood ? output.Units / 2 : output.Units;
        return new LossPlan(
            loss, _stem + "Loss", output, targetUnits,
            head.Reduction == SequenceReduction.None)
        { Stem = _stem, Weight = (float)head.Weight };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
