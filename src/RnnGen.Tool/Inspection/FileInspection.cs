using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RnnGen.Tool.Inspection;

/// <summary>What a file holds.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Parameters">Numbers of all tensors.</param>
/// <param name="Tensors">The tensors as the file has them.</param>
/// <param name="Network">The network; <see langword="null"/> where none can be read.</param>
/// <param name="Refused">Why none can be read; <see langword="null"/> where one is.</param>
internal sealed record FileInspection(
    string File, string Format, long Parameters, IReadOnlyList<TensorInspection> Tensors, NetworkInspection? Network, string? Refused);

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Parameters">Number of elements.</param>
internal sealed record TensorInspection(string Name, IReadOnlyList<long> Shape, string Type, long Parameters);

/// <summary>A network in RnnGen's terms.</summary>
/// <param name="Name">The class that it becomes.</param>
/// <param name="Parameters">Numbers of all parameters.</param>
/// <param name="Inputs">The inputs of the original.</param>
/// <param name="Layers">The layers, each after those that it reads.</param>
/// <param name="Outputs">The outputs of the original.</param>
/// <param name="States">The states that go from step to step.</param>
/// <param name="Notes">What the reader did.</param>
internal sealed record NetworkInspection(
    string Name, long Parameters, IReadOnlyList<ValueInspection> Inputs, IReadOnlyList<LayerInspection> Layers,
    IReadOnlyList<ValueInspection> Outputs, IReadOnlyList<StateInspection> States, IReadOnlyList<string> Notes);

/// <summary>An input or an output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it is for the class.</param>
/// <param name="Shape">Its axes: <c>batch</c>, <c>steps</c> or an extent.</param>
internal sealed record ValueInspection(string Name, string Role, IReadOnlyList<string> Shape);

/// <summary>A layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">The head that it belongs to; empty of others.</param>
/// <param name="Kind">Its attribute: <c>Lstm(128)</c>.</param>
/// <param name="Shape">The axes of its value.</param>
/// <param name="Reads">The values that it reads, with ranges of columns.</param>
/// <param name="Parameters">Numbers of its parameters.</param>
internal sealed record LayerInspection(
    string Name, string Head, string Kind, IReadOnlyList<string> Shape, IReadOnlyList<string> Reads, long Parameters);

/// <summary>A state.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Units">Numbers of one row.</param>
internal sealed record StateInspection(string Name, int Units);

/// <summary>How inspections are written as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n")]
[JsonSerializable(typeof(FileInspection))]
internal sealed partial class InspectionContext : JsonSerializerContext;
