using System;
using System.IO;
using Google.Protobuf;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Writing;
using RnnGen.Interop;

namespace RnnGen.Interchange;

/// <summary>Writes networks as ONNX files, operator set 17.</summary>
/// <remarks>
/// <para>
/// Inputs and outputs have the names of the network's inputs and heads, <c>output</c> of the only one: [batch, steps, features] of steps,
/// [batch, features] of vectors, <c>tokens</c> [batch, steps] of int64; any number of rows, and of steps where the network is not static.
/// </para>
/// <para>
/// Layers become LSTM, GRU and RNN where these are the same, with the layer's bias as the first of the two and <c>ForgetBias</c> as the
/// second one of the forget gate; other cells become Scan around their equations. Dropout is left out.
/// </para>
/// </remarks>
public static class OnnxWriter
{
    private const int IrVersion = 8, OperatorSet = 17;

    /// <summary>Writes a network to a file, replacing an older one atomically. Equal networks give equal bytes.</summary>
    /// <param name="network">The network; of a model see <see cref="ModelNetwork.Of"/>.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">What kind of file; a whole sequence unless given.</param>
    /// <exception cref="ArgumentException">The options exclude each other, or a layer lacks weights that it needs.</exception>
    /// <exception cref="NotSupportedException">The network cannot be expressed; the message has all reasons.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Network network, string path, OnnxWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ModelProto model = ToModel(network, options ?? new OnnxWriterOptions());
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>The network as a message.</summary>
    internal static ModelProto ToModel(Network network, OnnxWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (options is { Streaming: true, Lengths: true })
        {
            throw new ArgumentException("A streaming file has one step a call, and so no lengths.", nameof(options));
        }

        OnnxObstacles.Check(network, options);
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "RnnGen", Graph = NetworkGraphWriter.Write(network, options) };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model;
    }
}
