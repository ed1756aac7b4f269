using System;
using System.IO;

namespace RnnGen.Interchange;

/// <summary>Reads networks from files of any format that is known here.</summary>
public static class NetworkFiles
{
    /// <summary>The format of a file, from its contents; from its name only where they say nothing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is empty, damaged, or not what its name says.</exception>
    /// <exception cref="NotSupportedException">It is of no format that is read here.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static NetworkFormat FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FileFormat.Of(path);
    }

    /// <summary>Reads a network with the reader of the file's format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="torch">What a state dictionary of PyTorch does not say; <see langword="null"/> for the defaults.</param>
    /// <param name="keras">What a Keras file may lack; <see langword="null"/> for nothing.</param>
    /// <exception cref="InvalidDataException">The file is damaged or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">It holds what cannot be expressed here; all of it is listed.</exception>
    /// <exception cref="ArgumentException">Options do not fit the file.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(
        string path, TorchReaderOptions? torch = null, KerasReaderOptions? keras = null) => FormatOf(path) switch
        {
            NetworkFormat.Onnx => OnnxReader.Read(path),
            NetworkFormat.Safetensors or NetworkFormat.TorchJson => TorchReader.Read(path, torch),
            NetworkFormat.Keras or NetworkFormat.Hdf5 => KerasReader.Read(path, keras),
            NetworkFormat.RtNeural => RtNeuralReader.Read(path),
            _ => NamReader.Read(path),
        };
}
