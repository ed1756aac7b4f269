using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>
/// What is known only when the file runs: numbers of rows and steps, and which steps are valid. Each is computed once, where it is first
/// asked for. Values of steps are [steps, batch, features] within the file.
/// </summary>
/// <param name="graph">The outer graph.</param>
internal sealed class OnnxExtents(OnnxGraph graph)
{
    private const string Owner = "extents";

    private (string Input, int Axis)? _batch;
    private (string Input, int Axis)? _steps;
    private string? _batchValue, _stepsValue, _stepNumbers, _longLengths, _mask, _isLast, _isEmpty;

    /// <summary>The input of lengths; null of a file whose rows are all full.</summary>
    public string? Lengths { get; set; }

    /// <summary>Where the number of steps does not depend on inputs.</summary>
    public int? FixedSteps { get; init; }

    /// <summary>The number of rows, [1].</summary>
    public string Batch => _batchValue ??= Extent(_batch!.Value);

    /// <summary>The number of steps, [1].</summary>
    public string Steps => _stepsValue ??= FixedSteps is int steps ? graph.Integers(steps) : Extent(_steps!.Value);

    /// <summary>The lengths, [batch], as operators take them that take no other integers.</summary>
    public string LongLengths =>
        _longLengths ??= graph.Node("Cast", Owner, [Lengths!], OnnxAttributes.Of("to", (long)TensorProto.Types.DataType.Int64));

    /// <summary>Which steps are valid, [steps, batch, 1].</summary>
    public string Mask => _mask ??= OfSteps("Less", LongLengths);

    /// <summary>Which step is a row's last valid one, [steps, batch, 1].</summary>
    public string IsLast => _isLast ??= OfSteps("Equal", graph.Node("Sub", Owner, [LongLengths, graph.Integer(1)]));

    /// <summary>Which rows have no valid step, [batch, 1].</summary>
    public string IsEmpty => _isEmpty ??= graph.Node(
        "Unsqueeze", Owner, [graph.Node("Equal", Owner, [LongLengths, graph.Integer(0)]), graph.Integers(1)]);

    private string StepNumbers => _stepNumbers ??= graph.Node(
        "Unsqueeze",
        Owner,
        [
            graph.Node("Range", Owner, [graph.Integer(0), graph.Node("Squeeze", Owner, [Steps]), graph.Integer(1)]),
            graph.Integers(1),
        ]);

    /// <summary>Names an input by whose axes the numbers of rows and steps are told.</summary>
    public void TellBy(string input, int batchAxis, int? stepsAxis)
    {
        _batch ??= (input, batchAxis);
        _steps ??= stepsAxis is int axis ? (input, axis) : null;
    }

    /// <summary>A shape [batch, units].</summary>
    public string RowsOf(string owner, int units) =>
        graph.Node("Concat", owner, [Batch, graph.Integers(units)], OnnxAttributes.Of("axis", 0));

    private string OfSteps(string comparison, string numbers) => graph.Node(
        "Unsqueeze",
        Owner,
        [
            graph.Node(comparison, Owner, [StepNumbers, graph.Node("Unsqueeze", Owner, [numbers, graph.Integers(0)])]),
            graph.Integers(2),
        ]);

    private string Extent((string Input, int Axis) source) => graph.Node(
        "Shape", Owner, [source.Input], OnnxAttributes.Of("start", source.Axis), OnnxAttributes.Of("end", source.Axis + 1));
}
