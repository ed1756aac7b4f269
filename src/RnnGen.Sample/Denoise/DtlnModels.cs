using System;
using System.IO;
using RnnGen.Interchange;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Networks;

namespace RnnGen.Sample.Denoise;

/// <summary>Both halves of DTLN with their makers' weights.</summary>
internal sealed class DtlnModels
{
    /// <summary>Files of the halves.</summary>
    public const string MaskFile = "model_1.onnx", FramesFile = "model_2.onnx";

    /// <summary>Where they come from.</summary>
    public const string Source = "https://github.com/breizhn/DTLN (MIT), folder pretrained_model";

    private readonly DtlnMask _mask = new();
    private readonly DtlnFrames _frames = new();

    /// <summary>Reads the weights.</summary>
    /// <param name="folder">The folder of both files.</param>
    /// <exception cref="CommandFailure">A file is missing, damaged, or holds another network.</exception>
    public DtlnModels(string folder)
    {
        Load(Path.Combine(folder, MaskFile), _mask.Parameters);
        Load(Path.Combine(folder, FramesFile), _frames.Parameters);
    }

    /// <summary>The networks, for the report.</summary>
    public static ModelDescription[] Descriptions => [DtlnMask.Description, DtlnFrames.Description];

    /// <summary>A denoiser at the beginning of a sound.</summary>
    public SpeechDenoiser Begin()
    {
        DtlnMask.State maskState = default;
        DtlnFrames.State framesState = default;
        return new SpeechDenoiser(
            (magnitudes, mask) => _mask.Step(magnitudes, ref maskState, mask),
            (block, cleaned) => _frames.Step(block, ref framesState, cleaned));
    }

    private static void Load(string file, ModelParameters parameters)
    {
        try
        {
            NetworkWeights.CopyTo(OnnxReader.Read(file).Network, parameters);
        }
        catch (ArgumentException exception)
        {
            throw Failure(file, $"it holds another network. {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException
            or UnauthorizedAccessException)
        {
            throw Failure(file, exception.Message);
        }
    }

    private static CommandFailure Failure(string file, string what)
    {
        string detail = what.StartsWith(file, StringComparison.Ordinal) ? what[file.Length..].TrimStart(':', ' ') : what;
        return new CommandFailure($"--models: {file}: {detail} The networks come from {Source}.");
    }
}
