using System;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Inputs;

/// <summary>What does not fit a model with several inputs is refused with the numbers in the message, before any work.</summary>
public sealed class InputCheckTests
{
    private const int Rows = 4, Steps = 5;

    private readonly SumNetwork _all = new(3, 6, 2, 5), _floats = new(0, 0, 2, 5);
    private readonly int[] _tokens = new int[Rows * Steps];
    private readonly float[] _values = new float[Rows * Steps * 2], _sequences = new float[Rows * 5], _outputs = new float[Rows];

    [Fact]
    public void WhatABatchLacksIsNamed()
    {
        Refuses(
            "The inputs hold 0 values; 40 were expected (4 rows x 5 steps x 2 features).",
            _all, () => new TokenBatch(_tokens, Rows, Steps) { SequenceInputs = _sequences });
        Refuses(
            "The inputs of the sequences hold 0 values; 20 were expected (4 rows x 5 features).",
            _all, () => new TokenBatch(_tokens, Rows, Steps) { Values = _values });
        Refuses(
            "The inputs of the sequences hold 19 values; 20 were expected (4 rows x 5 features).",
            _floats, () => new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences.AsSpan(1) });
        Refuses(
            "The tokens hold 19 values; 20 were expected (4 rows x 5 steps).",
            _all, () => new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences, Tokens = _tokens.AsSpan(1) });
        _tokens[7] = 6;
        Refuses(
            "Step 2 of row 1 has token 6; Sums has tokens 0 to 5.",
            _all, () => new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences, Tokens = _tokens });
    }

    [Fact]
    public void WhatAModelDoesNotReadIsRefused()
    {
        Refuses(
            "The inputs of the sequences hold 20 values; 0 were expected (4 rows x 0 features).",
            new SumNetwork(0, 0, 2, 0), () => new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences });
        Refuses(
            "The inputs hold 40 values; 0 were expected (4 rows x 5 steps x 0 features).",
            new SumNetwork(3, 6, 0, 0), () => new TokenBatch(_tokens, Rows, Steps) { Values = _values });
        Refuses(
            "Sums reads 2 floats a step and 5 a sequence, not tokens: pass a SequenceBatch of values.",
            _floats, () => new TokenBatch(_tokens, Rows, Steps) { Values = _values, SequenceInputs = _sequences });
        Refuses(
            "Sums reads 5 floats a sequence, not tokens", new SumNetwork(0, 0, 0, 5), () => new TokenBatch(_tokens, Rows, Steps));
        Refuses(
            "Sums reads tokens, 0 to 5, beside 2 floats a step and 5 a sequence: pass a TokenBatch with all of them",
            _all, () => new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences });
        Refuses(
            "Sums reads tokens, 0 to 5: pass a TokenBatch, or an int to Step.",
            new SumNetwork(3, 6, 0, 0), () => new SequenceBatch(_values, Rows, Steps));
    }

    [Fact]
    public void InputsOfSequencesMayNotBeWhereResultsGo()
    {
        float[] shared = new float[Rows * 5];
        Assert.Equal(
            "The inputs of the sequences and the outputs overlap in memory. (Parameter 'outputs')",
            Assert.Throws<ArgumentException>(() => _floats.Predict(
                new SequenceBatch(_values, Rows, Steps) { SequenceInputs = shared }, shared.AsSpan(3, Rows))).Message);
        Assert.Equal(
            "The inputs of the sequences and the finalStates overlap in memory. (Parameter 'finalStates')",
            Assert.Throws<ArgumentException>(() => _floats.Predict(
                new SequenceBatch(_values, Rows, Steps) { SequenceInputs = shared }, _outputs, default, shared.AsSpan(3, Rows))).Message);
    }

    [Fact]
    public void GradientsOfAnotherSizeAreRefused()
    {
        IRnnTrainer trainer = _all.CreateTrainer(1), plain = new SmallModel(1).CreateTrainer(1);
        trainer.Forward(new SequenceBatch(_values, Rows, Steps) { SequenceInputs = _sequences, Tokens = _tokens }, default);
        plain.Forward(new SequenceBatch(new float[Rows * Steps * 3], Rows, Steps), default);
        float[] shared = new float[100];

        Refusal("The gradients of the sequences' inputs hold 19 values; 20 were expected (4 rows x 5 features).", () =>
            trainer.Backward(default, sequenceInputGradients: new float[19]));
        Refusal("The gradients of the sequences' inputs hold 20 values; 0 were expected (4 rows x 0 features).", () =>
            plain.Backward(default, sequenceInputGradients: new float[20]));
        Refusal("The input gradients hold 100 values; 40 were expected (the shape of the inputs).", () =>
            trainer.Backward(default, inputGradients: new float[100]));
        Refusal("The inputGradients and the sequenceInputGradients overlap in memory.", () =>
            trainer.Backward(default, inputGradients: shared.AsSpan(0, 40), sequenceInputGradients: shared.AsSpan(39, 20)));
        Refusal("The initialStateGradients and the sequenceInputGradients overlap in memory.", () => trainer.Backward(
            default, initialStateGradients: shared.AsSpan(0, Rows), sequenceInputGradients: shared.AsSpan(3, 20)));

        // The trainer is free again.
        trainer.Backward(default, sequenceInputGradients: new float[20]);
    }

    [Fact]
    public void SourcesAreHeldAgainstEveryInput()
    {
        SequenceShape fits = new()
        {
            Features = 2,
            Vocabulary = 6,
            SequenceFeatures = 5,
            Targets = TargetForm.Values,
            TargetSize = 1,
        };
        fits.Check((ISupervisedTrainer)_all.CreateTrainer(1), "training");
        Misfit("has a vocabulary of 7 tokens, Sums one of 6.", _all, fits with { Vocabulary = 7 });
        Misfit("has 3 features a step, Sums takes 2 (first 1, rest 1).", _all, fits with { Features = 3 });
        Misfit("has 0 features a step, Sums takes 2 (first 1, rest 1).", _all, fits with { Features = 0 });
        Misfit("has 0 features of a whole sequence, Sums takes 5.", _all, fits with { SequenceFeatures = 0 });
        Misfit("has 2 features a step, Sums takes tokens, 0 to 5.", _all, fits with { Vocabulary = 0 });
        Misfit("has 5 features a sequence, Sums takes tokens, 0 to 5.", _all, fits with { Features = 0, Vocabulary = 0 });
        Misfit("gives tokens, Sums takes 2 floats a step and 5 a sequence; give the tokens as one-hot floats", _floats, fits);
        Misfit("has 2 features a step, Sums takes 0.", new SumNetwork(3, 6, 0, 5), fits);
    }

    [Fact]
    public void AModelWithOneInputTakesItFromEveryFormOfStep()
    {
        IRnnModel floats = new SumNetwork(0, 0, 2, 0), tokens = new SumNetwork(3, 6, 0, 0);
        float[] state = new float[1], output = new float[1];
        floats.Step(new float[2], ReadOnlySpan<float>.Empty, state, output);
        Assert.Equal(1, output[0]);
        tokens.Step(default, 3, default, state, output);
        Assert.Equal(0, output[0]);

        Refusal("The inputs of a sequence hold 5 values; 0 were expected (Sums has none).", () =>
            floats.Step(new float[2], new float[5], state, output));
        Refusal("The inputs of a sequence hold 5 values; 0 were expected (Sums has none).", () =>
            tokens.Step(default, 3, new float[5], state, output));
        Refusal("The inputs of a step hold 2 values; 0 were expected (Sums reads tokens alone).", () =>
            tokens.Step(new float[2], 3, default, state, output));
        Assert.Contains(
            "Sums reads 2 floats a step, not tokens",
            Assert.Throws<NotSupportedException>(() => floats.Step(new float[2], 3, default, state, output)).Message);
        Assert.Equal(0, state[0]);
    }

    [Fact]
    public void DescriptionsNameTheInputs()
    {
        ModelDescription all = _all.Description, one = SmallModel.Description;
        Assert.Equal(["word", "first", "rest", "shop"], all.Inputs.Select(input => input.Name));
        Assert.Equal((5, 2, 5), (all.InputSize, all.StepInputSize, all.SequenceInputSize));
        Assert.Equal([new InputInfo("input", 3, InputKind.EveryStep, 0)], one.Inputs);
        Assert.Equal((3, 3, 0), (one.InputSize, one.StepInputSize, one.SequenceInputSize));
        ModelDescription tokens = one with { Vocabulary = 9 };
        Assert.Equal([new InputInfo("input", 3, InputKind.Tokens, 0)], tokens.Inputs);
        Assert.Equal((3, 0, 0), (tokens.InputSize, tokens.StepInputSize, tokens.SequenceInputSize));
        Assert.Equal((2, 5), (all.ForHead(0).StepInputSize, all.ForHead(0).SequenceInputSize));
    }

    private delegate SequenceBatch Make();

    private void Refuses(string message, SumNetwork network, Make batch)
    {
        ISupervisedTrainer trainer = (ISupervisedTrainer)network.CreateTrainer(1);
        _outputs.AsSpan().Fill(42);
        Action[] calls =
        [
            () => network.Predict(batch(), _outputs),
            () => network.Trace(batch()),
            () => trainer.Forward(batch(), _outputs),
            () => trainer.ComputeGradients(batch(), new float[Rows]),
            () => trainer.ComputeLoss(batch(), [new float[Rows]], _outputs),
        ];
        foreach (Action call in calls)
        {
            Assert.Contains(message, Assert.ThrowsAny<Exception>(call).Message);
        }

        Assert.Equal(new float[] { 42, 42, 42, 42 }, _outputs);
    }

    private static void Refusal(string message, Action call) => Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message);

    private static void Misfit(string message, SumNetwork network, SequenceShape shape) => Assert.Contains(
        "The training data do not fit the model: the source " + message,
        Assert.Throws<ArgumentException>(() => shape.Check((ISupervisedTrainer)network.CreateTrainer(1), "training")).Message);
}
