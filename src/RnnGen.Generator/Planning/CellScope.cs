using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Knows where each named value of one layer lives between stages, and where its gradient does.</summary>
internal sealed class CellScope : IPointwiseScope
{
    private readonly CellDefinition _cell;
    private readonly string _layer;
    private readonly Dictionary<string, LayerInput> _inputs = [];
    private readonly IReadOnlyCollection<BufferRef> _kept;
    private readonly Dictionary<string, int> _stageOf = [];
    private readonly Dictionary<string, Assignment> _assigned = [];
    private readonly Dictionary<string, (CellStage.Matrix Stage, int Block)> _blocks = [];
    private readonly Dictionary<string, CellState> _states = [];
    private readonly Dictionary<string, CellState> _nextStates = [];
    private readonly Dictionary<string, CellVector> _vectors;
    private readonly HashSet<string> _normalized = [];
    private readonly HashSet<string> _read = [];
    private readonly HashSet<string> _readByOtherStage = [];
    private readonly HashSet<Access> _gradientsWritten = [];

    public CellScope(
        CellDefinition cell, string layer, string title, IReadOnlyList<LayerInput> inputs, bool outputIsRead,
        IReadOnlyCollection<BufferRef> kept, bool isVector, bool takesAhead)
    {
        _cell = cell;
        _layer = layer;
        _kept = kept;
        IsVector = isVector;
        TakesAhead = takesAhead;
        for (int index = 0; index < inputs.Count; index++)
        {
            LayerInput input = inputs[index];
            _inputs.Add(cell.InputName(index), input);
            if (input.IsWritten && input.Value.GradientBuffer is BufferRef written)
            {
                _gradientsWritten.Add(new Access(written, StepSlot));
            }
        }

        Selects = cell.Stages.OfType<CellStage.Pointwise>()
            .Any(stage => stage.Assignments.Any(assignment => Differentiation.Selects(assignment.Value)));
        _vectors = cell.Vectors.ToDictionary(vector => vector.Name);
        foreach (CellState state in cell.States)
        {
            _states.Add(state.Name, state);
            _nextStates.Add(state.Next, state);
        }

        for (int stage = 0; stage < cell.Stages.Count; stage++)
        {
            Visit(cell.Stages[stage], stage);
        }

        Buffers = [.. new CellBufferPlanner(cell, this, title).Plan(outputIsRead)];
    }

    /// <inheritdoc/>
    public bool Selects { get; }

    /// <summary>Whether the layer runs once a sequence, on one vector a row.</summary>
    public bool IsVector { get; }

    /// <summary>Whether products that read no state are taken for several steps at once.</summary>
    public bool TakesAhead { get; }

    /// <summary>Whether the states before the first step are zero unless a caller gives others.</summary>
    public bool MayStartFromZero { get; init; }

    /// <summary>The slot of a value of this step: the only one of a vector.</summary>
    public Slot StepSlot => IsVector ? Slot.Single : Slot.Step;

    /// <summary>The buffers that this layer needs.</summary>
    public IReadOnlyList<BufferPlan> Buffers { get; }

    /// <summary>An input of the layer by its name in equations; null for other names.</summary>
    public SequenceValue? Input(string name) => _inputs.TryGetValue(name, out LayerInput? input) ? input.Value : null;

    public BufferRef State(string state) => Buffer(Casing.Pascal(state), _states[state].Extent);

    public BufferRef StateGradient(string state) => State(state).Gradient;

    public BufferRef Product(CellStage.Matrix stage) =>
        new(_layer, $"{stage.Name}Product", new SizeRef(_layer + stage.Name, SizeKind.Columns));

    public BufferRef Scale(CellStage.Normalize stage) => Buffer($"{stage.Name}Scale", stage.Scales);

    public BufferRef Vector(string name) => Buffer($"{Casing.Pascal(name)}Vector", _vectors[name].Extent);

    public BufferRef Mask(CellMask mask) => Buffer($"{Casing.Pascal(mask.Name)}Mask", mask.Extent);

    /// <summary>Where the products are: of every step in training, when the backward pass reads them again.</summary>
    public Access ProductPlace(CellStage.Matrix stage) => new(Product(stage), IsKept(stage) || IsAhead(stage) ? StepSlot : Slot.Single);

    /// <summary>Whether the backward pass reads the products.</summary>
    public bool IsKept(CellStage.Matrix stage) => _kept.Contains(Product(stage));

    /// <summary>
    /// Whether a product reads nothing that the steps before compute, so that it can be taken for several steps at once.
    /// </summary>
    public bool IsAhead(CellStage.Matrix stage) => TakesAhead && !IsVector
        && stage.Operands.All(operand => Input(operand)?.Access.Slot is Slot.Step or Slot.Next);

    /// <summary>Where a value that a stage did not compute itself is read from; null for a value that is never stored.</summary>
    public Access? Place(string name)
    {
        if (Input(name) is SequenceValue input)
        {
            return input.Access;
        }

        if (IsLearned(name))
        {
            return new Access(Vector(name), Slot.Parameter);
        }

        if (MaskOf(name) is CellMask mask)
        {
            return new Access(Mask(mask), Slot.Mask);
        }

        if (_states.ContainsKey(name))
        {
            return new Access(State(name), Slot.Step);
        }

        if (StateWithNext(name) is CellState state)
        {
            return new Access(State(state.Name), Slot.Next);
        }

        if (MatrixOf(name, out int block) is CellStage.Matrix matrix)
        {
            return ProductPlace(matrix) with { Column = block * Sizes.Padded(matrix.Extent.Size) };
        }

        return IsStored(name) ? new Access(Value(name), StepSlot) : null;
    }

    /// <summary>Where the gradient of a value that a stage did not compute itself is collected.</summary>
    public Access GradientPlace(string name)
    {
        if (Input(name) is SequenceValue input)
        {
            return new Access(input.GradientBuffer!, StepSlot);
        }

        if (IsLearned(name))
        {
            return new Access(Vector(name).Gradient, StepSlot);
        }

        if (_states.ContainsKey(name))
        {
            return new Access(State(name).Gradient, Slot.Step);
        }

        return MatrixOf(name, out int block) is CellStage.Matrix matrix
            ? new Access(Product(matrix).Gradient, StepSlot, block * Sizes.Padded(matrix.Extent.Size))
            : new Access(Value(name).Gradient, Slot.Single);
    }

    /// <summary>
    /// Whether an earlier stage of the backward step has already written here, so that more must be added; notes the write.
    /// </summary>
    public bool Accumulates(Access gradient) => !_gradientsWritten.Add(gradient);

    /// <inheritdoc/>
    public bool IsCarried(Access gradient) =>
        Buffers.All(buffer => buffer.Buffer != gradient.Buffer || buffer.Role != BufferRole.ScratchGradient);

    /// <summary>Whether a value that a stage assigns is read by another stage.</summary>
    public bool IsReadByOtherStage(string name) => _readByOtherStage.Contains(name);

    /// <summary>Whether a value is the next value of a state, and of which.</summary>
    public CellState? StateWithNext(string name) => _nextStates.TryGetValue(name, out CellState? state) ? state : null;

    /// <summary>Whether no stage reads what a state was before the step.</summary>
    public bool IsNeverRead(CellState state) => !_read.Contains(state.Name);

    /// <summary>When the gradient of a value that this layer reads is needed.</summary>
    public GradientNeed NeedOf(string name) =>
        Input(CellWrappers.IsInput(name) ? CellBuilder.InputName : name)?.Need ?? GradientNeed.Always;

    /// <summary>How many numbers a value has.</summary>
    public Extent ExtentOf(string name) => Input(name) is SequenceValue input
        ? new Extent("", input.Width)
        : (_states.TryGetValue(name, out CellState? state) ? state : StateWithNext(name))?.Extent
        ?? _cell.Stages[_stageOf[name]].Extent;

    /// <summary>The constant of the generated code that holds an extent of this layer.</summary>
    public SizeRef UnitsOf(Extent extent) => new(_layer + extent.Stem, SizeKind.Units);

    /// <summary>
    /// Whether the backward pass loads the value, because it is the result of a nonlinear call or another stage needs it.
    /// </summary>
    public bool IsStored(string name) =>
        IsNormalized(name)
        || Assigned(name) is Assignment assignment && (assignment.IsNonlinear || IsReadByOtherStage(name) || name == _cell.Output);

    /// <summary>Whether a value is what the layer hands up, and no state that is kept anyway.</summary>
    public bool IsOutputValue(string name) => name == _cell.Output && StateWithNext(name) is null;

    /// <summary>Whether a value is a mask of dropout, which has no gradient.</summary>
    public bool IsMask(string name) => MaskOf(name) is not null;

    private CellMask? MaskOf(string name) => _cell.Masks.FirstOrDefault(mask => mask.Name == name);

    private bool IsNormalized(string name) => _normalized.Contains(name);

    private bool IsLearned(string name) => _vectors.ContainsKey(name);

    /// <summary>The buffer of a value that is stored.</summary>
    public BufferRef Value(string name) => Buffer(Casing.Pascal(name).Replace("'", "Next"), ExtentOf(name)) with { IsValue = true };

    private BufferRef Buffer(string stem, Extent extent) => new(_layer, stem, UnitsOf(extent).Padded);

    private void Visit(CellStage stage, int index)
    {
        if (stage is CellStage.Matrix matrix)
        {
            Read(matrix.Operands, index);
            for (int block = 0; block < matrix.Blocks.Count; block++)
            {
                _blocks.Add(matrix.Blocks[block], (matrix, block));
            }

            return;
        }

        if (stage is CellStage.Normalize normalize)
        {
            Read(normalize.Values, index);
            foreach (string result in normalize.Results)
            {
                _stageOf.Add(result, index);
                _normalized.Add(result);
            }

            return;
        }

        foreach (Assignment assignment in ((CellStage.Pointwise)stage).Assignments)
        {
            Read(Differentiation.References(assignment.Value), index);
            _stageOf.Add(assignment.Name, index);
            _assigned.Add(assignment.Name, assignment);
        }
    }

    private void Read(IEnumerable<string> names, int stage)
    {
        foreach (string name in names)
        {
            _read.Add(name);
            if (_stageOf.TryGetValue(name, out int assignedIn) && assignedIn != stage)
            {
                _readByOtherStage.Add(name);
            }
        }
    }

    private Assignment? Assigned(string name) => _assigned.TryGetValue(name, out Assignment? assignment) ? assignment : null;

    private CellStage.Matrix? MatrixOf(string name, out int block)
    {
        bool isBlock = _blocks.TryGetValue(name, out (CellStage.Matrix Stage, int Block) found);
        block = isBlock ? found.Block : -1;
        return isBlock ? found.Stage : null;
    }
}
