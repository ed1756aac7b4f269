using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>A layer of a network: the attribute that stands for it, what it reads, and its weights.</summary>
public sealed record NetworkLayer
{
    /// <summary>Its name, unlike that of any other layer and input. The class shows it only where another layer has to say it.</summary>
    public required string Name { get; init; }

    /// <summary>The attribute without its ending: <c>Lstm</c>, <c>Dense</c>, <c>Sum</c>, or that of a cell of one's own.</summary>
    public required string Kind { get; init; }

    /// <summary>What stands in the attribute's parentheses before its options: units, a function, a rate.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];

    /// <summary>
    /// Options that are not at their defaults: numbers, <see langword="bool"/>, members of enums such as <see cref="Activation"/>.
    /// </summary>
    public IReadOnlyDictionary<string, object> Options { get; init; } = new Dictionary<string, object>();

    /// <summary>What it reads, joined column by column; of a sum or a product the operands.</summary>
    public required IReadOnlyList<NetworkRead> Reads { get; init; }

    /// <summary>What its equations read beside that, in the order in which they declare it: <c>input elapsed</c>.</summary>
    public IReadOnlyList<NetworkRead> StepInputs { get; init; } = [];

    /// <summary>Columns of its value.</summary>
    public required int Size { get; init; }

    /// <summary>Whether its value has a vector for every step; otherwise it has one a row.</summary>
    public required bool HasSteps { get; init; }

    /// <summary>
    /// The layer whose final states are its states before the first step; <see langword="null"/> of one that starts from none.
    /// </summary>
    public string? InitialState { get; init; }

    /// <summary>Its weights under the names that they have below the layer's own, such as <c>kernel</c> or <c>fw/bias</c>.</summary>
    public IReadOnlyList<NetworkTensor> Parameters { get; init; } = [];

    /// <summary>The states of a recurrent layer in the order of the class' state, empty of other layers.</summary>
    public IReadOnlyList<NetworkState> States { get; init; } = [];

    /// <summary>
    /// The equations of a recurrent layer in the language of <see cref="CellEquationsAttribute"/>; of a cell of one's own always, of others
    /// where they are known.
    /// </summary>
    public string? Equations { get; init; }

    /// <summary>Whether it is a cell of one's own, whose attribute has to be declared too.</summary>
    public bool IsOwnCell { get; init; }

    /// <summary>Whether it is a cell that carries states from step to step.</summary>
    public bool IsRecurrent => States.Count > 0 && !IsWindow;

    /// <summary>Whether it sees the steps of a window: a convolution or pooling over time.</summary>
    internal bool IsWindow => !IsOwnCell && Kind is ("Conv1D" or "MaxPool1D" or "AveragePool1D");

    /// <summary>One of its weights.</summary>
    /// <param name="name">Its name below the layer's own.</param>
    /// <exception cref="ArgumentException">The layer has none of this name.</exception>
    public NetworkTensor Parameter(string name) => Parameters.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new ArgumentException(
            $"Layer '{Name}', [{Kind}], has no weights '{name}'; it has {string.Join(", ", Parameters.Select(tensor => tensor.Name))}.",
            nameof(name));

    /// <summary>An option, or what it is where it is not set.</summary>
    /// <exception cref="InvalidCastException">The option is of another type.</exception>
    public T Option<T>(string name, T otherwise) => Options.TryGetValue(name, out object? value) ? (T)value : otherwise;
}

/// <summary>A range of columns of a value.</summary>
/// <param name="Value">The name of a layer or an input.</param>
/// <param name="FirstColumn">First column.</param>
/// <param name="Columns">Number of columns.</param>
public sealed record NetworkRead(string Value, int FirstColumn, int Columns);

/// <summary>A state of a recurrent layer.</summary>
/// <param name="Name">Its name below the layer's, such as <c>c</c> or <c>fw/h</c>.</param>
/// <param name="Units">Numbers of one row.</param>
public sealed record NetworkState(string Name, int Units);

/// <summary>A tensor of floats.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, row-major.</param>
/// <param name="Values">Its elements.</param>
public sealed record NetworkTensor(string Name, IReadOnlyList<int> Shape, float[] Values);
