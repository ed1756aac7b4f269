using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;

namespace RnnGen.Interchange;

/// <summary>Runs a model of an imported network on the original's inputs, and gives the original's outputs.</summary>
public static class ImportedNetworkRunner
{
    /// <summary>Runs the model on one batch.</summary>
    /// <param name="network">The imported network.</param>
    /// <param name="model">A model of its class, with its weights.</param>
    /// <param name="inputs">The original's inputs by name; states and lengths may be left out.</param>
    /// <returns>The original's outputs by name.</returns>
    /// <exception cref="ArgumentException">An input is missing, or its shape is not that of the original.</exception>
    public static IReadOnlyDictionary<string, SourceValue> Run(
        ImportedNetwork network, IRnnModel model, IReadOnlyDictionary<string, SourceValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (SourceTensor tensor in network.Inputs.Where(tensor => inputs.ContainsKey(tensor.Name)))
        {
            Check(tensor, inputs[tensor.Name].Shape);
        }

        (int batch, int steps) = Extents(network, inputs);
        ModelDescription description = model.Description;
        float[] values = new float[(long)batch * steps * description.StepInputSize];
        float[] sequence = new float[batch * description.SequenceInputSize];
        int[] tokens = description.Vocabulary is null ? [] : new int[batch * steps];
        int[]? lengths = null;
        float[]? before = null;
        foreach (SourceTensor tensor in network.Inputs)
        {
            if (!inputs.TryGetValue(tensor.Name, out SourceValue? input))
            {
                if (tensor.Role is SourceRole.States or SourceRole.Lengths)
                {
                    continue;
                }

                throw new ArgumentException($"The input '{tensor.Name}' is missing.", nameof(inputs));
            }

            switch (tensor.Role)
            {
                case SourceRole.Lengths:
                    lengths = [.. input.Values.Select(value => (int)value)];
                    break;
                case SourceRole.Tokens:
                    foreach ((int element, int row, int step, _) in Elements(tensor, input.Shape))
                    {
                        tokens[(row * steps) + step] = (int)input.Values[element];
                    }

                    break;
                case SourceRole.States:
                    before ??= InitialStates(model, batch);
                    Put(tensor, input, before, description.StateSize, 1);
                    break;
                case SourceRole.SequenceValues:
                    Put(tensor, input, sequence, description.SequenceInputSize, 1);
                    break;
                default:
                    Put(tensor, input, values, description.StepInputSize, steps);
                    break;
            }
        }

        float[] outputs = new float[description.OutputCount(batch, steps)], after = new float[batch * description.StateSize];
        SequenceBatch sequences = description.Vocabulary is null
            ? new SequenceBatch(values, batch, steps) { Lengths = lengths, SequenceInputs = sequence }
            : new TokenBatch(tokens, batch, steps) { Lengths = lengths, Values = values, SequenceInputs = sequence };
        model.Predict(sequences, outputs, before, after);
        return network.Outputs.ToDictionary(tensor => tensor.Name, tensor => Take(tensor, description, batch, steps, outputs, after));
    }

    private static float[] InitialStates(IRnnModel model, int batch)
    {
        float[] states = new float[batch * model.Description.StateSize];
        for (int row = 0; row < batch; row++)
        {
            model.InitialState(states.AsSpan(row * model.Description.StateSize, model.Description.StateSize));
        }

        return states;
    }

    private static void Put(SourceTensor tensor, SourceValue input, float[] target, int columns, int steps)
    {
        foreach ((int element, int row, int step, int column) in Elements(tensor, input.Shape))
        {
            if (tensor.Columns[column] >= 0)
            {
                target[(((row * steps) + step) * columns) + tensor.Columns[column]] = input.Values[element];
            }
        }
    }

    private static SourceValue Take(SourceTensor tensor, ModelDescription description, int batch, int steps, float[] outputs, float[] after)
    {
        int[] shape =
        [
            .. tensor.Axes.Select((axis, index) => axis switch
            {
                SourceAxis.Batch => batch,
                SourceAxis.Time => steps,
                _ => tensor.Extents[index],
            }),
        ];
        float[] values = new float[shape.Aggregate(1, (product, extent) => checked(product * extent))];
        bool states = tensor.Role == SourceRole.States;
        HeadInfo? head = states ? null : description.Heads[tensor.Head];
        ReadOnlySpan<float> source = states ? after : outputs.AsSpan(description.OutputRange(tensor.Head, batch, steps));
        int columns = head?.OutputSize ?? description.StateSize, eachRow = head is { OutputsEveryStep: true } ? steps : 1;
        foreach ((int element, int row, int step, int column) in Elements(tensor, shape))
        {
            values[element] = source[(((row * eachRow) + (eachRow == 1 ? 0 : step)) * columns) + tensor.Columns[column]];
        }

        if (tensor.Function is not null)
        {
            Normalize(values, tensor.Columns.Count, logarithm: tensor.Function == "LogSoftmax");
        }

        return new SourceValue(shape, values);
    }

    private static void Normalize(float[] values, int columns, bool logarithm)
    {
        for (int first = 0; first < values.Length; first += columns)
        {
            Span<float> logits = values.AsSpan(first, columns);
            double largest = TensorPrimitives.Max(logits), sum = 0;
            foreach (float logit in logits)
            {
                sum += Math.Exp(logit - largest);
            }

            foreach (ref float logit in logits)
            {
                logit = (float)(logarithm ? logit - largest - Math.Log(sum) : Math.Exp(logit - largest) / sum);
            }
        }
    }

    private static (int Batch, int Steps) Extents(ImportedNetwork network, IReadOnlyDictionary<string, SourceValue> inputs)
    {
        int Of(SourceAxis axis)
        {
            (string Name, int Extent)[] all =
            [
                .. network.Inputs.Where(tensor => inputs.ContainsKey(tensor.Name)).SelectMany(tensor => tensor.Axes
                    .Select((each, index) => (Axis: each, tensor.Name, Extent: inputs[tensor.Name].Shape[index]))
                    .Where(each => each.Axis == axis).Select(each => (each.Name, each.Extent))),
            ];
            (string Name, int Extent) other = all.FirstOrDefault(each => each.Extent != all[0].Extent);
            return all.Length == 0 ? 1
                : other.Name is null ? all[0].Extent
                : throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Inputs '{all[0].Name}' and '{other.Name}' have {all[0].Extent} and {other.Extent} "
                    + $"{(axis == SourceAxis.Time ? "steps" : "rows")}."));
        }

        return (Of(SourceAxis.Batch), Of(SourceAxis.Time));
    }

    private static void Check(SourceTensor tensor, IReadOnlyList<int> shape)
    {
        bool IsOther(int extent, int axis) => tensor.Axes[axis] == SourceAxis.Columns && extent != tensor.Extents[axis];
        if (shape.Count != tensor.Axes.Count || shape.Where(IsOther).Any())
        {
            string expected = string.Join(", ", tensor.Axes.Select((axis, index) => axis == SourceAxis.Columns
                ? tensor.Extents[index].ToString(CultureInfo.InvariantCulture)
                : axis.ToString().ToLowerInvariant()));
            throw new ArgumentException($"Input '{tensor.Name}' is [{string.Join(", ", shape)}]; [{expected}] was expected.");
        }
    }

    private static IEnumerable<(int Element, int Row, int Step, int Column)> Elements(SourceTensor tensor, IReadOnlyList<int> shape)
    {
        int count = shape.Aggregate(1, (product, extent) => checked(product * extent));
        for (int element = 0; element < count; element++)
        {
            int rest = element, row = 0, step = 0, column = 0, stride = 1;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                int index = rest % shape[axis];
                rest /= shape[axis];
                switch (tensor.Axes[axis])
                {
                    case SourceAxis.Batch:
                        row = index;
                        break;
                    case SourceAxis.Time:
                        step = index;
                        break;
                    default:
                        column += index * stride;
                        stride *= shape[axis];
                        break;
                }
            }

            yield return (element, row, step, column);
        }
    }
}
