using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnGen.Reports;

namespace RnnGen.Sample.Mnist;

/// <summary>What came out of training one network.</summary>
internal sealed record TrainingResult
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The trained model.</summary>
    public required ITrainableModel Model { get; init; }

    /// <summary>Milliseconds of the first training step, compilation included.</summary>
    public required double FirstCallMilliseconds { get; init; }

    /// <summary>Milliseconds of a training step later on: the median.</summary>
    public required double StepMilliseconds { get; init; }

    /// <summary>Bytes that the trainer holds for activations and their gradients.</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>Mean loss of the last batch after the last step.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>Accuracy on all test images.</summary>
    public required float TestAccuracy { get; init; }

    /// <summary>Logits of all test images.</summary>
    public required float[] TestLogits { get; init; }

    /// <summary>How training went.</summary>
    public required ReportRun History { get; init; }

    /// <summary>Seconds from the new model to its last test image.</summary>
    public required double Seconds { get; init; }

    /// <summary>SHA-256 of the trained parameters as little-endian bytes, in lower-case hexadecimal.</summary>
    public string ParametersSha256 => Sha256(Model.Parameters.Values);

    /// <summary>Whether two models have the same parameters, to the bit (+0 is not -0, and a NaN is itself).</summary>
    /// <param name="other">The other result.</param>
    public bool HasParametersOf(TrainingResult other) =>
        MemoryMarshal.AsBytes(Model.Parameters.Values).SequenceEqual(MemoryMarshal.AsBytes(other.Model.Parameters.Values));

    private static string Sha256(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
        }

        int[] swapped = MemoryMarshal.Cast<float, int>(values).ToArray();
        BinaryPrimitives.ReverseEndianness(swapped, swapped);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(swapped)));
    }
}
