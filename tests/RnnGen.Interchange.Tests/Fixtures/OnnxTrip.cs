using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Tool.Compilation;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Models written as ONNX files and read again.</summary>
internal static class OnnxTrip
{
    /// <summary>The network of a model after it has been a file.</summary>
    public static ImportedNetwork Read(IRnnModel model, OnnxWriterOptions? options = null)
    {
        // Cells of a file are called after it.
        string folder = Directory.CreateTempSubdirectory().FullName, path = Path.Combine(folder, "net.onnx");
        try
        {
            OnnxWriter.Write(ModelNetwork.Of(model), path, options ?? new OnnxWriterOptions());
            return OnnxReader.Read(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The outputs of a model, and those of what has been read.</summary>
    public static (float[] Own, float[] Read) Outputs(IRnnModel model, ImportedNetwork read, int rows, int steps)
    {
        int columns = model.Description.InputSize;
        Random random = new(4);
        float[] values = new float[rows * steps * columns], own = new float[model.Description.OutputCount(rows, steps)];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = random.NextSingle() - 0.5f;
        }

        model.Predict(new SequenceBatch(values, rows, steps), own);
        Dictionary<string, SourceValue> inputs = new() { ["input"] = new([rows, steps, columns], values) };
        return (own, ImportedNetworkRunner.Run(read, ClassCompiler.Create(read.Network), inputs)["output"].Values);
    }
}
