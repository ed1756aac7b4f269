using System;
using System.Collections.Generic;
using System.Reflection;

namespace RnnGen.Tests.Networks;

/// <summary>
/// The equations of TensorFlow 1, and those of cells written as text, in scalar double arithmetic, forward only, read from the attributes
/// of a model class and from nothing that the generator says about it.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly List<ReferenceLayer> _layers = [];
    private readonly List<DenseAttribute> _dense = [];
    private PoolingAttribute? _pooling;

    private ReferenceNetwork(int inputSize) => InputSize = inputSize;

    public int InputSize { get; }

    public int StateSize { get; private set; }

    public int OutputSize => _dense.Count > 0 ? _dense[^1].Units : _layers[^1].Width;

    public bool OutputsEveryStep => _pooling is null && (_dense.Count == 0 || _dense[^1].EveryStep);

    /// <summary>The parameters of the heads before the one that is looked at.</summary>
    private int _skipped;

    /// <summary>The network, or of one with named heads what leads to one of them.</summary>
    public static ReferenceNetwork Of(Type model, string? head = null)
    {
        object[] attributes = model.GetCustomAttributes(inherit: false);
        ReferenceNetwork network = new(
            Array.Find(attributes, attribute => attribute is RnnModelAttribute) is RnnModelAttribute spec ? spec.InputSize : 0);
        bool isHead = false;
        foreach (object attribute in attributes)
        {
            switch (attribute)
            {
                case HeadAttribute next:
                    if (isHead)
                    {
                        return network;
                    }

                    network.SkipHead();
                    isHead = next.Name == head;
                    break;
                case RnnAttribute rnn: network.Add(rnn, () => new ReferenceRnn(rnn.Units)); break;
                case LstmAttribute { LayerNorm: true } lstm: network.Add(lstm, () => new ReferenceNormalizedLstm(lstm)); break;
                case GruAttribute { LayerNorm: true } gru: network.Add(gru, () => new ReferenceNormalizedGru(gru)); break;
                case LayerNormAttribute norm: network.Add(norm); break;
                case LstmAttribute lstm: network.Add(lstm, () => new ReferenceLstm(lstm.Units, lstm.ForgetBias)); break;
                case GruAttribute gru: network.Add(gru, () => new ReferenceGru(gru.Units)); break;
                case MinGruAttribute cell: network.Add(cell, () => new ReferenceMinGru(cell.Units)); break;
                case MinLstmAttribute cell: network.Add(cell, () => new ReferenceMinLstm(cell)); break;
                case IndRnnAttribute cell: network.Add(cell, () => new ReferenceIndRnn(cell.Units)); break;
                case SruAttribute cell: network.Add(cell, () => new ReferenceSru(cell)); break;
                case QrnnAttribute cell: network.Add(cell, () => new ReferenceQrnn(cell)); break;
                case FastGrnnAttribute cell: network.Add(cell, () => new ReferenceFastGrnn(cell.Units)); break;
                case LruAttribute cell: network.Add(cell, () => new ReferenceLru(cell)); break;
                case SLstmAttribute cell: network.Add(cell, () => new ReferenceSLstm(cell)); break;
                case RecurrentCellAttribute cell:
                    network.Add(
                        cell, () => new ReferenceText(cell.Units, cell.GetType().GetCustomAttribute<CellEquationsAttribute>()!.Text));
                    break;
                case DenseAttribute dense: network._dense.Add(dense); break;
                case PoolingAttribute pooling: network._pooling = pooling; break;
            }
        }

        return network;
    }

    /// <summary>Runs a batch-major batch; returns the outputs and the states after each row's last valid step.</summary>
    public (double[] Outputs, double[] FinalStates) Run(
        double[] parameters, double[] inputs, int rows, int steps, int[] lengths, double[] initialStates)
    {
        double[] outputs = new double[rows * (OutputsEveryStep ? steps : 1) * OutputSize];
        double[] states = initialStates.Length > 0 ? (double[])initialStates.Clone() : new double[rows * StateSize];
        for (int row = 0; row < rows; row++)
        {
            Span<double> state = states.AsSpan(row * StateSize, StateSize);
            int length = lengths.Length > 0 ? lengths[row] : steps, offset = 0;
            double[][] sequence = new double[length][];
            for (int step = 0; step < length; step++)
            {
                sequence[step] = inputs[(((row * steps) + step) * InputSize)..(((row * steps) + step + 1) * InputSize)];
            }

            int width = InputSize;
            double[] last = [];
            foreach (ReferenceLayer layer in _layers)
            {
                int start = offset;
                last = layer.Run(parameters, ref offset, sequence, state[..layer.StateSize]);
                state = state[layer.StateSize..];
                offset = start + layer.Parameters(width);
                width = layer.Width;
            }

            offset += _skipped;
            if (OutputsEveryStep)
            {
                for (int step = 0; step < length; step++)
                {
                    Head(parameters, offset, sequence[step]).CopyTo(outputs, ((row * steps) + step) * OutputSize);
                }

                continue;
            }

            if (_pooling is { Pooling: Pooling.Attention })
            {
                double[] attended = Attend(parameters, ref offset, sequence, width, _pooling.AttentionUnits);
                Head(parameters, offset, attended).CopyTo(outputs, row * OutputSize);
                continue;
            }

            double[] pooled = new double[width];
            for (int step = 0; step < length; step++)
            {
                for (int unit = 0; unit < width; unit++)
                {
                    double h = sequence[step][unit];
                    pooled[unit] = _pooling is { Pooling: Pooling.Mean } ? pooled[unit] + (h / length)
                        : step == 0 ? h
                        : Math.Max(pooled[unit], h);
                }
            }

            Head(parameters, offset, _pooling is { Pooling: Pooling.Mean or Pooling.Max } ? pooled : last).CopyTo(
                outputs, row * OutputSize);
        }

        return (outputs, states);
    }

    /// <summary>Mean over rows of -Σ p·log softmax(y).</summary>
    public static double CrossEntropy(double[] logits, double[] targets, int rows)
    {
        int classes = logits.Length / rows;
        double loss = 0;
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int k = 0; k < classes; k++)
            {
                sum += Math.Exp(logits[(row * classes) + k]);
            }

            for (int k = 0; k < classes; k++)
            {
                loss += targets[(row * classes) + k] * (Math.Log(sum) - logits[(row * classes) + k]);
            }
        }

        return loss / rows;
    }

    /// <summary>y = x·W + b with W [x, columns] and b [columns] at an offset, which moves past them.</summary>
    public static double[] Affine(double[] parameters, ref int offset, double[] x, int columns)
    {
        double[] y = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double sum = parameters[offset + (x.Length * columns) + column];
            for (int i = 0; i < x.Length; i++)
            {
                sum += x[i] * parameters[offset + (i * columns) + column];
            }

            y[column] = sum;
        }

        offset += (x.Length + 1) * columns;
        return y;
    }

    /// <summary>Σ α·h with α = softmax(h·v) over the steps, or of tanh(h·W + b)·v.</summary>
    private static double[] Attend(double[] parameters, ref int offset, double[][] sequence, int width, int units)
    {
        int kernel = offset, vector = offset + (units > 0 ? (width + 1) * units : 0), scored = units > 0 ? units : width;
        double[] sum = new double[width];
        double total = 0;
        foreach (double[] h in sequence)
        {
            int place = kernel;
            double[] u = units > 0 ? Array.ConvertAll(Affine(parameters, ref place, h, units), Math.Tanh) : h;
            double score = 0;
            for (int i = 0; i < scored; i++)
            {
                score += u[i] * parameters[vector + i];
            }

            total += Math.Exp(score);
            for (int i = 0; i < width; i++)
            {
                sum[i] += Math.Exp(score) * h[i];
            }
        }

        offset = vector + scored;
        return Array.ConvertAll(sum, value => total > 0 ? value / total : 0);
    }

    private static double Activate(Activation activation, double value) => activation switch
    {
        Activation.Linear => value,
        Activation.Tanh => Math.Tanh(value),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-value)),
        Activation.LeakyRelu => value < 0 ? 0.01 * value : value,
        Activation.Elu => value < 0 ? Math.Exp(value) - 1 : value,
        Activation.Softplus => Math.Log(1 + Math.Exp(value)),
        Activation.Softsign => value / (1 + Math.Abs(value)),
        Activation.Swish => value / (1 + Math.Exp(-value)),
        _ => throw new NotSupportedException($"{activation}"),
    };

    private void Add(RecurrentLayerAttribute attribute, Func<ReferenceCell> cell)
    {
        ReferenceLayer layer = new(attribute, cell);
        _layers.Add(layer);
        StateSize += layer.StateSize;
    }

    private void Add(LayerNormAttribute norm)
    {
        // Its form is that of a plain layer.
        int width = _layers.Count > 0 ? _layers[^1].Width : InputSize;
        Add(new RnnAttribute(width), () => new ReferenceLayerNorm(width, norm.Epsilon));
    }

    private void SkipHead()
    {
        if (_layers.Count == 0)
        {
            return;
        }

        int width = _layers[^1].Width;
        if (_pooling is { Pooling: Pooling.Attention } pooling)
        {
            _skipped += pooling.AttentionUnits > 0 ? ((width + 1) * pooling.AttentionUnits) + pooling.AttentionUnits : width;
        }

        foreach (DenseAttribute dense in _dense)
        {
            _skipped += (width + 1) * dense.Units;
            width = dense.Units;
        }

        _dense.Clear();
        _pooling = null;
    }

    private double[] Head(double[] parameters, int offset, double[] h)
    {
        foreach (DenseAttribute dense in _dense)
        {
            h = Array.ConvertAll(Affine(parameters, ref offset, h, dense.Units), value => Activate(dense.Activation, value));
        }

        return h;
    }
}
