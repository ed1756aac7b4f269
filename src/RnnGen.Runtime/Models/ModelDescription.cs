using System.Collections.Generic;
using System.Linq;

namespace RnnGen;

/// <summary>One parameter tensor in the flat parameter buffer.</summary>
/// <param name="Name">Name such as <c>lstm0/kernel</c>, unique in the model.</param>
/// <param name="Shape">Shape, row-major; TensorFlow 1's for the same layer.</param>
/// <param name="Offset">First element in the flat buffer.</param>
/// <param name="Initializer">How a new model fills it.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, int Offset, ParameterInitializer Initializer)
{
    /// <summary>Number of elements.</summary>
    public int Count { get; } = CountOf(Shape);

    private static int CountOf(IReadOnlyList<int> shape)
    {
        int count = 1;
        foreach (int extent in shape)
        {
            count = checked(count * extent);
        }

        return count;
    }
}

/// <summary>How a new model fills a parameter.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Value">The limit of a uniform distribution, or the constant.</param>
public readonly record struct ParameterInitializer(InitializerKind Kind, float Value)
{
    /// <summary>Every element is <paramref name="value"/>.</summary>
    public static ParameterInitializer Constant(float value) => new(InitializerKind.Constant, value);

    /// <summary>Uniform in [-<paramref name="limit"/>, <paramref name="limit"/>); for Glorot and Bengio (2010) the limit is √(6 / (fan in + fan out)).</summary>
    public static ParameterInitializer Uniform(float limit) => new(InitializerKind.Uniform, limit);
}

/// <summary>Distributions of <see cref="ParameterInitializer"/>.</summary>
public enum InitializerKind
{
    /// <summary>All elements equal.</summary>
    Constant,

    /// <summary>Uniform around zero.</summary>
    Uniform,
}

/// <summary>One part of a model's state: a cell state or a hidden state of one layer.</summary>
/// <param name="Name">Name such as <c>lstm0/c</c>.</param>
/// <param name="Units">Number of floats of one row.</param>
/// <param name="Offset">First float within a row's state.</param>
public sealed record StateInfo(string Name, int Units, int Offset);

/// <summary>What a generated model is: sizes, parameters, states and cost. Built once a class by generated code.</summary>
public sealed record ModelDescription
{
    /// <summary>The class name.</summary>
    public required string Name { get; init; }

    /// <summary>Features of one input step.</summary>
    public required int InputSize { get; init; }

    /// <summary>Features of one output: units of the last layer.</summary>
    public required int OutputSize { get; init; }

    /// <summary>Whether outputs have a step axis ([batch, steps, units]) or not ([batch, units]).</summary>
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

    /// <summary>Multiply-adds of one row's single time step through the recurrent layers, and through dense layers that read every step.</summary>
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
