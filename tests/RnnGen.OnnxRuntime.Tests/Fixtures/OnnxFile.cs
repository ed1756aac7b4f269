using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange;

namespace RnnGen.OnnxRuntime.Tests.Fixtures;

/// <summary>A network as a file, loaded by ONNX Runtime.</summary>
internal sealed class OnnxFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
    private readonly InferenceSession _session;

    public OnnxFile(Network network, OnnxWriterOptions options, GraphOptimizationLevel level)
    {
        OnnxWriter.Write(network, _path, options);
        using SessionOptions session = new()
        {
            GraphOptimizationLevel = level,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(_path, session);
    }

    /// <summary>The names of its inputs.</summary>
    public IEnumerable<string> Inputs => _session.InputNames;

    /// <summary>Computes all outputs.</summary>
    public IReadOnlyDictionary<string, float[]> Run(IReadOnlyDictionary<string, OrtValue> inputs)
    {
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, _session.OutputNames);
        return _session.OutputNames.Zip(outputs, (name, value) => (name, value.GetTensorDataAsSpan<float>().ToArray()))
            .ToDictionary(pair => pair.name, pair => pair.Item2);
    }

    public void Dispose()
    {
        _session.Dispose();
        File.Delete(_path);
    }
}
