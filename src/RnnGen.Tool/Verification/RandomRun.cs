using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange;

namespace RnnGen.Tool.Verification;

/// <summary>Runs an original and its class side by side on random inputs, each with its own states.</summary>
/// <param name="imported">The network.</param>
/// <param name="model">A model of its class, with its weights.</param>
internal sealed class RandomRun(ImportedNetwork imported, IRnnModel model)
{
    private const int Seed = 1, Rows = 2;

    private readonly Random _random = new(Seed);

    /// <summary>The largest difference of each output.</summary>
    /// <param name="session">The original.</param>
    /// <param name="steps">
    /// Steps of the sequences; of an original with a fixed number of steps that takes and gives states at least so many, in several runs.
    /// </param>
    /// <exception cref="InvalidDataException">The original's outputs have another shape.</exception>
    public IReadOnlyList<Difference> Compare(OnnxRuntimeSession session, int steps)
    {
        // An original without an axis of steps makes one of them at a time.
        bool hasSteps = imported.Inputs.Any(input => input.Axes.Contains(SourceAxis.Time));
        int? fixedSteps = hasSteps ? Fixed(session, SourceAxis.Time) : 1, fixedRows = Fixed(session, SourceAxis.Batch);
        int runs = fixedSteps is int each ? (steps + each - 1) / each : 1;
        Dictionary<string, SourceValue> theirs = Inputs(session, fixedRows ?? Rows, fixedSteps ?? steps);
        Dictionary<string, SourceValue> ours = new(theirs);
        Dictionary<string, Difference> differences = [];
        for (int run = 0; run < runs; run++)
        {
            IReadOnlyDictionary<string, SourceValue> expected = session.Run(theirs), actual = Run(ours);
            foreach (SourceTensor output in imported.Outputs)
            {
                Difference difference = Compare(output.Name, actual[output.Name], expected[output.Name]);
                differences[output.Name] =
                    differences.TryGetValue(output.Name, out Difference? before) ? before.Or(difference) : difference;
            }

            Dictionary<string, SourceValue> next = Inputs(session, fixedRows ?? Rows, fixedSteps ?? steps);
            theirs = Carried(next, expected);
            ours = Carried(next, actual);
        }

        return [.. differences.Values];
    }

    /// <summary>Compares an output of the class with that of the original.</summary>
    /// <exception cref="InvalidDataException">Their shapes differ.</exception>
    public static Difference Compare(string name, SourceValue actual, SourceValue expected) => actual.Shape.SequenceEqual(expected.Shape)
        ? Difference.Of(name, actual.Values, expected.Values)
        : throw new InvalidDataException(
            $"output '{name}' is [{string.Join(", ", actual.Shape)}] here and [{string.Join(", ", expected.Shape)}] in the original.");

    private IReadOnlyDictionary<string, SourceValue> Run(Dictionary<string, SourceValue> inputs) =>
        ImportedNetworkRunner.Run(imported, model, inputs);

    private int? Fixed(OnnxRuntimeSession session, SourceAxis axis)
    {
        foreach (SourceTensor tensor in imported.Inputs)
        {
            OriginalInput? input = session.Inputs.FirstOrDefault(input => input.Name == tensor.Name);
            for (int i = 0; i < tensor.Axes.Count; i++)
            {
                if (tensor.Axes[i] == axis && input?.Extents[i] is > 0 and int extent)
                {
                    return extent;
                }
            }
        }

        return null;
    }

    private Dictionary<string, SourceValue> Inputs(OnnxRuntimeSession session, int rows, int steps)
    {
        Dictionary<string, SourceValue> inputs = new(StringComparer.Ordinal);
        foreach (OriginalInput input in session.Inputs)
        {
            // What the class does not read is given too, since the original asks for it.
            SourceTensor? tensor = imported.Inputs.FirstOrDefault(tensor => tensor.Name == input.Name);
            int[] shape =
            [
                .. input.Extents.Select((extent, axis) => tensor?.Axes[axis] switch
                {
                    SourceAxis.Batch => rows,
                    SourceAxis.Time => steps,
                    SourceAxis.Columns => tensor.Extents[axis],
                    _ => Math.Max(1, extent),
                }),
            ];
            float[] values = new float[shape.Aggregate(1, (product, extent) => checked(product * extent))];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = tensor?.Role switch
                {
                    SourceRole.Tokens => _random.Next(model.Description.Vocabulary ?? 1),
                    SourceRole.Lengths => _random.Next(1, steps + 1),
                    _ => (2 * _random.NextSingle()) - 1,
                };
            }

            inputs[input.Name] = new SourceValue(shape, values);
        }

        return inputs;
    }

    /// <summary>Inputs whose states are those that the run before has given, where it has given them in the same order.</summary>
    private Dictionary<string, SourceValue> Carried(
        Dictionary<string, SourceValue> inputs, IReadOnlyDictionary<string, SourceValue> outputs)
    {
        Dictionary<string, SourceValue> carried = new(inputs);
        foreach (SourceTensor state in imported.Inputs.Where(tensor => tensor.Role == SourceRole.States))
        {
            SourceTensor? after = imported.Outputs.FirstOrDefault(tensor => tensor.Role == SourceRole.States
                && tensor.Axes.SequenceEqual(state.Axes) && tensor.Columns.SequenceEqual(state.Columns));
            if (after is not null)
            {
                carried[state.Name] = outputs[after.Name];
            }
        }

        return carried;
    }
}
