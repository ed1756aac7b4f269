using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>A module of PyTorch with its parameters.</summary>
/// <param name="Name">What stands before its tensors' names; empty of a module that was saved by itself.</param>
/// <param name="Kind">The class of PyTorch, such as <c>Linear</c>.</param>
internal abstract record TorchModule(string Name, string Kind)
{
    /// <summary>Features that it reads; 0 of one that reads tokens.</summary>
    public abstract int Inputs { get; }

    /// <summary>Features that it gives.</summary>
    public abstract int Outputs { get; }

    /// <summary>Its name with its widths, as messages have them.</summary>
    public string Text => $"'{Name}' ({Kind}, {(Inputs == 0 ? "tokens" : Inputs)} to {Outputs})";

    /// <summary>Its name among the layers: a number alone, as <c>nn.Sequential</c> has them, says too little.</summary>
    public string LayerName => Name.All(letter => char.IsDigit(letter) || letter == '.') ? Kind.ToLowerInvariant() + Name : Name;

    /// <summary>The module as layers.</summary>
    /// <param name="activation">The function after it.</param>
    public abstract IEnumerable<StackPart> Parts(Activation activation);

    /// <summary>The function as a layer of its own, where there is one.</summary>
    protected IEnumerable<StackPart> Function(Activation activation) =>
        activation == Activation.Linear ? [] : [StackPart.Activation($"{LayerName}_{activation}", Outputs, activation)];
}

/// <summary><c>nn.Linear</c>.</summary>
internal sealed record TorchLinear(string Name, Matrix Kernel, float[]? Bias) : TorchModule(Name, "Linear")
{
    public override int Inputs => Kernel.Rows;

    public override int Outputs => Kernel.Columns;

    public override IEnumerable<StackPart> Parts(Activation activation) => [StackPart.Dense(LayerName, Kernel, Bias, activation)];
}

/// <summary><c>nn.LayerNorm</c> over the features.</summary>
internal sealed record TorchLayerNorm(string Name, float[] Weight, float[] Bias, double Epsilon) : TorchModule(Name, "LayerNorm")
{
    public override int Inputs => Weight.Length;

    public override int Outputs => Weight.Length;

    public override IEnumerable<StackPart> Parts(Activation activation) =>
        Function(activation).Prepend(StackPart.LayerNorm(LayerName, Weight, Bias, Epsilon));
}

/// <summary><c>nn.Embedding</c>: its table belongs to the network's input.</summary>
internal sealed record TorchEmbedding(string Name, NetworkTensor Table) : TorchModule(Name, "Embedding")
{
    public override int Inputs => 0;

    public override int Outputs => Table.Shape[1];

    public override IEnumerable<StackPart> Parts(Activation activation) => Function(activation);
}

/// <summary><c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Width">Features that its first layer reads.</param>
/// <param name="Layers">Its layers: one cell, or two of two directions.</param>
internal sealed record TorchRecurrent(string Name, string Kind, int Width, IReadOnlyList<IReadOnlyList<CellWeights>> Layers)
    : TorchModule(Name, Kind)
{
    public override int Inputs => Width;

    public override int Outputs => WidthOf(Layers.Count);

    public override IEnumerable<StackPart> Parts(Activation activation) =>
    [
        .. Layers.Select((cells, index) => StackPart.Recurrent(index == 0 ? LayerName : $"{LayerName}_l{index}", cells, WidthOf(index))),
        .. Function(activation),
    ];

    private int WidthOf(int layer) => layer == 0 ? Width : Layers[layer - 1].Sum(cell => cell.OutputSize);
}
