using System;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What does not fit is refused with the numbers in the message, and nothing has changed.</summary>
public sealed class BadInputTests
{
    private const int Rows = 4, Steps = 5;

    private readonly SmallClassifier _model = new(3);
    private readonly DynamicStack _stack = new(3);
    private readonly float[] _values = NetworkBatch.Floats(1, Rows * Steps * 3);
    private readonly float[] _outputs = new float[Rows * Steps * 5];
    private readonly float[] _states = new float[Rows * 15];

    public static TheoryData<int, int, int, int[], string> BadBatches => new()
    {
        { 39, Rows, Steps, [], "The inputs hold 39 values; 40 were expected (4 rows x 5 steps x 2 features)." },
        { 40, Rows, 4, [], "SmallClassifier is static with 5 steps; the batch has 4." },
        { 48, Rows, 6, [], "SmallClassifier is static with 5 steps; the batch has 6." },
        { 40, -4, Steps, [], "A batch of -4 rows of 5 steps was given to SmallClassifier" },
        { 40, Rows, -5, [], "A batch of 4 rows of -5 steps was given to SmallClassifier" },
        { 40, Rows, Steps, [5, 5, 5], "The lengths hold 3 values; 4 were expected (4 rows)." },
        { 40, Rows, Steps, [5, 0, 6, 5], "Row 2 has length 6; it must be 0 to 5." },
        { 40, Rows, Steps, [5, -1, 5, 5], "Row 1 has length -1; it must be 0 to 5." },
        { 0, int.MaxValue, Steps, [], "The inputs hold 0 values; 21474836470 were expected" },
    };

    [Theory]
    [MemberData(nameof(BadBatches))]
    public void BatchesThatDoNotFitAreRefusedEverywhere(int values, int rows, int steps, int[] lengths, string message)
    {
        NetworkBatch batch = new(new float[values], rows, steps) { Lengths = lengths };
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        float[] before = _model.Parameters.Values.ToArray();
        float[] outputs = Marked(12);

        Refuses(message, () => _model.Predict(batch.View, outputs));
        Refuses(message, () => _model.Trace(batch.View));
        Refuses(message, () => trainer.Forward(batch.View, outputs));
        Refuses(message, () => trainer.ComputeGradients(batch.View, [0, 1, 2, 0]));
        Refuses(message, () => trainer.ComputeGradients(batch.View, new float[12]));
        Refuses(message, () => trainer.Train(batch.View, [0, 1, 2, 0], new Adam()));

        Expect.Filled(outputs, 42, "the outputs");
        Expect.Filled(trainer.Gradients, 0, "the gradients");
        Expect.SameBits(before, _model.Parameters.Values, "parameters");
        _model.Predict(new SequenceBatch(_values.AsSpan(0, 40), Rows, Steps), outputs);
    }

    [Fact]
    public void OutputsAndStatesOfAnotherSizeAreRefused()
    {
        float[] outputs = Marked(100), states = Marked(60);
        const string Outputs = "The outputs hold 99 values; 100 were expected (4 rows x 5 steps x 5 units).";
        Refuses(Outputs, () => _stack.Predict(Stack(), outputs.AsSpan(1)));
        Refuses(Outputs, () => _stack.CreateTrainer(1).Forward(Stack(), outputs.AsSpan(1)));
        Refuses("The outputs hold 0 values; 100 were expected", () => _stack.Predict(Stack(), []));
        Refuses(
            "The outputs hold 11 values; 12 were expected (4 rows x 3 outputs).",
            () => _model.Predict(Classifier(), outputs.AsSpan(0, 11)));
        Refuses(
            "The initialStates hold 45 values; 60 were expected (4 rows x 15 state values).",
            () => _stack.Predict(Stack(), outputs, new DynamicStack.State[3]));
        Refuses(
            "The initialStates hold 59 values; 60 were expected", () => ((IRnnModel)_stack).Predict(Stack(), outputs, states.AsSpan(1)));
        Refuses("The finalStates hold 61 values; 60 were expected", () => ((IRnnModel)_stack).Predict(Stack(), outputs, [], new float[61]));
        Refuses("The initialStates hold 59 values", () => ((IRnnModel)_stack).Trace(Stack(), states.AsSpan(1)));
        IRnnTrainer trainer = ((ITrainableModel)_stack).CreateTrainer(1);
        Refuses("The finalStates hold 61 values", () => trainer.Forward(Stack(), outputs, [], new float[61]));
        Refuses("The initialStates hold 61 values", () => trainer.Forward(Stack(), outputs, new float[61]));

        Expect.Filled(outputs, 42, "the outputs");
        Expect.Filled(states, 42, "the states");
    }

    [Fact]
    public void GradientsOfAnotherSizeAreRefused()
    {
        IRnnTrainer trainer = ((ITrainableModel)_stack).CreateTrainer(1);
        trainer.Forward(Stack(), _outputs);
        trainer.Backward(_outputs);
        float[] gradients = trainer.Gradients.ToArray();

        Refuses("The outputGradients hold 99 values; 100 were expected", () => trainer.Backward(_outputs.AsSpan(1)));
        Refuses("The finalStateGradients hold 59 values; 60 were expected", () => trainer.Backward(_outputs, _states.AsSpan(1)));
        Refuses(
            "The input gradients hold 59 values; 60 were expected (the shape of the inputs).",
            () => trainer.Backward(_outputs, [], _values.AsSpan(1)));
        Refuses("The initialStateGradients hold 59 values; 60 were expected", () => trainer.Backward(_outputs, [], [], _states.AsSpan(1)));

        Expect.SameBits(gradients, trainer.Gradients, "gradients");
        trainer.Backward(_outputs);
    }

    [Fact]
    public void StepsOfAnotherSizeAreRefused()
    {
        IRnnModel model = _stack;
        float[] state = Marked(15), output = Marked(5);
        Refuses("The input holds 2 values; 3 were expected (one frame).", () => model.Step(_values.AsSpan(0, 2), state, output));
        Refuses("The state holds 14 values; 15 were expected (one row).", () => model.Step(_values.AsSpan(0, 3), state.AsSpan(1), output));
        Refuses("The output holds 4 values; 5 were expected (one row).", () => model.Step(_values.AsSpan(0, 3), state, output.AsSpan(1)));
        Expect.Filled(state, 42, "the state");
        Expect.Filled(output, 42, "the output");
    }

    [Fact]
    public void LabelsAndTargetsThatAreNoneAreRefused()
    {
        SmallClassifier.Trainer trainer = _model.CreateTrainer(1);
        float[] before = _model.Parameters.Values.ToArray();
        Refuses("Row 2 has label 3; SmallClassifier has classes 0 to 2.", () => trainer.Train(Classifier(), [0, 1, 3, 0], new Sgd()));
        Refuses("Row 0 has label -1;", () => trainer.Train(Classifier(), [-1, 1, 2, 0], new Sgd()));
        Refuses("The labels hold 3 values; 4 were expected (4 rows).", () => trainer.Train(Classifier(), [0, 1, 2], new Sgd()));
        Refuses(
            "The targets hold 11 values; 12 were expected (4 rows x 3 classes).",
            () => trainer.Train(Classifier(), new float[11], new Sgd()));
        Refuses("Row 1 of the targets", () => trainer.Train(Classifier(), [1, 0, 0, 0.5f, 0.25f, 0, 0, 1, 0, 0, 0, 1], new Sgd()));
        Refuses("not 0.75", () => trainer.Train(Classifier(), [1, 0, 0, 0.5f, 0.25f, 0, 0, 1, 0, 0, 0, 1], new Sgd()));
        Refuses("Row 3 of the targets", () => trainer.Train(Classifier(), [1, 0, 0, 0, 1, 0, 0, 1, 0, -0.5f, 0.5f, 1], new Sgd()));
        Refuses("Row 0 of the targets", () => trainer.Train(Classifier(), [float.NaN, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1], new Sgd()));
        Refuses(
            "SmallClassifier cannot be trained on an empty batch",
            () => trainer.Train(new SequenceBatch([], 0, Steps), Array.Empty<int>(), new Sgd()));
        Refuses(
            "SmallClassifier cannot be trained on an empty batch",
            () => trainer.Train(new SequenceBatch([], 0, Steps), Array.Empty<float>(), new Sgd()));

        Expect.SameBits(before, _model.Parameters.Values, "parameters");
        Expect.Filled(trainer.Gradients, 0, "the gradients");
        trainer.Train(Classifier(), [0.9995f, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1], new Sgd());
    }

    [Fact]
    public void SpansThatShareMemoryAreRefused()
    {
        float[] memory = Marked(200);
        IRnnModel model = _stack;
        IRnnTrainer trainer = ((ITrainableModel)_stack).CreateTrainer(1);
        Refuses(
            "The inputs and the outputs overlap",
            () => model.Predict(new SequenceBatch(memory.AsSpan(0, 60), Rows, Steps), memory.AsSpan(59, 100)));
        Refuses("The outputs and the finalStates overlap", () => model.Predict(Stack(), memory.AsSpan(0, 100), [], memory.AsSpan(99, 60)));
        Refuses(
            "The inputs and the finalStates overlap",
            () => model.Predict(new SequenceBatch(memory.AsSpan(0, 60), Rows, Steps), _outputs, [], memory.AsSpan(59, 60)));
        Refuses("The initialStates and the outputs overlap", () => model.Predict(Stack(), memory.AsSpan(0, 100), memory.AsSpan(99, 60)));
        Refuses(
            "The outputs and the finalStates overlap", () => trainer.Forward(Stack(), memory.AsSpan(0, 100), [], memory.AsSpan(99, 60)));
        trainer.Forward(Stack(), []);
        Refuses("overlap", () => trainer.Backward([], [], memory.AsSpan(0, 60), memory.AsSpan(59, 60)));
        Refuses("overlap", () => model.Step(_values.AsSpan(0, 3), memory.AsSpan(0, 15), memory.AsSpan(14, 5)));
        Expect.Filled(memory, 42, "the memory");
    }

    [Fact]
    public void StatesMayBeUpdatedInPlace()
    {
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, Rows, Steps, states: true);
        Prediction expected = Passes.Predict(_stack, batch);
        IRnnModel model = _stack;

        model.Predict(batch.View, _outputs, batch.States, batch.States);

        new Prediction(_outputs, batch.States).HasBitsOf(expected, "in place");
    }

    [Fact]
    public void AsManyRowsAsAnIntHoldsAreRefusedOrDone()
    {
        // No steps, so that no input is missing.
        Refuses("4294967294 were expected", () => new DenseStack(1).Predict(new SequenceBatch([], int.MaxValue, 0), _outputs));
        Refuses("32212254705 were expected", () => _stack.Predict(new SequenceBatch([], int.MaxValue, 0), [], new DynamicStack.State[1]));
        Refuses("floats was asked for", () => _stack.CreateTrainer(1).Forward(new SequenceBatch([], int.MaxValue, 0), []));
        Refuses("floats was asked for", () => _stack.Trace(new SequenceBatch([], int.MaxValue, 0)));
    }

    [Fact]
    public void ThreadsAreNotNegative()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.CreateTrainer(-1));
        Assert.Throws<ArgumentNullException>(() => new SmallClassifier.Trainer(null!));
    }

    private SequenceBatch Stack() => new(_values, Rows, Steps);

    private SequenceBatch Classifier() => new(_values.AsSpan(0, 40), Rows, Steps);

    private static float[] Marked(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, 42);
        return values;
    }

    private static void Refuses(string message, Action call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
