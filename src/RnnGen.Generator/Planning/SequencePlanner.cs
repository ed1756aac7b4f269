using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Language;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Plans the inputs and all that works on whole sequences: layers in one direction or two, and what moves values between them.
/// </summary>
internal sealed class SequencePlanner
{
    private readonly ModelSpec _spec;
    private readonly ParameterTable _parameters;
    private readonly List<BufferPlan> _buffers;
    private readonly ValueReaders _readers;
    private readonly IReadOnlyList<LayerName> _names;
    private readonly LayerPlanner _planner;
    private readonly ValuePlanner _values;
    private readonly List<SequencePlan> _sequence = [];
    private readonly List<PlannedCell> _cells = [];
    private readonly List<PlannedValue> _layers = [];
    private readonly List<StatePlan> _states = [];
    private readonly Dictionary<int, List<LayerPlan>> _plans = [];
    private readonly List<long> _parameterCounts = [];
    private PlannedValue _inputs = null!;
    private PlannedValue? _sequenceInputs;

    /// <param name="spec">The model.</param>
    /// <param name="parameters">Receives the layers' parameters.</param>
    /// <param name="buffers">Receives the buffers that the inputs and the layers need.</param>
    public SequencePlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
    {
        _spec = spec;
        _parameters = parameters;
        _buffers = buffers;
        _readers = new ValueReaders(spec);
        _names = LayerNames.Of(spec.Layers, spec.Heads.Select(head => head.Name));
        _planner = new LayerPlanner(spec, parameters, buffers);
        _values = new ValuePlanner(buffers, _sequence);
    }

    /// <summary>Layers and what stands between them, in forward order.</summary>
    public IReadOnlyList<SequencePlan> Sequence => _sequence;

    /// <summary>The cells in the order of their parameters; two for a bidirectional one.</summary>
    public IReadOnlyList<PlannedCell> Cells => _cells;

    /// <summary>All states, in the order of the layers.</summary>
    public IReadOnlyList<StatePlan> States => _states;

    /// <summary>Number of parameters of each layer.</summary>
    public IReadOnlyList<long> ParameterCounts => _parameterCounts;

    /// <summary>Values that belong to no cell: reversed, merged and joined ones.</summary>
    public IReadOnlyList<SequenceValue> Values => _values.Values;

    /// <summary>The table of the embedding; null without one.</summary>
    public EmbeddingPlan? Embedding { get; private set; }

    /// <summary>Plans all layers, bottom first.</summary>
    public void Plan()
    {
        _inputs = PlanInputs();
        _sequenceInputs = _spec.SequenceInputSize > 0 ? PlanSequenceInputs() : null;
        for (int index = 0; index < _spec.Layers.Count; index++)
        {
            LayerSpec layer = _spec.Layers[index];
            long before = _parameters.Count;
            _layers.Add(layer.Role switch
            {
                LayerRole.Concatenate => Joined(index),
                LayerRole.Repeat => Repeated(index),
                LayerRole.Pooling => Reduced(index),
                _ => Cell(index),
            });
            _parameterCounts.Add(_parameters.Count - before);
        }
    }

    /// <summary>What a head reads: a value where it is, or one that is put together for it.</summary>
    public PlannedValue ValueOf(int head)
    {
        IReadOnlyList<ReadSpec> reads = _readers.OfHead(head);
        if (_readers.ReadsDirectly(head))
        {
            return _layers[reads[0].Source];
        }

        string stem = _spec.Heads[head].Name is string name ? Casing.Pascal(name) : "Head";
        bool isVector = Of(reads[0].Source).IsVector;
        SequenceValue joined = Join(
            stem, "Joined", $"What {(_spec.Heads[head].Name is string own ? $"head {own}" : "the head")} reads", reads,
            _spec.Layers.Count + head, isVector);
        return new PlannedValue(joined, [], LayerMerge.Concatenate, isVector);
    }

    private PlannedValue PlanInputs()
    {
        _buffers.Add(new BufferPlan(BufferRef.Inputs, BufferRole.Input, _spec.InputSize, 1, "The inputs, zero past a row's length.", "x"));
        _buffers.Add(new BufferPlan(BufferRef.InputGradients, BufferRole.OutputGradient, _spec.InputSize, 1, "Gradients of the inputs."));

        // The gradient of a table is made of those of the inputs.
        GradientNeed need = _spec.Embedding is null ? GradientNeed.WhenInputsWanted : GradientNeed.Always;
        if (_spec.Embedding is EmbeddingSpec embedding)
        {
            Embedding = new EmbeddingPlan(
                _parameters.AddMatrix($"{embedding.Name}/table", embedding.Vocabulary, embedding.Units), embedding.PaddingToken);
        }

        SequenceValue value = new(new Access(BufferRef.Inputs, Slot.Step), BufferRef.InputGradients, need, _spec.InputSize, SizeRef.Input);
        return new PlannedValue(value, [], LayerMerge.Concatenate, IsVector: false);
    }

    private PlannedValue PlanSequenceInputs()
    {
        int size = _spec.SequenceInputSize;
        BufferRef gradients = BufferRef.SequenceInputGradients;
        _buffers.Add(new BufferPlan(BufferRef.SequenceInputs, BufferRole.Scratch, size, 1, "The inputs of whole sequences.", "sequence"));
        _buffers.Add(new BufferPlan(gradients, BufferRole.ScratchGradient, size, 1, "Gradients of the inputs of whole sequences."));
        GradientNeed need = GradientNeed.WhenSequenceInputsWanted;
        SequenceValue value = new(new Access(BufferRef.SequenceInputs, Slot.Single), gradients, need, size, SizeRef.SequenceInput);
        return new PlannedValue(value, [], LayerMerge.Concatenate, IsVector: true) { IsOfInputs = true };
    }

    private bool IsOfInputs(IReadOnlyList<ReadSpec> reads) => reads.All(read => Of(read.Source).IsOfInputs);

    private PlannedValue Of(int source) => source switch
    {
        ReadSpec.Inputs => _inputs,
        ReadSpec.SequenceInputs => _sequenceInputs!,
        _ => _layers[source],
    };

    private PlannedValue Joined(int index)
    {
        bool isVector = _spec.Layers[index].IsVector;
        SequenceValue value = Join(_names[index].Stem, "Output", _names[index].Title, _readers.OfLayer(index), index, isVector);
        return new PlannedValue(value, [], LayerMerge.Concatenate, isVector) { IsOfInputs = IsOfInputs(_readers.OfLayer(index)) };
    }

    private PlannedValue Repeated(int index)
    {
        LayerName name = _names[index];
        LayerInput input = Input(index, _readers.OfLayer(index), "Input");
        SequenceValue value = _values.Value(
            name.Stem, "Output", $"The vector of each row at every step, {name.Title}", input.Value.Width, isRead: true, input.Value.Need);
        _sequence.Add(new SequencePlan.Repeat(name.Stem, input.Value, value, input.IsWritten)
        {
            IsOfInputs = IsOfInputs(_readers.OfLayer(index)),
            Layer = name.Title,
        });
        return new PlannedValue(value, [], LayerMerge.Concatenate, IsVector: false);
    }

    private PlannedValue Reduced(int index)
    {
        IReadOnlyList<ReadSpec> reads = _readers.OfLayer(index);
        PlannedValue source = reads.Count == 1 && reads[0].Source >= 0 && _readers.IsWhole(reads[0])
            ? _layers[reads[0].Source]
            : new PlannedValue(Join(_names[index].Stem, "Joined", "What is reduced", reads, index, isVector: false), [], default, false);
        SequenceReduction kind = _spec.Layers[index].Reduction;

        // Where the last step is taken from the cells, their gradients are written by the readers of the last step alone.
        bool isWritten = _layers.Contains(source) && (kind == SequenceReduction.Last && !source.LastWritesSteps
            ? _readers.IsLastWritten(reads[0].Source, index)
            : _readers.IsWritten(reads[0].Source, index, source.LastWritesSteps));
        ReductionPlanner planner = new(_names[index].Stem, _names[index].Path + "/", _buffers);
        ReductionPlan reduction = planner.Reduce(kind, source, _ => isWritten);
        _sequence.Add(new SequencePlan.Reduce(reduction) { Layer = _names[index].Title });
        SequenceValue value = new(
            new Access(reduction.TargetBuffer, Slot.Single), reduction.TargetBuffer.Gradient, GradientNeed.Always, reduction.Units,
            reduction.UnitsSize);
        return new PlannedValue(value, [], LayerMerge.Concatenate, IsVector: true);
    }

    private PlannedValue Cell(int index)
    {
        LayerSpec layer = _spec.Layers[index];
        bool isRead = layer.IsVector || _readers.ReadsSteps(index);

        // Whether some readers read all steps of the layer and others its last one: both give it gradients.
        bool isShared = isRead && _readers.ReadsLast(index);
        IReadOnlyList<ReadSpec> reads = _readers.OfLayer(index);
        LayerInput[] inputs = layer.Role is LayerRole.Sum or LayerRole.Product
            ? [.. reads.Select((read, part) => Input(index, [read], part == 0 ? "Input" : $"Input{part}", [.. reads.Skip(part + 1)]))]
            : [Input(index, reads, "Input")];
        CellDefinition cell = layer.Equations is string text ? CellText.Define(layer.Kind, layer.Units, text) : CellCatalogue.Define(layer);
        cell = layer.Dropout is DropoutSpec dropout ? cell.WithDropout(dropout, inputs[0].Value.Width) : cell;
        LayerName name = _names[index];
        if (layer.Window is { IsOneStep: false } window)
        {
            inputs = [new LayerInput(Windowed(name, window, inputs[0]), IsWritten: false)];
        }

        if (layer.Direction == LayerDirection.Bidirectional)
        {
            return Bidirectional(index, layer, cell, name, inputs[0], isRead, isShared);
        }

        CellDefinition wrapped = layer.Residual ? cell.WithResidual() : cell;
        bool reverses = layer.Direction == LayerDirection.Reverse;
        if (reverses)
        {
            inputs = [new LayerInput(_values.Reverse(name, "Input", inputs[0].Value, inputs[0].IsWritten), false)];
        }

        LayerPlan plan = Plan(index, layer, wrapped, name, inputs, isRead);
        Begin(index);
        _sequence.Add(new SequencePlan.Recurrent(plan) { IsOfInputs = IsOfInputs(reads) });
        SequenceValue output = reverses && isRead
            ? _values.Reverse(name, "Output", plan.Output, accumulate: isShared && plan.OutputState is null)
            : plan.Output;
        return new PlannedValue(output, layer.IsVector ? [] : [plan], layer.Merge, layer.IsVector) { IsOfInputs = IsOfInputs(reads) };
    }

    /// <summary>
    /// The backward layer runs first, so that the way back, which is the other way round, comes to the forward layer first: it writes the
    /// gradient of the common input, and the others add to it.
    /// </summary>
    private PlannedValue Bidirectional(
        int index, LayerSpec layer, CellDefinition cell, LayerName name, LayerInput input, bool isRead, bool isShared)
    {
        // A residual is added to the merged steps, so the last of those is what a head reads.
        isRead |= layer.Residual;
        LayerName forwardName = new(name.Stem + "Fw", name.Path + "/fw", name.Title + " forward");
        LayerName backwardName = new(name.Stem + "Bw", name.Path + "/bw", name.Title + " backward");
        LayerPlan forward = Plan(index, layer, cell, forwardName, [input], isRead);
        int width = forward.Output.Width * (layer.Merge == LayerMerge.Concatenate ? 2 : 1);
        SequenceValue output = _values.Value(name.Stem, "Output", $"Merged outputs of {name.Title}", width, isRead, GradientNeed.Always);
        if (layer.Residual)
        {
            _sequence.Add(new SequencePlan.Residual(name.Stem + "Residual", input.Value, output));
        }

        SequenceValue reversed = _values.Reverse(name, "Input", input.Value, accumulate: true);
        LayerPlan backward = Plan(index, layer, cell, backwardName, [new LayerInput(reversed, false)], isRead);
        Begin(index);
        _sequence.Add(new SequencePlan.Recurrent(backward));
        _sequence.Add(new SequencePlan.Recurrent(forward));
        if (isRead)
        {
            _sequence.Add(new SequencePlan.Merge(
                name.Stem + "Merge", layer.Merge, forward.Output, backward.Output, layer.Residual ? input.Value : null, output)
            {
                Accumulate = isShared && !layer.Residual && forward.OutputState is null,
            });
        }

        return new PlannedValue(output, layer.Residual ? [] : [forward, backward], layer.Merge, IsVector: false);
    }

    /// <summary>
    /// The steps of a layer's window side by side. Of a causal one a state holds the steps before the first; their gradient may be wanted
    /// where that of the inputs is not.
    /// </summary>
    private SequenceValue Windowed(LayerName name, WindowSpec window, LayerInput input)
    {
        SequenceValue source = input.Value;
        StatePlan? past = window.Past > 0 ? Past(name, window, source.Width) : null;
        GradientNeed need = source.Need == GradientNeed.WhenInputsWanted && past is not null
            ? GradientNeed.WhenInputsOrStatesWanted
            : source.Need;
        SequenceValue target = _values.Value(
            name.Stem, "Window", $"The steps that {name.Title} sees, side by side", window.Taps * source.Width, isRead: true, need);
        _sequence.Add(new SequencePlan.Window(name.Stem + "Window", source, target, window, past, input.IsWritten) { Layer = name.Title });
        return target;
    }

    private StatePlan Past(LayerName name, WindowSpec window, int features)
    {
        int floats = window.Past * features;
        SizeRef units = new(name.Stem + "Past", SizeKind.Units);
        BufferRef buffer = new(name.Stem, "Past", units.Padded);
        string summary = $"The last {Counted.Of(window.Past, "input")} of {name.Title}, the oldest first";
        _buffers.Add(new BufferPlan(buffer, BufferRole.Past, floats, 1, summary + "."));
        _buffers.Add(new BufferPlan(buffer.Gradient, BufferRole.StateGradient, floats, 1, "Gradients of the same."));
        StatePlan past = new(
            "past", $"{name.Path}/past", buffer, buffer.Gradient, floats, units, _planner.TakeState(floats)) { Summary = summary };
        _states.Add(past);
        return past;
    }

    private LayerPlan Plan(
        int index, LayerSpec layer, CellDefinition cell, LayerName name, IReadOnlyList<LayerInput> inputs, bool isRead)
    {
        LayerPlan plan = _planner.Plan(cell, name, inputs, isRead, layer);
        _cells.Add(new PlannedCell(layer, cell, plan));
        _states.AddRange(plan.States);
        if (!_plans.TryGetValue(index, out List<LayerPlan>? plans))
        {
            plans = [];
            _plans.Add(index, plans);
        }

        plans.Add(plan);
        return plan;
    }

    /// <summary>The states of a layer that begin with those of another are there before it runs.</summary>
    private void Begin(int index)
    {
        if (_spec.Layers[index].InitialState is int source)
        {
            bool isUnread = !_readers.ReadsSteps(source) && !_readers.ReadsLast(source);
            foreach ((LayerPlan from, LayerPlan to) in _plans[source].Zip(_plans[index], (from, to) => (from, to)))
            {
                _sequence.Add(new SequencePlan.Start(to.Name + "Start", from, to) { ClearsOutputs = isUnread, Layer = to.Title });
            }
        }
    }

    /// <summary>What a layer reads: one value where it is, or several that are joined.</summary>
    /// <param name="index">The layer.</param>
    /// <param name="reads">What it reads.</param>
    /// <param name="what">What names call that.</param>
    /// <param name="later">What is put together for the same layer afterwards, and comes before this on the way back.</param>
    private LayerInput Input(int index, IReadOnlyList<ReadSpec> reads, string what, params ReadSpec[] later)
    {
        if (reads.Count == 1 && _readers.IsWhole(reads[0]))
        {
            PlannedValue value = Of(reads[0].Source);
            return new LayerInput(value.Output, _readers.IsWritten(reads[0].Source, index, value.LastWritesSteps));
        }

        string stem = _names[index].Stem;
        return new LayerInput(
            Join(stem, what, $"What {_names[index].Title} reads", reads, index, Of(reads[0].Source).IsVector, later), IsWritten: false);
    }

    private SequenceValue Join(
        string stem, string what, string summary, IReadOnlyList<ReadSpec> reads, int reader, bool isVector, params ReadSpec[] laterReads)
    {
        GradientNeed[] needs = [.. reads.Select(read => Of(read.Source).Output.Need).Distinct()];
        SequenceValue target = _values.Value(
            stem, what, summary, reads.Sum(read => read.Columns), isRead: true,
            needs.Length == 1 ? needs[0] : GradientNeed.Always, isVector);
        List<JoinPart> parts = [];
        int column = 0;
        for (int index = 0; index < reads.Count; index++)
        {
            ReadSpec read = reads[index];
            PlannedValue source = Of(read.Source);

            // The way back takes the parts from the last to the first.
            bool isWritten = _readers.IsWritten(read.Source, reader, source.LastWritesSteps)
                || reads.Skip(index + 1).Concat(laterReads).Any(later => later.Source == read.Source);
            parts.Add(new JoinPart(source.Output, read.FirstColumn, read.Columns, column, isWritten));
            column += read.Columns;
        }

        _sequence.Add(
            new SequencePlan.Join(stem + what + "Join", parts.ToEquatable(), target, isVector) { IsOfInputs = IsOfInputs(reads) });
        return target;
    }
}

/// <summary>A cell in one direction: what was declared, its equations, and its plan.</summary>
internal sealed record PlannedCell(LayerSpec Spec, CellDefinition Cell, LayerPlan Plan);

/// <summary>A value that a cell reads, and whether another reader has written its gradient when the way back comes to the cell.</summary>
internal sealed record LayerInput(SequenceValue Value, bool IsWritten);
