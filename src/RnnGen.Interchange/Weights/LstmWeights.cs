using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// Weights of <see cref="LstmAttribute"/>: c' = σ(f)·c + σ(i)·g(j), h' = σ(o)·g(c'). Frameworks name the candidate j differently: c in ONNX
/// and Keras, g in PyTorch.
/// </summary>
/// <param name="Input">i; of a cell with <see cref="CoupledGates"/> not used.</param>
/// <param name="Candidate">j.</param>
/// <param name="Forget">f.</param>
/// <param name="Output">o.</param>
public sealed record LstmWeights(Gate? Input, Gate Candidate, Gate Forget, Gate Output) : CellWeights
{
    /// <summary>Weights of the cell state in the gates; <see langword="null"/> without.</summary>
    public LstmPeepholes? Peepholes { get; init; }

    /// <summary>The projection of the hidden state, [units, projection]; <see langword="null"/> without.</summary>
    public Matrix? Projection { get; init; }

    /// <summary>The function g.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether the input gate is 1 - f.</summary>
    public bool CoupledGates => Input is null;

    /// <inheritdoc/>
    public override string Kind => "Lstm";

    /// <inheritdoc/>
    public override int Units => Candidate.Units;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkState> States => [new("c", Units), new("h", Projection?.Columns ?? Units)];

    private Gate[] Gates => Input is null ? [Candidate, Forget, Output] : [Input, Candidate, Forget, Output];

    /// <summary>
    /// The number that alone stands in the second biases, in those of the forget gate: what RnnGen adds when the network runs, and writes
    /// so.
    /// </summary>
    private float? ForgetBias => Forget.InputBias is not null && Forget.RecurrentBias is [float first, ..] second
        && second.All(value => value.Equals(first))
        && Gates.All(gate => gate == Forget || gate.RecurrentBias is null || gate.RecurrentBias.All(value => value == 0))
            ? first : null;

    /// <summary>The weights in a layer's parameters.</summary>
    internal static LstmWeights Of(CellParameters parameters)
    {
        int units = parameters.Units, hidden = parameters.Layer.Option("Projection", units);
        bool coupled = parameters.Layer.Option("CoupledGates", false), peepholes = parameters.Layer.Option("Peepholes", false);
        int blocks = coupled ? 3 : 4;
        float forgetBias = (float)parameters.Layer.Option("ForgetBias", 1.0);
        float[]? bias = parameters.HasBias ? parameters.Vector("bias", blocks * units) : forgetBias == 0 ? null : new float[blocks * units];

        // What is added when the network runs stands in the second bias of the forget gate.
        float[]? added = bias is null || forgetBias == 0 ? null : new float[blocks * units];
        added?.AsSpan((blocks - 2) * units, units).Fill(forgetBias);
        (Matrix input, Matrix recurrent) = parameters.Kernel("kernel", hidden, blocks * units);
        IReadOnlyList<Gate> gates = Gate.Split(input, recurrent, bias, added, units);
        return new LstmWeights(coupled ? null : gates[0], gates[^3], gates[^2], gates[^1])
        {
            Peepholes = !peepholes ? null : new LstmPeepholes(
                coupled ? new float[units] : parameters.Vector("w_i_diag", units),
                parameters.Vector("w_f_diag", units),
                parameters.Vector("w_o_diag", units)),
            Projection = parameters.Layer.Options.ContainsKey("Projection") ? parameters.Matrix("projection/kernel", units, hidden) : null,
            Activation = parameters.Layer.Option("Activation", Activation.Tanh),
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, object> Options(IReadOnlyList<CellWeights> cells)
    {
        Dictionary<string, object> options = [];
        if (SharedForgetBias(cells) is float bias and not 1)
        {
            // Of zeros with either sign the positive one.
            options["ForgetBias"] = bias + 0.0;
        }

        if (Peepholes is not null)
        {
            options["Peepholes"] = true;
        }

        if (Projection is not null)
        {
            options["Projection"] = Projection.Columns;
        }

        if (CoupledGates)
        {
            options["CoupledGates"] = true;
        }

        if (Activation != Activation.Tanh)
        {
            options["Activation"] = Activation;
        }

        if (Forget.Bias is null)
        {
            options["Bias"] = false;
        }

        return options;
    }

    /// <inheritdoc/>
    protected override IEnumerable<NetworkTensor> Parameters(IReadOnlyDictionary<string, object> options)
    {
        yield return Matrix.Beside([.. Gates.Select(gate => gate.Kernel)]).Named("kernel");
        if (Forget.Bias is not null)
        {
            bool addsForgetBias = !options.TryGetValue("ForgetBias", out object? added) || (double)added != 0;
            float[] bias = [.. Gates.SelectMany(gate => addsForgetBias ? gate.InputBias! : gate.Bias!)];
            yield return new NetworkTensor("bias", [bias.Length], bias);
        }

        if (Peepholes is not null)
        {
            yield return new NetworkTensor("w_f_diag", [Units], Peepholes.Forget);
            if (!CoupledGates)
            {
                yield return new NetworkTensor("w_i_diag", [Units], Peepholes.Input);
            }

            yield return new NetworkTensor("w_o_diag", [Units], Peepholes.Output);
        }

        if (Projection is not null)
        {
            yield return Projection.Named("projection/kernel");
        }
    }

    private static float SharedForgetBias(IReadOnlyList<CellWeights> cells)
    {
        float?[] all = [.. cells.Cast<LstmWeights>().Select(cell => cell.ForgetBias).Distinct()];
        return all is [float one] ? one : 0;
    }
}

/// <summary>Weights of the cell state, one a unit: i and f see the state before the step, o the one after it.</summary>
/// <param name="Input">Of the input gate.</param>
/// <param name="Forget">Of the forget gate.</param>
/// <param name="Output">Of the output gate.</param>
public sealed record LstmPeepholes(float[] Input, float[] Forget, float[] Output);
