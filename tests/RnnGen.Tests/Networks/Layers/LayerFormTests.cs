using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Residuals, directions, merges and options of cells: gradients against the reference, and what must change nothing.</summary>
[Trait("Category", "Numerics")]
public sealed class LayerFormTests
{
    private const int Rows = 6, Steps = 5;

    public static TheoryData<string> Forms =>
    [
        nameof(ResidualStack), nameof(StaticResidualHead), nameof(TwoDirections), nameof(StaticTwoDirections), nameof(EveryMerge),
        nameof(ResidualTwoDirections),
        nameof(ProductOfLastSteps), nameof(PooledDirections), nameof(ReverseStack), nameof(ReverseHead), nameof(Dividing),
        nameof(StatesFirst),
    ];

    /// <summary>Where each step can be given before the next is there.</summary>
    public static TheoryData<string> Streams =>
        [
            nameof(ResidualStack),
            nameof(StaticResidualHead),
            nameof(OptionStack),
            nameof(DroppingStack),
            nameof(OutputValue),
            nameof(Dividing),
            nameof(StatesFirst),
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void GradientsAreThoseOfTheReference(string name) => MatchesTheReference(Create(name));

    /// <summary>Outputs, states and all gradients of a model are those of the reference and its difference quotients.</summary>
    internal static void MatchesTheReference(ITrainableModel model)
    {
        Passes.Randomized(model, 5);
        foreach ((bool lengths, bool states) in new[] { (false, true), (true, true), (true, false) })
        {
            LeaveTraces(model);
            ReferenceNetwork reference = ReferenceNetwork.Of(model.GetType());
            NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths, states);
            double[] outputUpstream = GradientTests.Doubles(Passes.OutputUpstream(model, batch));
            double[] stateUpstream = GradientTests.Doubles(Passes.StateUpstream(model, batch));
            double[] parameters = GradientTests.Doubles(model.Parameters.Values), inputs = GradientTests.Doubles(batch.Values);
            double[] initial = states ? GradientTests.Doubles(batch.States) : new double[Rows * model.Description.StateSize];

            (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

            (double[] outputs, double[] finalStates) = reference.Run(parameters, inputs, Rows, Steps, batch.Lengths, initial);
            Expect.Close(outputs, forward.Outputs, "outputs");
            Expect.Close(finalStates, forward.FinalStates, "final states");
            Expect.Close(outputs, Passes.Predict(model, batch).Outputs, "prediction");
            Expect.Close(GradientTests.Differentiate(parameters, 0, parameters.Length, Objective), backward.Parameters, "gradients");
            Expect.Close(GradientTests.Differentiate(inputs, 0, inputs.Length, Objective), backward.Inputs, "gradients of the inputs");
            Expect.Close(
                GradientTests.Differentiate(initial, 0, initial.Length, Objective), backward.InitialStates,
                "gradients of the initial states");

            double Objective()
            {
                (double[] y, double[] s) = reference.Run(parameters, inputs, Rows, Steps, batch.Lengths, initial);
                return y.Zip(outputUpstream, (a, b) => a * b).Sum() + s.Zip(stateUpstream, (a, b) => a * b).Sum();
            }
        }
    }

    /// <summary>Its last layer has a product of the state alone, its first an output that is not a state.</summary>
    [Fact]
    public void GradientsOfAnOutputThatIsNoStateAreThoseOfTheReference()
    {
        OutputValue model = Passes.Randomized(new OutputValue(3), 5);
        LeaveTraces(model);
        NetworkBatch batch = NetworkBatch.Random(OutputValue.Description, 6, Rows, Steps, lengths: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        Passes.Predict(model, batch).HasBitsOf(forward, "prediction");
        for (int row = 0; row < Rows; row++)
        {
            Expect.SameBits(batch.Take(forward.Outputs, row), Passes.Predict(model, batch.Pick(row)).Outputs, $"row {row} alone");
        }

        ModelProperties.GradientsAreDifferenceQuotients(model, batch, backward.Parameters, stride: 1, () => Passes.Predict(model, batch));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    [InlineData(nameof(OptionStack))]
    [InlineData(nameof(OutputValue))]
    public void NeitherPaddingNorCompanyNorThreadsChangeAnything(string name) =>
        ModelProperties.NothingAroundARowMatters(Passes.Randomized(Create(name), 5), states: true);

    [Theory]
    [MemberData(nameof(Streams))]
    public void StepsGiveThePrediction(string name) =>
        ModelProperties.StepsGiveThePrediction(Passes.Randomized(Create(name), 5), states: true);

    [Fact]
    public void OptionsHaveTheBitsOfTheirEquationsAsText()
    {
        OptionStack options = Passes.Randomized(new OptionStack(3), 5);
        OptionTexts texts = new(3);
        Assert.Equal(
            OptionStack.Description.Parameters.Select(parameter => parameter.Count),
            OptionTexts.Description.Parameters.Select(parameter => parameter.Count));
        using (ParameterEdit edit = texts.Parameters.Edit())
        {
            options.Parameters.Values.CopyTo(edit.Values);
        }

        NetworkBatch batch = NetworkBatch.Random(OptionStack.Description, 6, Rows, Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(options.CreateTrainer(2), batch);
        (Prediction textForward, Gradients textBackward) = Passes.Backpropagate(texts.CreateTrainer(2), batch);

        textForward.HasBitsOf(forward, "text");
        textBackward.HasBitsOf(backward, "text");
    }

    [Fact]
    public void AStaticModelHasTheBitsOfADynamicOne() => ModelProperties.ModesAreEqual(new StaticTwoDirections(3), new TwoDirections(3));

    /// <summary>
    /// With equal cells in both directions, a sequence from its end gives the outputs from their end, the halves exchanged.
    /// </summary>
    [Fact]
    public void TwoDirectionsOnAReversedSequenceMirror()
    {
        DroppingDirections model = new(3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["rnn0/fw/kernel"].CopyTo(edit["rnn0/bw/kernel"]);
        }

        const int Width = 40, Units = 50;
        float[] values = NetworkBatch.Floats(7, Steps * Width), mirrored = new float[values.Length];
        for (int step = 0; step < Steps; step++)
        {
            values.AsSpan(step * Width, Width).CopyTo(mirrored.AsSpan((Steps - 1 - step) * Width));
        }

        float[] outputs = Passes.Predict(model, new NetworkBatch(values, 1, Steps)).Outputs;
        float[] back = Passes.Predict(model, new NetworkBatch(mirrored, 1, Steps)).Outputs;
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> forward = outputs.AsSpan(step * 2 * Units, 2 * Units);
            ReadOnlySpan<float> mirror = back.AsSpan((Steps - 1 - step) * 2 * Units, 2 * Units);
            Expect.SameBits(forward[..Units], mirror[Units..], $"forward half of step {step}");
            Expect.SameBits(forward[Units..], mirror[..Units], $"backward half of step {step}");
        }
    }

    /// <summary>A longer call leaves numbers in the memory that the next one takes.</summary>
    private static void LeaveTraces(ITrainableModel model)
    {
        int? steps = model.Description.Steps;
        Passes.Predict(model, NetworkBatch.Random(model.Description, 8, Rows + 3, steps ?? (Steps + 3), states: true));
    }

    internal static ITrainableModel Create(string name) => name switch
    {
        nameof(ResidualStack) => new ResidualStack(3),
        nameof(StaticResidualHead) => new StaticResidualHead(3),
        nameof(TwoDirections) => new TwoDirections(3),
        nameof(StaticTwoDirections) => new StaticTwoDirections(3),
        nameof(EveryMerge) => new EveryMerge(3),
        nameof(ResidualTwoDirections) => new ResidualTwoDirections(3),
        nameof(ProductOfLastSteps) => new ProductOfLastSteps(3),
        nameof(PooledDirections) => new PooledDirections(3),
        nameof(ReverseStack) => new ReverseStack(3),
        nameof(OptionStack) => new OptionStack(3),
        nameof(DroppingStack) => new DroppingStack(3),
        nameof(OutputValue) => new OutputValue(3),
        nameof(Dividing) => new Dividing(3),
        nameof(StatesFirst) => new StatesFirst(3),
        _ => new ReverseHead(3),
    };
}
