using System;
using System.Collections.Generic;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>ONNX' functions that are RnnGen's too, with the numbers that they have unless a file says otherwise.</summary>
internal static class Activations
{
    private static readonly Dictionary<string, Activation> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tanh"] = Activation.Tanh,
        ["Sigmoid"] = Activation.Sigmoid,
        ["Relu"] = Activation.Relu,
        ["LeakyRelu"] = Activation.LeakyRelu,
        ["Elu"] = Activation.Elu,
        ["Selu"] = Activation.Selu,
        ["Softplus"] = Activation.Softplus,
        ["Softsign"] = Activation.Softsign,
        ["HardSigmoid"] = Activation.HardSigmoid,
        ["Swish"] = Activation.Swish,
    };

    /// <summary>The function of a name, or <see langword="null"/>.</summary>
    public static Activation? Of(string name) => Names.TryGetValue(name, out Activation activation) ? activation : null;

    /// <summary>The function of a value, or <see langword="null"/> where its numbers are others.</summary>
    public static Activation? Of(UnaryValue value) => value switch
    {
        { Function: "Clip", Alpha: 0, Beta: 6 } => Activation.Relu6,
        { Function: "Clip", Alpha: 0, Beta: double.PositiveInfinity } => Activation.Relu,
        { Function: "LeakyRelu" } => Is(value.Alpha, 0.01) ? Activation.LeakyRelu : null,
        { Function: "Elu" } => Is(value.Alpha, 1) ? Activation.Elu : null,
        { Function: "Selu" } => Is(value.Alpha, 1.6732632) && Is(value.Beta, 1.050701) ? Activation.Selu : null,
        { Function: "HardSigmoid" } => Is(value.Alpha, 0.2) && Is(value.Beta, 0.5) ? Activation.HardSigmoid : null,
        { Function: "Swish" } => Is(value.Alpha, 1) ? Activation.Swish : null,
        _ => Of(value.Function),
    };

    private static bool Is(double value, double expected) => (float)value == (float)expected;
}
