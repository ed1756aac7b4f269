using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>
/// Weights of <see cref="GruAttribute"/>: h' = u·h + (1 - u)·g(k). The update gate u is called z in ONNX, PyTorch and Keras, the candidate k
/// h or n.
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
