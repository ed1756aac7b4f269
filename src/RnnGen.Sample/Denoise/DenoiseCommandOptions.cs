using System.CommandLine;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Denoise;

/// <summary>The options of the command <c>denoise</c>: their names and defaults.</summary>
internal sealed class DenoiseCommandOptions
{
    private static readonly DenoiseOptions Defaults = new();

    private readonly Option<string?> _models = CommandOption.Folder(
        "--models", $"Folder of {DtlnModels.MaskFile} and {DtlnModels.FramesFile}, the networks of DTLN.");

    private readonly Option<string?> _input = CommandOption.InputFile(
        "--input", "A WAV file of 16,000 samples a second. Without it: a voice and noise that follow from the seed.");

    private readonly Option<string?> _output = CommandOption.OutputFile(
        "--output", $"Where the cleaned sound is written; {Defaults.OutputFile} unless given.");

    private readonly Option<string?> _report = CommandOption.OutputFile(
        "--report", $"Where the spectrograms are written, as HTML; {Defaults.ReportFile} unless given.");

    private readonly Option<string?> _json = CommandOption.JsonFile();

    private readonly Option<string?> _noisy = CommandOption.OutputFile(
        "--noisy", $"Where a sound that is made is written; {Defaults.NoisyFile} unless given.");

    private readonly Option<ulong> _seed = CommandOption.Seed("Seed of a sound that is made.", Defaults.Seed);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => CommandOption.AddTo(command, _models, _input, _output, _noisy, _report, _seed, _json);

    /// <summary>What a faultless command line says.</summary>
    /// <param name="result">The command line.</param>
    public DenoiseOptions Read(ParseResult result) => new()
    {
        ModelFolder = result.GetValue(_models),
        InputFile = result.GetValue(_input),
        OutputFile = result.GetValue(_output) ?? Defaults.OutputFile,
        NoisyFile = result.GetValue(_noisy) ?? Defaults.NoisyFile,
        ReportFile = result.GetValue(_report) ?? Defaults.ReportFile,
        Seed = result.GetValue(_seed),
        JsonFile = result.GetValue(_json),
    };
}
