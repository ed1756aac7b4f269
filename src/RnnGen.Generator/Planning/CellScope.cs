using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Planning;

/// <summary>Knows where each named value of one layer lives between stages, and where its gradient does.</summary>
internal sealed class CellScope : IPointwiseScope
{
    private readonly CellDefinition _cell;
    private readonly string _layer;
    private readonly int _units;
    private readonly Access _input;
    private readonly string _inputGradient;
    private readonly Dictionary<string, int> _stageOf = [];
    private readonly HashSet<string> _readByOtherStage = [];
    private readonly HashSet<(string Field, Slot Slot, int Column)> _gradientsWritten = [];

    public CellScope(CellDefinition cell, string layer, string title, int units, Access input, string inputGradient, bool outputIsRead)
    {
        _cell = cell;
        _layer = layer;
        _units = units;
        _input = input;
        _inputGradient = inputGradient;
        for (int stage = 0; stage < cell.Stages.Count; stage++)
        {
            Visit(cell.Stages[stage], stage);
        }

        Buffers = [.. Describe(title, outputIsRead)];
    }

    /// <summary>The buffers that this layer needs.</summary>
    public IReadOnlyList<BufferPlan> Buffers { get; }

    public string StateField(string state) => $"{_layer}{Casing.Pascal(state)}";

    public string StateGradientField(string state) => StateField(state) + "Gradient";

    public string ProductField(CellStage.Matrix stage) => $"{_layer}{stage.Name}Product";

    public string ProductGradientField(CellStage.Matrix stage) => ProductField(stage) + "Gradient";

    /// <summary>Where a value that a stage did not compute itself is read from; null for a value that is never stored.</summary>
    public Access? Place(string name)
    {
        if (name == CellBuilder.InputName)
        {
            return _input;
        }

        foreach (CellState state in _cell.States)
        {
            if (name == state.Name)
            {
                return new Access(StateField(name), Slot.Step);
            }

            if (name == state.Next)
            {
                return new Access(StateField(state.Name), Slot.Next);
            }
        }

        if (MatrixOf(name, out int block) is CellStage.Matrix matrix)
        {
            return new Access(ProductField(matrix), Slot.Single, block * Sizes.Padded(_units));
        }

        return IsStored(name) ? new Access(ValueField(name), Slot.Step) : null;
    }

    /// <summary>Where the gradient of a value that a stage did not compute itself is collected.</summary>
    public Access GradientPlace(string name)
    {
        if (name == CellBuilder.InputName)
        {
            return new Access(_inputGradient, Slot.Step);
        }

        if (_cell.States.Any(state => state.Name == name))
        {
            return new Access(StateGradientField(name), Slot.Step);
        }

        return MatrixOf(name, out int block) is CellStage.Matrix matrix
            ? new Access(ProductGradientField(matrix), Slot.Step, block * Sizes.Padded(_units))
            : new Access(ValueField(name) + "Gradient", Slot.Single);
    }

    /// <summary>Whether an earlier stage of the backward step has already written here, so that more must be added; notes the write.</summary>
    public bool Accumulates(Access gradient) => !_gradientsWritten.Add((gradient.Field, gradient.Slot, gradient.Column));

    /// <summary>Whether a value that a stage assigns is read by another stage.</summary>
    public bool IsReadByOtherStage(string name) => _readByOtherStage.Contains(name);

    /// <summary>Whether a value is the next value of a state, and of which.</summary>
    public CellState? StateWithNext(string name) => _cell.States.FirstOrDefault(state => state.Next == name);

    /// <summary>Whether the backward pass loads the value, because it is the result of a nonlinear call or another stage needs it.</summary>
    public bool IsStored(string name) => Assigned(name) is Assignment assignment && (assignment.IsNonlinear || IsReadByOtherStage(name));

    private string Stride => $"LayerSizes.{_layer}Stride";

    private string ValueField(string name) => $"{_layer}{Casing.Pascal(name)}Value";

    private void Visit(CellStage stage, int index)
    {
        if (stage is CellStage.Matrix matrix)
        {
            Read(matrix.Operands, index);
            return;
        }

        foreach (Assignment assignment in ((CellStage.Pointwise)stage).Assignments)
        {
            Read(Differentiation.References(assignment.Value), index);
            _stageOf.Add(assignment.Name, index);
        }
    }

    private void Read(IEnumerable<string> names, int stage)
    {
        foreach (string name in names)
        {
            if (_stageOf.TryGetValue(name, out int assignedIn) && assignedIn != stage)
            {
                _readByOtherStage.Add(name);
            }
        }
    }

    private Assignment? Assigned(string name) => _cell.Stages
        .OfType<CellStage.Pointwise>()
        .SelectMany(stage => stage.Assignments)
        .FirstOrDefault(assignment => assignment.Name == name);

    private CellStage.Matrix? MatrixOf(string name, out int block)
    {
        foreach (CellStage.Matrix matrix in _cell.Stages.OfType<CellStage.Matrix>())
        {
            block = matrix.Blocks.ToList().IndexOf(name);
            if (block >= 0)
            {
                return matrix;
            }
        }

        block = -1;
        return null;
    }

    private IEnumerable<BufferPlan> Describe(string title, bool outputIsRead)
    {
        foreach (CellState state in _cell.States)
        {
            BufferRole role = outputIsRead && state.Next == _cell.Output ? BufferRole.OutputState : BufferRole.State;
            yield return new BufferPlan(
                StateField(state.Name), role, _units, 1, Stride, $"State {state.Name} of {title}; slot t holds it before step t.", state.Name);
            yield return new BufferPlan(
                StateGradientField(state.Name), BufferRole.StateGradient, _units, 1, Stride, $"Gradient of state {state.Name} of {title}.");
        }

        foreach (CellStage stage in _cell.Stages)
        {
            if (stage is CellStage.Matrix matrix)
            {
                string blocks = string.Join(", ", matrix.Blocks);
                string columns = $"LayerSizes.{_layer}{matrix.Name}Columns";
                yield return new BufferPlan(
                    ProductField(matrix), BufferRole.Scratch, _units, matrix.Blocks.Count, columns, $"Products {blocks} of {title}.");
                yield return new BufferPlan(
                    ProductGradientField(matrix), BufferRole.ProductGradient, _units, matrix.Blocks.Count, columns, $"Gradients of {blocks} of {title}.");
                continue;
            }

            foreach (Assignment assignment in ((CellStage.Pointwise)stage).Assignments)
            {
                bool crosses = IsReadByOtherStage(assignment.Name);
                if (StateWithNext(assignment.Name) is null && IsStored(assignment.Name))
                {
                    yield return new BufferPlan(
                        ValueField(assignment.Name),
                        crosses ? BufferRole.Operand : BufferRole.Saved,
                        _units,
                        1,
                        Stride,
                        $"{assignment.Name} = {ExprText.Maths(assignment.Value)} of {title}.",
                        assignment.Name);
                }

                if (crosses)
                {
                    yield return new BufferPlan(
                        ValueField(assignment.Name) + "Gradient", BufferRole.ScratchGradient, _units, 1, Stride, $"Gradient of {assignment.Name} of {title}.");
                }
            }
        }
    }
}
