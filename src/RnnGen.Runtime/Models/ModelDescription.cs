using System.Collections.Generic;
using System.Linq;

namespace RnnGen;

/// <summary>One part of a model's state: a cell state or a hidden state of one layer.</summary>
/// <param name="Name">Name such as <c>lstm0/c</c>.</param>
/// <param name="Units">Number of floats of one row.</param>
/// <param name="Offset">First float within a row's state.</param>
public sealed record StateInfo(string Name, int Units, int Offset);

/// <summary>What a generated model is: sizes, parameters, states and cost. Built once a class by generated code.</summary>
public sealed partial record ModelDescription
{
    /// <summary>The class name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Columns of one step that the network reads: what an embedding makes of a token, then the floats of the step
    /// (<see cref="StepInputSize"/>).
    /// </summary>
    public required int InputSize { get; init; }

    /// <summary>Number of tokens that an input is made of, or <see langword="null"/> for a model that reads floats alone.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Features of one output: units of the last layer; of several heads the sum over them.</summary>
    public required int OutputSize { get; init; }

    /// <summary>
    /// Whether outputs have a step axis ([batch, steps, units]) or not ([batch, units]); of several heads, whether all have.
    /// </summary>
    public required bool OutputsEveryStep { get; init; }

    /// <summary>The fixed number of steps of a static network, or <see langword="null"/> for a dynamic one.</summary>
    public required int? Steps { get; init; }

    /// <summary>Parameter tensors in layer order.</summary>
    public required IReadOnlyList<ParameterInfo> Parameters { get; init; }

    /// <summary>State parts in layer order; of an LSTM the cell state first, as in TensorFlow's LSTMStateTuple.</summary>
    public required IReadOnlyList<StateInfo> States
    {
        get;
        init
        {
            field = value;
            StateSize = value.Sum(state => state.Units);
        }
    }

    /// <summary>
    /// Multiply-adds of one row's single time step through the recurrent layers, and through dense layers that read every step.
    /// </summary>
    public required long MultiplyAddsPerStep { get; init; }

    /// <summary>Multiply-adds of one row after the last step (dense layers that read one vector a row).</summary>
    public required long MultiplyAddsPerSequence { get; init; }

    /// <summary>
    /// A hash of the layers, sizes and options; the same for a static and a dynamic class with the same layers. Files carry it.
    /// </summary>
    public required string SpecHash { get; init; }

    /// <summary>Floats of one row's state.</summary>
    public int StateSize { get; private init; }

    /// <summary>Number of parameters.</summary>
    public int ParameterCount
    {
        get
        {
            int count = 0;
            foreach (ParameterInfo parameter in Parameters)
            {
                count += parameter.Count;
            }

            return count;
        }
    }
}
