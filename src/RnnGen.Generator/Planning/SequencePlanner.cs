using System.Collections.Generic;
using System.Globalization;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Language;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Plans the inputs and all that works on whole sequences: recurrent layers in one direction or two, one after the other.
/// </summary>
/// <param name="spec">The model.</param>
/// <param name="parameters">Receives the layers' parameters.</param>
/// <param name="buffers">Receives the buffers that the inputs and the layers need.</param>
internal sealed class SequencePlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
{
    /// <summary>The inputs: a buffer that every network has.</summary>
    public static readonly BufferRef Inputs = new("", "Inputs", SizeRef.Input.Padded);

    /// <summary>Their gradients, which are there only when they are wanted.</summary>
    public static readonly BufferRef InputGradients = Inputs with { Stem = "InputGradients" };

    private readonly LayerPlanner _planner = new(parameters, buffers);
    private readonly List<SequencePlan> _sequence = [];
    private readonly List<PlannedCell> _cells = [];
    private readonly List<SequenceValue> _values = [];

    // Whether some heads read all steps of the layer and others its last one: both give it gradients.
    private bool _isShared;

    /// <summary>Layers and what stands between them, in forward order.</summary>
    public IReadOnlyList<SequencePlan> Sequence => _sequence;

    /// <summary>The recurrent layers in the order of their parameters; two for a bidirectional one.</summary>
    public IReadOnlyList<PlannedCell> Cells => _cells;

    /// <summary>Values that belong to no layer: reversed and merged sequences.</summary>
    public IReadOnlyList<SequenceValue> Values => _values;

    /// <summary>The layers whose last steps the head reads: two of a bidirectional top layer.</summary>
    public IReadOnlyList<LayerPlan> Top { get; private set; } = [];

    /// <summary>What the top layer hands up, step by step where that is read.</summary>
    public SequenceValue Output { get; private set; } = null!;

    /// <summary>How the last steps of two directions become one.</summary>
    public LayerMerge TopMerge => spec.Layers[spec.Layers.Count - 1].Merge;

    /// <summary>The table of the embedding; null without one.</summary>
    public EmbeddingPlan? Embedding { get; private set; }

    /// <summary>Plans all layers, bottom first.</summary>
    public void Plan()
    {
        buffers.Add(new BufferPlan(Inputs, BufferRole.Input, spec.InputSize, 1, "The inputs, zero past a row's length.", "x"));
        buffers.Add(new BufferPlan(InputGradients, BufferRole.OutputGradient, spec.InputSize, 1, "Gradients of the inputs."));

        // The gradient of a table is made of those of the inputs.
        GradientNeed need = spec.Embedding is null ? GradientNeed.WhenInputsWanted : GradientNeed.Always;
        if (spec.Embedding is EmbeddingSpec embedding)
        {
            Embedding = new EmbeddingPlan(
                parameters.AddKernel("embedding/table", embedding.Vocabulary, embedding.Units), embedding.PaddingToken);
        }

        Output = new SequenceValue(new Access(Inputs, Slot.Step), InputGradients, need, spec.InputSize, SizeRef.Input);
        for (int index = 0; index < spec.Layers.Count; index++)
        {
            LayerSpec layer = spec.Layers[index];
            bool isRead = index < spec.Layers.Count - 1 || spec.ReadsEveryStep;
            _isShared = index == spec.Layers.Count - 1 && spec.ReadsEveryStep && spec.ReadsLastStep;
            string number = index.ToString(CultureInfo.InvariantCulture);

            // A name that ends in a digit: Gru2 as layer 0 is not Gru as layer 20.
            string separator = char.IsDigit(layer.Kind[layer.Kind.Length - 1]) ? "_" : "";
            string title = $"layer {number}, {layer.Kind.ToUpperInvariant()}({layer.Units.ToString(CultureInfo.InvariantCulture)})";
            Layer(layer, layer.Kind + separator + number, layer.Kind.ToLowerInvariant() + separator + number, title, isRead);
        }
    }

    private void Layer(LayerSpec layer, string name, string prefix, string title, bool isRead)
    {
        CellDefinition cell = layer.Equations is string text ? CellText.Define(layer.Kind, layer.Units, text) : CellCatalogue.Define(layer);
        cell = layer.Dropout is DropoutSpec dropout ? cell.WithDropout(dropout, Output.Width) : cell;
        if (layer.Direction == LayerDirection.Bidirectional)
        {
            Bidirectional(layer, cell, name, prefix, title, isRead);
            return;
        }

        CellDefinition wrapped = layer.Residual ? cell.WithResidual() : cell;
        bool reverses = layer.Direction == LayerDirection.Reverse;
        SequenceValue input = reverses ? Reverse(name, "Input", $"Inputs of {title}", Output, accumulate: false) : Output;
        LayerPlan plan = Recurrent(layer, wrapped, name, prefix, title, input, isRead);
        _sequence.Add(new SequencePlan.Recurrent(plan));
        Top = [plan];
        Output = reverses && isRead
            ? Reverse(name, "Output", $"Outputs of {title}", plan.Output, accumulate: _isShared && plan.OutputState is null)
            : plan.Output;
    }

    /// <summary>
    /// The backward layer runs first, so that the way back, which is the other way round, comes to the forward layer first: it writes the
    /// gradient of the common input, and the others add to it.
    /// </summary>
    private void Bidirectional(LayerSpec layer, CellDefinition cell, string name, string prefix, string title, bool isRead)
    {
        // A residual is added to the merged steps, so the last of those is what a head reads.
        isRead |= layer.Residual;
        SequenceValue input = Output;
        LayerPlan forward = Recurrent(layer, cell, name + "Fw", prefix + "/fw", title + " forward", input, isRead);
        int width = forward.Output.Width * (layer.Merge == LayerMerge.Concatenate ? 2 : 1);
        SequenceValue output = Value(name, "Output", $"Merged outputs of {title}", width, isRead, GradientNeed.Always);
        if (layer.Residual)
        {
            _sequence.Add(new SequencePlan.Residual(name + "Residual", input, output));
        }

        SequenceValue reversed = Reverse(name, "Input", $"Inputs of {title}", input, accumulate: true);
        LayerPlan backward = Recurrent(layer, cell, name + "Bw", prefix + "/bw", title + " backward", reversed, isRead);
        _sequence.Add(new SequencePlan.Recurrent(backward));
        _sequence.Add(new SequencePlan.Recurrent(forward));
        if (isRead)
        {
            _sequence.Add(new SequencePlan.Merge(
                name + "Merge", layer.Merge, forward.Output, backward.Output, layer.Residual ? input : null, output)
            {
                Accumulate = _isShared && !layer.Residual && forward.OutputState is null,
            });
        }

        Top = layer.Residual ? [] : [forward, backward];
        Output = output;
    }

    private LayerPlan Recurrent(
        LayerSpec layer, CellDefinition cell, string name, string prefix, string title, SequenceValue input, bool isRead)
    {
        LayerPlan plan = _planner.Plan(cell, name, prefix, title, input, isRead, layer.LearnedInitialState);
        _cells.Add(new PlannedCell(layer, cell, plan));
        return plan;
    }

    private SequenceValue Reverse(string layer, string what, string summary, SequenceValue source, bool accumulate)
    {
        SequenceValue target = Value(layer, what + "Reversed", summary + " in reverse order", source.Width, isRead: true, source.Need);
        _sequence.Add(new SequencePlan.Reverse(layer + what + "Reverse", source, target, accumulate));
        return target;
    }

    private SequenceValue Value(string layer, string what, string summary, int width, bool isRead, GradientNeed need)
    {
        SizeRef units = new(layer + what, SizeKind.Units);
        BufferRef buffer = new(layer, what, units.Padded);
        if (isRead)
        {
            buffers.Add(new BufferPlan(buffer, BufferRole.Output, width, 1, summary + "."));
            buffers.Add(new BufferPlan(buffer.Gradient, BufferRole.OutputGradient, width, 1, "Gradients of the same."));
        }

        SequenceValue value = new(new Access(buffer, Slot.Step), isRead ? buffer.Gradient : null, need, width, units);
        _values.Add(value);
        return value;
    }
}

/// <summary>A recurrent layer in one direction: what was declared, its equations, and its plan.</summary>
internal sealed record PlannedCell(LayerSpec Spec, CellDefinition Cell, LayerPlan Plan);
