using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>Weights of <see cref="RnnAttribute"/>: h' = g(z).</summary>
/// <param name="Gate">z.</param>
public sealed record RnnWeights(Gate Gate) : CellWeights
{
    /// <summary>The function g.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <inheritdoc/>
    public override string Kind => "Rnn";

    /// <inheritdoc/>
    public override int Units => Gate.Units;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkState> States => [new("h", Units)];

    /// <summary>The weights in a layer's parameters.</summary>
    internal static RnnWeights Of(CellParameters parameters)
    {
        (Matrix input, Matrix recurrent) = parameters.Kernel("kernel", parameters.Units, parameters.Units);
        return new RnnWeights(new Gate(input, recurrent, parameters.Bias("bias", parameters.Units)))
        {
            Activation = parameters.Layer.Option("Activation", Activation.Tanh),
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, object> Options(IReadOnlyList<CellWeights> cells)
    {
        Dictionary<string, object> options = [];
        if (Activation != Activation.Tanh)
        {
            options["Activation"] = Activation;
        }

        if (Gate.Bias is null)
        {
            options["Bias"] = false;
        }

        return options;
    }

    /// <inheritdoc/>
    protected override IEnumerable<NetworkTensor> Parameters(IReadOnlyDictionary<string, object> options)
    {
        yield return Gate.Kernel.Named("kernel");
        if (Gate.Bias is float[] bias)
        {
            yield return new NetworkTensor("bias", [Units], bias);
        }
    }
}
