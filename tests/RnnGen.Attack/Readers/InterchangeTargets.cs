using System;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Interchange;

namespace RnnGen.Attack.Readers;

/// <summary>Networks of other frameworks: what is read is written as a class and as weights, too.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="extension">How the names of its files end.</param>
/// <param name="read">The reader.</param>
/// <param name="files">Whole files.</param>
internal class InterchangeTarget(string name, string extension, Func<string, ImportedNetwork> read, Func<byte[][]> files)
    : ReaderTarget(name, extension)
{
    private const string RtNeural = """
        {"in_shape":[null,null,1],"layers":[
        {"type":"lstm","activation":"tanh","shape":[null,null,2],
        "weights":[[[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8]],[[1,2,3,4,5,6,7,8],[8,7,6,5,4,3,2,1]],[0,0,1,1,0,0,0,0]]},
        {"type":"dense","activation":"","shape":[null,null,1],"weights":[[[0.5],[-0.5]],[0.25]]}]}
        """;

    private const string Nam = """
        {"version":"0.5.0","architecture":"LSTM","config":{"input_size":1,"hidden_size":1,"num_layers":1},
        "weights":[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0,1,0,0,0.01,0.02,0.5,0.1]}
        """;

    private const string Torch = """
        {"rec.weight_ih_l0":[[0.1],[0.2],[0.3]],"rec.weight_hh_l0":[[1],[2],[3]],"rec.bias_ih_l0":[0,0,0],"rec.bias_hh_l0":[1,1,1],
        "fc.weight":[[0.5]],"fc.bias":[0.1]}
        """;

    public static ReaderTarget[] All() =>
    [
        new InterchangeTarget("onnx-bytes", ".onnx", path => OnnxReader.Read(path), () => Stored("*.onnx")),
        new Hdf5Target("keras", ".keras", path => KerasReader.Read(path), () => Stored("*.keras")),
        new Hdf5Target("keras-h5", ".h5", path => KerasReader.Read(path), () => Stored("*.h5")),
        new InterchangeTextTarget("rtneural", ".json", path => RtNeuralReader.Read(path), RtNeural),
        new InterchangeTextTarget("nam", ".nam", path => NamReader.Read(path), Nam),
        new InterchangeTextTarget("torch-json", ".json", path => TorchReader.Read(path), Torch),
        new InterchangeTarget("torch-safetensors", ".safetensors", path => TorchReader.Read(path), () =>
        [
            Written(path => NetworkWeights.Save(
                [
                    new NetworkTensor("rec.weight_ih_l0", [8, 3], new float[24]),
                    new NetworkTensor("rec.weight_hh_l0", [8, 2], new float[16]),
                    new NetworkTensor("rec.bias_ih_l0", [8], new float[8]),
                    new NetworkTensor("rec.bias_hh_l0", [8], new float[8]),
                    new NetworkTensor("fc.weight", [1, 2], new float[2]),
                    new NetworkTensor("fc.bias", [1], new float[1]),
                ],
                path)),
        ]),
    ];

    /// <summary>Damaged, or whole and not to be expressed: both are said of the file.</summary>
    public override bool Allows(Exception failure, string path) =>
        failure is InvalidDataException or NotSupportedException && failure.Message.Contains(path, StringComparison.Ordinal);

    public override void Read(string path)
    {
        ImportedNetwork network = read(path);
        NetworkSource.Write(network.Network);
        NetworkWeights.Of(network.Network);
    }

    /// <summary>Whole files must be read, but those that are there to be refused.</summary>
    public override void ReadWhole(string path)
    {
        int whole = 0;
        foreach (byte[] file in Files())
        {
            File.WriteAllBytes(path, file);
            try
            {
                Read(path);
                whole++;
            }
            catch (NotSupportedException)
            {
            }
        }

        if (whole == 0)
        {
            throw new AttackException($"None of the files of {Name} is read.");
        }
    }

    protected override byte[][] Files() => files();

    /// <summary>Files of the tests, copied beside the program.</summary>
    protected static byte[][] Stored(string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Files"), pattern).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];
}

/// <summary>
/// The same of files of HDF5, which PureHDF reads: it takes the sizes that a file claims for what it is about to read, up to an array's
/// largest, and fails then. Several such arrays may be asked for in a row.
/// </summary>
internal sealed class Hdf5Target(string name, string extension, Func<string, ImportedNetwork> read, Func<byte[][]> files)
    : InterchangeTarget(name, extension, read, files)
{
    public override long MostBytes => 4L << 30;
}

/// <summary>The same of files that are text.</summary>
internal sealed class InterchangeTextTarget(string name, string extension, Func<string, ImportedNetwork> read, string text)
    : InterchangeTarget(name, extension, read, () => [Encoding.UTF8.GetBytes(text)])
{
    public override bool IsText => true;
}
