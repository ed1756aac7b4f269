using System;
using System.Collections.Generic;
using RnnGen.Generated;

namespace RnnGen.Training.Tests.Inputs;

/// <summary>
/// A network over the protocol of generated ones, written by hand and linear, so that all it does can be computed beside it: over the steps
/// h' = h + [e(token), x]·w + s·v, and the output is the last h. Each of the three inputs may be missing.
/// </summary>
internal sealed class SumNetwork : ITrainableModel
{
    private readonly Predictor _predictor;

    public SumNetwork(int units, int vocabulary, int features, int sequenceFeatures, ulong seed = 1)
    {
        List<InputInfo> inputs = [];
        if (vocabulary > 0)
        {
            inputs.Add(new InputInfo("word", units, InputKind.Tokens, 0));
        }

        if (features > 0)
        {
            inputs.Add(new InputInfo("first", 1, InputKind.EveryStep, 0));
            inputs.Add(new InputInfo("rest", features - 1, InputKind.EveryStep, 1));
        }

        if (sequenceFeatures > 0)
        {
            inputs.Add(new InputInfo("shop", sequenceFeatures, InputKind.PerSequence, 0));
        }

        int read = (vocabulary > 0 ? units : 0) + features;
        Description = new ModelDescription
        {
            Name = "Sums",
            InputSize = read,
            Vocabulary = vocabulary > 0 ? vocabulary : null,
            Inputs = inputs,
            OutputSize = 1,
            OutputsEveryStep = false,
            Heads = [new HeadInfo("", 1, false, Streams: true) { TargetSize = 1, Reduction = LossReduction.PerSequence }],
            Steps = null,
            Parameters =
            [
                new ParameterInfo("w", [read], 0, ParameterInitializer.Uniform(1)),
                new ParameterInfo("v", [sequenceFeatures], read, ParameterInitializer.Uniform(1)),
                new ParameterInfo(
                    "table", [vocabulary, vocabulary > 0 ? units : 0], read + sequenceFeatures, ParameterInitializer.Uniform(1)),
            ],
            States = [new StateInfo("h", 1, 0)],
            MultiplyAddsPerStep = read + sequenceFeatures,
            MultiplyAddsPerSequence = 0,
            SpecHash = "sums",
        };
        Parameters = new ModelParameters(Description, seed);
        _predictor = new Predictor(
            Parameters, () => new SumWorkspace(Description), new PackedCache<SumWeights>(() => new SumWeights()), null);
    }

    public ModelDescription Description { get; }

    public ModelParameters Parameters { get; }

    public int Threads { get; set; } = 1;

    public void Predict(
        scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default) =>
        _predictor.Predict(Threads, batch, outputs, initialStates, finalStates);

    public ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates = default) =>
        _predictor.Trace(batch, initialStates);

    /// <summary>Counts the steps of those who have no other inputs.</summary>
    public void Step(ReadOnlySpan<float> input, Span<float> state, Span<float> output) => output[0] = ++state[0];

    /// <summary>Counts backwards.</summary>
    public void Step(int token, Span<float> state, Span<float> output) => output[0] = --state[0];

    public IRnnTrainer CreateTrainer(int threads = 0) => new SumTrainer(this, threads);
}

/// <summary>The trainer of a <see cref="SumNetwork"/>.</summary>
internal sealed class SumTrainer(SumNetwork model, int threads)
    : SupervisedNetworkTrainer(model, threads, () => new SumWorkspace(model.Description));

/// <summary>A copy of the parameters: they are read as they are.</summary>
internal sealed class SumWeights : PackedPanels
{
    public float[] Values { get; private set; } = [];

    public override void Pack(ReadOnlySpan<float> parameters, int vectorWidth, int part, int parts)
    {
        if (part == 0)
        {
            Values = parameters.ToArray();
        }
    }
}

/// <summary>The passes of a <see cref="SumNetwork"/>.</summary>
internal sealed class SumWorkspace(ModelDescription model) : TrainingWorkspace(
    model, floatsPerStep: 1 << 20, model.Vocabulary is null ? null : new TokenTable(model.InputSize + model.SequenceInputSize))
{
    private SumWeights _weights = null!;
    private StepBuffer _state, _output, _stateGradient, _outputGradient;

    protected override int BackwardPhases => 2;

    private ReadOnlySpan<float> StepWeights => _weights.Values.AsSpan(0, Model.InputSize);

    private ReadOnlySpan<float> SequenceWeights => _weights.Values.AsSpan(Model.InputSize, Model.SequenceInputSize);

    public override LossTargets[] CreateLosses() => [new(Model.ForHead(0), 1, 1)];

    public override ModelTrace Trace() => new([]);

    protected override void Use(PackedPanels panels, PackedRows? rows) => _weights = (SumWeights)panels;

    protected override PackedPanels CreatePanels() => new SumWeights();

    protected override void AllocateWeightGradients()
    {
    }

    protected override void Shape(bool history)
    {
        Shape(ref _state, Steps + 1, 1);
        Shape(ref _output, 1, 1);
    }

    protected override void ShapeGradients()
    {
        Shape(ref _stateGradient, Steps + 1, 1);
        Shape(ref _outputGradient, 1, 1);
    }

    protected override StepBuffer State(int state) => _state;

    protected override StepBuffer Output(int head, out int firstSlot)
    {
        firstSlot = 0;
        return _output;
    }

    protected override StepBuffer OutputGradient(int head) => _outputGradient;

    protected override StepBuffer StateGradient(int state) => _stateGradient;

    protected override void Forward<V, M>(int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            for (int step = 0; step < MaxLength; step++)
            {
                float change = step < Length(row)
                    ? Dot(Inputs.Row(step, row), StepWeights)
                        + (Model.SequenceInputSize > 0 ? Dot(SequenceInputs.Row(step, row), SequenceWeights) : 0)
                    : 0;
                _state[step + 1, row] = _state[step, row] + change;
            }

            _output[0, row] = _state[MaxLength, row];
        }
    }

    protected override void Loss<V>(int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            float difference = _output[0, row] - Losses[0].Targets[0, row];
            Losses[0].Terms[0, row] = difference * difference;
            _outputGradient[0, row] = 2 * difference / Losses[0].Denominator;
        }
    }

    protected override void Backward<V>(int phase, int first, int rows, int part, int parts)
    {
        if (phase == 0)
        {
            for (int row = first; row < first + rows; row++)
            {
                Backward(row);
            }

            return;
        }

        if (part == 0)
        {
            AddWeightGradients();
        }

        if (Model.Vocabulary is not null)
        {
            AddTableGradients<V>(part, parts);
        }
    }

    private void Backward(int row)
    {
        float gradient = _outputGradient[0, row] + _stateGradient[MaxLength, row];
        _stateGradient[0, row] = gradient;
        for (int step = 0; step < Length(row); step++)
        {
            for (int i = 0; i < Model.InputSize && (WantsInputGradients || Model.Vocabulary is not null); i++)
            {
                InputGradients.Row(step, row)[i] = gradient * StepWeights[i];
            }

            for (int i = 0; i < Model.SequenceInputSize && WantsSequenceInputGradients; i++)
            {
                SequenceInputGradients.Row(step, row)[i] += gradient * SequenceWeights[i];
            }
        }
    }

    private void AddWeightGradients()
    {
        Span<float> gradients = Gradients.Span[..(Model.InputSize + Model.SequenceInputSize)];
        gradients.Clear();
        for (int row = 0; row < Rows; row++)
        {
            for (int step = 0; step < Length(row); step++)
            {
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] += _stateGradient[0, row] * (i < Model.InputSize
                        ? Inputs.Row(step, row)[i]
                        : SequenceInputs.Row(step, row)[i - Model.InputSize]);
                }
            }
        }
    }

    /// <summary>Over the whole padded row: what stands behind the values must be zero.</summary>
    private static float Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> weights)
    {
        float sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += row[i] * (i < weights.Length ? weights[i] : float.MaxValue);
        }

        return sum;
    }
}
