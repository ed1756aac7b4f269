using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>
/// Weights of <see cref="GruAttribute"/>: h' = u·h + (1 - u)·g(k). The update gate u is called z in ONNX, PyTorch and Keras, the
/// candidate k h or n.
/// </summary>
/// <param name="Reset">r.</param>
/// <param name="Update">u.</param>
/// <param name="Candidate">k, whose recurrent bias stays beside the other one where the reset comes after the product.</param>
/// <param name="ResetAfter">Whether the reset comes after the product; weights of one kind do not fit the other.</param>
public sealed record GruWeights(Gate Reset, Gate Update, Gate Candidate, bool ResetAfter) : CellWeights
{
    /// <summary>The function g.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <inheritdoc/>
    public override string Kind => "Gru";

    /// <inheritdoc/>
    public override int Units => Candidate.Units;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkState> States => [new("h", Units)];

    /// <summary>The weights in a layer's parameters.</summary>
    internal static GruWeights Of(CellParameters parameters)
    {
        int units = parameters.Units;
        bool resetAfter = parameters.Layer.Option("ResetAfter", false);
        (Matrix input, Matrix recurrent) = parameters.Kernel("gates/kernel", units, 2 * units);
        IReadOnlyList<Gate> gates = Gate.Split(input, recurrent, parameters.Bias("gates/bias", 2 * units), null, units);
        return new GruWeights(gates[0], gates[1], Candidate(), resetAfter)
        {
            Activation = parameters.Layer.Option("Activation", Activation.Tanh),
        };

        Gate Candidate()
        {
            if (resetAfter)
            {
                return new Gate(
                    parameters.Matrix("candidate/input_projection/kernel", input.Rows, units),
                    parameters.Matrix("candidate/hidden_projection/kernel", units, units),
                    parameters.Bias("candidate/input_projection/bias", units),
                    parameters.Bias("candidate/hidden_projection/bias", units));
            }

            (Matrix inputs, Matrix states) = parameters.Kernel("candidate/kernel", units, units);
            return new Gate(inputs, states, parameters.Bias("candidate/bias", units));
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, object> Options(IReadOnlyList<CellWeights> cells)
    {
        Dictionary<string, object> options = [];
        if (ResetAfter)
        {
            options["ResetAfter"] = true;
        }

        if (Activation != Activation.Tanh)
        {
            options["Activation"] = Activation;
        }

        if (Reset.Bias is null)
        {
            options["Bias"] = false;
        }

        return options;
    }

    /// <inheritdoc/>
    protected override IEnumerable<NetworkTensor> Parameters(IReadOnlyDictionary<string, object> options)
    {
        float[]? reset = Reset.Bias, update = Update.Bias;
        yield return Matrix.Beside(Reset.Kernel, Update.Kernel).Named("gates/kernel");
        if (reset is not null)
        {
            yield return new NetworkTensor("gates/bias", [2 * Units], [.. reset, .. update!]);
        }

        if (!ResetAfter)
        {
            yield return Candidate.Kernel.Named("candidate/kernel");
            if (Candidate.Bias is float[] bias)
            {
                yield return new NetworkTensor("candidate/bias", [Units], bias);
            }

            yield break;
        }

        foreach ((string part, Matrix kernel, float[]? bias) in new[]
        {
            ("input_projection", Candidate.Input, Candidate.InputBias), ("hidden_projection", Candidate.Recurrent, Candidate.RecurrentBias),
        })
        {
            yield return kernel.Named($"candidate/{part}/kernel");
            if (reset is not null)
            {
                yield return new NetworkTensor($"candidate/{part}/bias", [Units], bias ?? new float[Units]);
            }
        }
    }
}
