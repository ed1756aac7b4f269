using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Training;

namespace RnnGen.Attack.Models;

/// <summary>Everything that one network can do, once, with all that the caller owns in guarded memory.</summary>
internal sealed class ModelPass(ITrainableModel model, ModelBatch batch, GuardedMemory memory)
{
    private const int Inputs = 1, States = 2, Gradients = 3, Targets = 4, Parameters = 5, StateGradients = 6;

    private readonly List<ModelResult> _results = [];
    private readonly ModelDescription _description = model.Description;

    private int StateCount => batch.Rows * _description.StateSize;

    private int OutputCount => (int)_description.OutputCount(batch.Rows, batch.Steps);

    /// <summary>Runs all of it.</summary>
    /// <returns>What came out, in the same order whatever the network.</returns>
    public List<ModelResult> Run(int threads)
    {
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // No zeros: biases, peepholes and initial states take part.
            float[] values = batch.Floats(Parameters, edit.Values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                edit.Values[i] = 0.4f * values[i];
            }
        }

        model.Threads = threads;
        Predict();
        Step();
        StepBatch();
        IRnnTrainer trainer = model.CreateTrainer(threads);
        Backward(trainer);
        Train(trainer);
        Predict();
        return _results;
    }

    private void Predict()
    {
        Span<float> outputs = memory.Of<float>(OutputCount), finalStates = memory.Of<float>(StateCount);
        model.Predict(Batch(), outputs, InitialStates(), finalStates);
        Add("outputs", outputs);
        Add("final states", finalStates);
    }

    private void Step()
    {
        Span<float> state = memory.Of<float>(_description.StateSize), output = memory.Of<float>(StepOutputs());
        int[] tokens = TokenValues();
        float[] inputs = batch.Floats(Inputs, batch.Steps * _description.InputSize);
        try
        {
            model.InitialState(state);
            for (int step = 0; step < Math.Min(batch.Steps, 3); step++)
            {
                if (_description.Vocabulary is not null)
                {
                    model.Step(tokens[step], state, output);
                }
                else
                {
                    model.Step(memory.Copy<float>(inputs.AsSpan(step * _description.InputSize, _description.InputSize)), state, output);
                }

                Add("output of a step", output);
                Add("state after a step", state);
            }

            Span<float> outputs = memory.Of<float>(batch.Steps * StepOutputs());
            if (_description.Vocabulary is not null)
            {
                model.Step(memory.Copy<int>(tokens.AsSpan(0, batch.Steps)), state, outputs);
            }
            else
            {
                model.Step(memory.Copy<float>(inputs), batch.Steps, state, outputs);
            }

            Add("outputs of a block of steps", outputs);
            Add("state after a block of steps", state);
        }
        catch (NotSupportedException)
        {
            // A network that needs all steps.
        }
    }

    /// <summary>Every second row of the batch steps, the last one first.</summary>
    private void StepBatch()
    {
        int[] rows = new int[(batch.Rows + 1) / 2];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = batch.Rows - 1 - (2 * i);
        }

        Span<float> states = memory.Copy<float>(batch.Floats(States, StateCount)), outputs = memory.Of<float>(rows.Length * StepOutputs());
        bool reads = _description.Vocabulary is not null;
        SequenceBatch step = new(
            memory.Copy<float>(reads ? [] : batch.Floats(Inputs, rows.Length * _description.InputSize)), rows.Length, steps: 1)
        {
            Tokens = memory.Copy<int>(reads ? batch.Indices(Inputs, rows.Length, _description.Vocabulary ?? 1) : []),
        };
        try
        {
            model.StepBatch(step, states, memory.Copy<int>(rows), outputs);
            Add("outputs of a step of many", outputs);
            Add("states after a step of many", states);
        }
        catch (NotSupportedException)
        {
            // A network that needs all steps.
        }
    }

    private void Backward(IRnnTrainer trainer)
    {
        Span<float> outputs = memory.Of<float>(OutputCount), finalStates = memory.Of<float>(StateCount);
        trainer.Forward(Batch(), outputs, InitialStates(), finalStates);
        Add("outputs of the trainer", outputs);
        Add("final states of the trainer", finalStates);
        Span<float> inputGradients = memory.Of<float>(batch.Rows * batch.Steps * _description.InputSize);
        Span<float> stateGradients = memory.Of<float>(StateCount);
        Span<float> outputGradients = memory.Copy<float>(batch.Floats(Gradients, OutputCount));
        trainer.Backward(outputGradients, memory.Copy<float>(batch.Floats(StateGradients, StateCount)), inputGradients, stateGradients);
        Add("gradients of the inputs", inputGradients);
        Add("gradients of the initial states", stateGradients);
        Add("gradients", trainer.Gradients);
    }

    private void Train(IRnnTrainer trainer)
    {
        Adam adam = new(0.01f);
        for (int update = 0; update < 2; update++)
        {
            using ParameterEdit edit = model.Parameters.Edit();
            float loss = ComputeGradients(trainer);
            Add("loss", [loss]);
            Add("gradients of the loss", trainer.Gradients);
            adam.Update(edit.Values, trainer.Gradients);
        }

        Add("parameters", model.Parameters.Values);
    }

    private float ComputeGradients(IRnnTrainer trainer)
    {
        Span<float> finalStates = memory.Of<float>(StateCount);
        return ((ISupervisedTrainer)trainer).ComputeGradients(Batch(), HeadTargets(), InitialStates(), finalStates);
    }

    private SequenceBatch Batch() => _description.Vocabulary is null ? Sequences() : Tokens();

    private HeadTarget[] HeadTargets()
    {
        HeadTarget[] targets = new HeadTarget[_description.Heads.Count];
        for (int head = 0; head < targets.Length; head++)
        {
            HeadInfo info = _description.Heads[head];
            targets[head] = info.Blank is int blank ? Sequences(info.OutputSize, blank)
                : info.IsClassifier && batch.WithLabels
                ? new HeadTarget(memory.Memory<int>(Labels(info.OutputsEveryStep, info.OutputSize)))
                : new HeadTarget(memory.Memory<float>(Values(info.OutputsEveryStep, info.TargetSize, info.IsClassifier)));
        }

        return targets;
    }

    /// <summary>As many labels as a row can have whatever repeats, or fewer.</summary>
    private HeadTarget Sequences(int units, int blank)
    {
        int[] counts = batch.Indices(Targets, batch.Rows, batch.Steps + 1), spare = new int[batch.Rows];
        for (int row = 0; row < batch.Rows; row++)
        {
            counts[row] = Math.Min(counts[row], ((batch.Lengths.Length == 0 ? batch.Steps : batch.Lengths[row]) + 1) / 2);
            spare[row] = batch.WithLabels ? 0 : ((batch.Steps + 1) / 2) - counts[row];
        }

        // One behind the other, or padded.
        List<int> labels = [];
        for (int row = 0; row < batch.Rows; row++)
        {
            labels.AddRange(batch.Indices(Targets + row, counts[row], units - 1).Select(label => label < blank ? label : label + 1));
            labels.AddRange(Enumerable.Repeat(-1, spare[row]));
        }

        return HeadTarget.OfSequences(memory.Memory<int>([.. labels]), memory.Memory<int>(counts));
    }

    private int[] Labels(bool everyStep, int classes) => batch.Indices(Targets, batch.Rows * (everyStep ? batch.Steps : 1), classes);

    /// <summary>Truth values in 0 to 1, of a classifier probabilities.</summary>
    private float[] Values(bool everyStep, int size, bool isClassifier)
    {
        float[] values = Array.ConvertAll(batch.Floats(Targets, batch.Rows * (everyStep ? batch.Steps : 1) * size), Math.Abs);
        for (int target = 0; isClassifier && target < values.Length; target += size)
        {
            Span<float> classes = values.AsSpan(target, size);
            TensorPrimitives.Divide(classes, TensorPrimitives.Sum<float>(classes), classes);
        }

        return values;
    }

    private SequenceBatch Sequences() =>
        new(memory.Copy<float>(batch.Floats(Inputs, batch.Rows * batch.Steps * _description.InputSize)), batch.Rows, batch.Steps)
        {
            Layout = batch.Layout,
            Lengths = memory.Copy<int>(batch.Lengths),
        };

    private TokenBatch Tokens() => new(memory.Copy<int>(TokenValues()), batch.Rows, batch.Steps)
    {
        Layout = batch.Layout,
        Lengths = memory.Copy<int>(batch.Lengths),
    };

    private int[] TokenValues() => batch.Indices(Inputs, batch.Rows * batch.Steps, _description.Vocabulary ?? 1);

    private ReadOnlySpan<float> InitialStates() => batch.WithStates ? memory.Copy<float>(batch.Floats(States, StateCount)) : default;

    /// <summary>Of named heads those that stream have an output at each step.</summary>
    private int StepOutputs()
    {
        int outputs = _description.Heads.Count == 0 ? _description.OutputSize : 0;
        foreach (HeadInfo head in _description.Heads)
        {
            outputs += head.Streams ? head.OutputSize : 0;
        }

        return outputs;
    }

    private void Add(string name, ReadOnlySpan<float> values) => _results.Add(ModelResult.Of(name, values));
}
