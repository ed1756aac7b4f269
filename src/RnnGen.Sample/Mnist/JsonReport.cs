using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Mnist;

/// <summary>One network's results, for other programs.</summary>
/// <param name="Mode">"static" or "dynamic".</param>
/// <param name="TestAccuracy">Accuracy on all test images.</param>
/// <param name="SecondsTotal">Seconds of training and test.</param>
/// <param name="MsPerTrainingStep">Milliseconds of a training step: the median.</param>
/// <param name="FinalLoss">Mean loss of the last batch after the last step.</param>
/// <param name="ParametersSha256">SHA-256 of the trained parameters as little-endian bytes.</param>
/// <param name="Dataset">Which data were used.</param>
internal sealed record JsonRecord(
    string Mode,
    float TestAccuracy,
    double SecondsTotal,
    double MsPerTrainingStep,
    double FinalLoss,
    string ParametersSha256,
    string Dataset);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(JsonRecord[]))]
internal sealed partial class JsonRecordContext : JsonSerializerContext;

/// <summary>Writes the file of <c>--json</c>: an array with an object a network.</summary>
internal static class JsonReport
{
    /// <summary>Writes the file, over one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reports">The networks.</param>
    /// <param name="dataset">Which data were used.</param>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<ModeReport> reports, string dataset) =>
        JsonFile.Write(path, [.. reports.Select(report => new JsonRecord(
            report.Training.Network.Mode,
            report.Training.TestAccuracy,
            report.Training.Seconds,
            report.Training.StepMilliseconds,
            report.Training.FinalLoss,
            report.Training.ParametersSha256,
            dataset))], JsonRecordContext.Default);
}
