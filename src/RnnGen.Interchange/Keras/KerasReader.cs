using System;
using System.IO;

namespace RnnGen.Interchange;

/// <summary>
/// Reads Keras' models, <c>Sequential</c> and <c>Functional</c>: <c>.keras</c> archives of Keras 3, HDF5 files of Keras 2, and with the
/// configuration beside them files of weights alone.
/// </summary>
public static class KerasReader
{
    /// <summary>Reads a file.</summary>
    /// <remarks>
    /// Layers: InputLayer, LSTM, GRU (the reset before or after the product), SimpleRNN, Bidirectional, Dense, TimeDistributed of layers
    /// without states, LayerNormalization, Embedding, functions, Dropout, RepeatVector, Add, Multiply, Concatenate,
    /// GlobalAveragePooling1D, GlobalMaxPooling1D. Masks are refused: the class takes lengths. A softmax at the end is left to the loss'
    /// <c>Probabilities</c>. Weights of 16 and 64 bits become floats.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file may lack; <see langword="null"/> for nothing.</param>
    /// <returns>
    /// The network. Its original has the model's inputs, [batch, steps, features], [batch, features], or tokens [batch, steps], and its
    /// outputs, under the names of the layers.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">
    /// Layers or settings cannot be expressed here, all of them in the message; or the file holds weights alone and no configuration is
    /// given.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path, KerasReaderOptions? options = null)
    {
        try
        {
            using KerasFile file = KerasFile.Open(path, options ?? new KerasReaderOptions());
            KerasModel model = KerasModel.Parse(file);
            string[] reasons = [.. KerasChecks.Of(model, file.Version)];
            return reasons.Length == 0 ? new KerasGraph(file, model).Build(NetworkNames.ClassName(path))
                : throw FileFault.Unsupported(path, string.Join("; ", reasons));
        }
        catch (InvalidOperationException failure)
        {
            // What the tree of JSON answers to texts that are no Unicode, and to a value of another kind than Keras writes.
            throw FileFault.Damaged(
                path, $"its configuration must be of the form that Keras writes, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
