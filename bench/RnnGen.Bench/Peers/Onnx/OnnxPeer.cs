using System;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Peers.Onnx;

/// <summary>ONNX Runtime. It cannot train.</summary>
internal sealed class OnnxPeer : Peer
{
    private OnnxPeer()
    {
    }

    /// <inheritdoc/>
    public override string Name => "ort";

    /// <inheritdoc/>
    public override bool ResetsAfterProduct => false;

    /// <summary>Loads the native library.</summary>
    /// <exception cref="Exception">It cannot be loaded.</exception>
    public static OnnxPeer Load()
    {
        OrtEnv.Instance().EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        return new OnnxPeer();
    }

    /// <inheritdoc/>
    public override IPeerPrediction Prediction(Workload work, int threads) => new OnnxPrediction(work, threads);

    /// <inheritdoc/>
    public override IPeerTraining? Training(Workload work, int threads) => null;

    /// <inheritdoc/>
    public override IPeerStream Stream(Workload work, int threads) => new OnnxStream(work, threads);

    /// <inheritdoc/>
    public override IPeerStream? Sessions(Workload work, int threads) => new OnnxStream(work, threads);

    /// <summary>A session with all optimisations.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="threads">Threads that share an operator.</param>
    internal static InferenceSession Session(byte[] model, int threads)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        return new InferenceSession(model, options);
    }

    /// <summary>A tensor over an array, which it pins: nothing is copied or allocated when the model runs.</summary>
    /// <param name="values">The memory.</param>
    /// <param name="shape">The shape.</param>
    internal static OrtValue Tensor(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
