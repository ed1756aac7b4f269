using System.Runtime.InteropServices;
using RnnGen.Bench.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnGen.Bench.Peers.Torch;

/// <summary>PyTorch's native library through TorchSharp.</summary>
internal sealed class TorchPeer : Peer
{
    private TorchPeer()
    {
    }

    /// <inheritdoc/>
    public override string Name => "torch";

    /// <inheritdoc/>
    public override bool ResetsAfterProduct => true;

    /// <summary>Loads the native library.</summary>
    /// <exception cref="System.Exception">It cannot be loaded.</exception>
    public static TorchPeer Load()
    {
        // Before TorchSharp does it, which prints pages when it fails.
        NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
        using Tensor _ = zeros(1);
        return new TorchPeer();
    }

    /// <inheritdoc/>
    public override IPeerPrediction Prediction(Workload work, int threads) => new TorchPrediction(work, threads);

    /// <inheritdoc/>
    public override IPeerTraining? Training(Workload work, int threads) => new TorchTraining(work, threads);

    /// <inheritdoc/>
    public override IPeerStream Stream(Workload work, int threads) => new TorchStream(work, threads);

    /// <inheritdoc/>
    public override IPeerReader? Reader(TextWork text, int threads) => new TorchReader(text, threads);
}
