using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Verification;

/// <summary>
/// Pairs of tables as RTNeural stores them: <c>NAME_x*.csv</c> has the inputs, <c>NAME_y*.csv</c> the outputs, a step a line.
/// </summary>
internal static class TablePairs
{
    /// <summary>The pairs in a folder whose names begin with that of the network's file, or all where none do.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file of the network.</param>
    public static IReadOnlyList<(string Inputs, string Outputs)> Find(string folder, string file)
    {
        (string Inputs, string Outputs)[] all =
        [
            .. Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)
                .Select(path => (Path: path, At: Path.GetFileName(path).LastIndexOf("_x", StringComparison.Ordinal)))
                .Where(pair => pair.At >= 0)
                .Select(pair => (pair.Path, Path.Combine(folder, Outputs(Path.GetFileName(pair.Path), pair.At))))
                .Where(pair => File.Exists(pair.Item2)),
        ];
        string beginning = Path.GetFileNameWithoutExtension(file) + "_x";
        (string Inputs, string Outputs)[] own =
            [.. all.Where(pair => Path.GetFileName(pair.Inputs).StartsWith(beginning, StringComparison.Ordinal))];
        return own.Length > 0 ? own : all;

        static string Outputs(string name, int at) => name[..at] + "_y" + name[(at + 2)..];
    }

    /// <summary>Runs a model on the inputs of a pair and compares the outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pair">The pair.</param>
    /// <exception cref="ToolFailure">A table is not one of numbers, or its size is not the network's.</exception>
    public static Difference Compare(IRnnModel model, (string Inputs, string Outputs) pair)
    {
        ModelDescription description = model.Description;
        if (description.Vocabulary is not null || description.SequenceInputSize > 0 || description.Heads.Count != 1)
        {
            throw ToolFailure.At(pair.Inputs, $"{description.Name} does not read one table of numbers and give another one.");
        }

        int width = description.StepInputSize, size = description.OutputSize;
        float[] inputs = Read(pair.Inputs, width), expected = Read(pair.Outputs, size);
        int steps = inputs.Length / width;
        float[] outputs = new float[description.OutputCount(1, steps)];
        if (outputs.Length != expected.Length)
        {
            throw ToolFailure.At(
                pair.Outputs,
                FormattableString.Invariant($"it has {expected.Length} numbers; {outputs.Length} follow from {steps} steps."));
        }

        model.Predict(new SequenceBatch(inputs, 1, steps), outputs);
        return Difference.Of(Path.GetFileName(pair.Outputs), outputs, expected);
    }

    private static float[] Read(string path, int columns) => ToolFailure.In(path, () =>
    {
        List<float> numbers = [];
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] cells = text.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 0)
            {
                continue;
            }

            if (cells.Length != columns)
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"line {line} has {cells.Length} numbers; the network has {columns} a step."));
            }

            foreach (string cell in cells)
            {
                numbers.Add(float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
                    ? number
                    : throw new InvalidDataException(FormattableString.Invariant($"'{cell}' of line {line} is not a number.")));
            }
        }

        return numbers.Count > 0 ? numbers.ToArray() : throw new InvalidDataException("it has no numbers.");
    });
}
