using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// Cells written as text: the bits of the same equations built in, and otherwise those of an interpreter in double arithmetic.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class TextCellTests
{
    private const int Rows = 6, Steps = 5;

    public static TheoryData<string, bool> Models
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string model in new[]
            {
                nameof(TextStack), nameof(StaticTextStack), nameof(OneHighwayText), nameof(OnePointwiseText), nameof(OneChainText),
                nameof(AwkwardTextClassifier), nameof(OneSelectingText), nameof(StaticSelectingText), nameof(OneWidthText),
                nameof(StaticWidthText), nameof(OneHeadText),
                nameof(JanetStack), nameof(WrittenStack),
            })
            {
                data.Add(model, false);
                data.Add(model, true);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BuiltInCellsWrittenAsTextHaveTheirBits(bool isStatic)
    {
        ITrainableModel written = isStatic ? new WrittenStaticStack(3) : new WrittenStack(3);
        ITrainableModel builtIn = Passes.Randomized<ITrainableModel>(isStatic ? new BuiltInStaticStack(3) : new BuiltInStack(3), 5);
        Assert.Equal(
            builtIn.Description.Parameters.Select(parameter => parameter.Name),
            written.Description.Parameters.Select(parameter => parameter.Name.Replace("text", "")));
        using (ParameterEdit edit = written.Parameters.Edit())
        {
            foreach ((ParameterInfo from, ParameterInfo to) in builtIn.Description.Parameters.Zip(written.Description.Parameters))
            {
                builtIn.Parameters[from.Name].CopyTo(edit[to.Name]);
            }
        }

        NetworkBatch batch = NetworkBatch.Random(builtIn.Description, 6, Rows, Steps, lengths: true, states: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(builtIn.CreateTrainer(2), batch);
        (Prediction writtenForward, Gradients writtenBackward) = Passes.Backpropagate(written.CreateTrainer(2), batch);

        writtenForward.HasBitsOf(forward, "written");
        writtenBackward.HasBitsOf(backward, "written");
        Passes.Predict(written, batch).HasBitsOf(Passes.Predict(builtIn, batch), "prediction");
        Passes.Predict(written, batch.Pick(1)).HasBitsOf(Passes.Predict(builtIn, batch.Pick(1)), "prediction of one row");
        ModelTrace trace = builtIn.Trace(batch.View, batch.States), writtenTrace = written.Trace(batch.View, batch.States);
        Assert.Equal(
            trace.Tensors.ToArray().Select(tensor => tensor.Name),
            writtenTrace.Tensors.ToArray().Select(tensor => tensor.Name.Replace("text", "")));
        if (isStatic)
        {
            // In two directions there are no single steps.
            return;
        }

        float[] state = batch.States[..builtIn.Description.StateSize], writtenState = [.. state];
        float[] output = new float[builtIn.Description.OutputSize], writtenOutput = [.. output];
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> x = batch.Values.AsSpan(step * builtIn.Description.InputSize, builtIn.Description.InputSize);
            builtIn.Step(x, state, output);
            written.Step(x, writtenState, writtenOutput);
            Expect.SameBits(output, writtenOutput, $"output of step {step}");
            Expect.SameBits(state, writtenState, $"state after step {step}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ParametersStartAsThoseOfBuiltInCells(bool isStatic)
    {
        ITrainableModel written = isStatic ? new WrittenStaticStack(3) : new WrittenStack(3);
        ITrainableModel builtIn = isStatic ? new BuiltInStaticStack(3) : new BuiltInStack(3);

        Expect.SameBits(builtIn.Parameters.Values, written.Parameters.Values, "new parameters");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveThePrediction(string name, bool states) =>
        ModelProperties.StepsGiveThePrediction(Passes.Randomized(Create(name), 5), states);

    [Theory]
    [MemberData(nameof(Models))]
    public void NeitherPaddingNorCompanyNorModeChangesAnything(string name, bool states) =>
        ModelProperties.NothingAroundARowMatters(Passes.Randomized(Create(name), 5), states);

    [Fact]
    public void AStaticSelectionHasTheBitsOfADynamicOne() =>
        ModelProperties.ModesAreEqual(new StaticSelectingText(3), new OneSelectingText(3));

    [Fact]
    public void AStaticCellOfSeveralWidthsHasTheBitsOfADynamicOne() =>
        ModelProperties.ModesAreEqual(new StaticWidthText(3), new DynamicWidthText(3));

    [Fact]
    public void StaticHeadsHaveTheBitsOfDynamicOnes() => ModelProperties.ModesAreEqual(new StaticHeadText(3), new DynamicHeadText(3));

    [Fact]
    public void EachHeadOfAProductReadsItsOwnNumbers()
    {
        ParameterInfo kernel = OneHeadText.Description.Parameters.Single(parameter => parameter.Name == "headtext0/recurrent");
        Assert.Equal([9, 6], kernel.Shape.ToArray());
        IRnnModel model = Passes.Randomized(new OneHeadText(3), 5);
        float[] x = [0.5f, -1, 2], output = new float[9];
        float[] state = new float[OneHeadText.Description.StateSize], other = new float[state.Length];
        int hidden = state.Length - 9;
        state[hidden + 4] = 0.25f;
        model.Step(x, state, output);
        model.Step(x, other, new float[9]);
        Assert.Equal(
            [false, false, false, true, true, true, false, false, false],
            state.Skip(hidden).Zip(other.Skip(hidden)).Select(pair => pair.First != pair.Second));
    }

    [Fact]
    public void WidthsAreThoseOfParametersAndStates()
    {
        ModelDescription cell = OneWidthText.Description;
        Assert.Equal(
            ["a [1]", "wide/kernel [12, 16]", "wide/bias [16]", "v [8]", "b [1]", "c [1]", "narrow [12, 3]", "output/kernel [19, 4]",
             "output/bias [4]"],
            cell.Parameters.Select(parameter =>
                $"{parameter.Name["widthtext0/".Length..]} [{string.Join(", ", parameter.Shape.ToArray())}]"));
        Assert.Equal([("m", 8), ("q", 3), ("h", 4)], cell.States.Select(state => (state.Name.Split('/')[1], state.Units)));
    }

    [Fact]
    public void AStaticStackHasTheBitsOfADynamicOne() => ModelProperties.ModesAreEqual(new StaticTextStack(3), new TextStack(3));

    [Fact]
    public void NamesAreThoseOfTheText()
    {
        AwkwardTextClassifier model = new(3);
        Assert.Equal(
            [
                "awkwardtext0/σ1",
                "awkwardtext0/weights",
                "awkwardtext0/bias",
                "awkwardtext0/units/V",
                "awkwardtext0/units/M",
                "dense1/kernel",
                "dense1/bias",
            ],
            AwkwardTextClassifier.Description.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["d", "_row", "w"], AwkwardTextClassifier.Description.States.Select(state => state.Name.Split('/')[1]));
        NetworkBatch batch = NetworkBatch.Random(AwkwardTextClassifier.Description, 1, 2, Steps);
        string[] traced = [.. model.Trace(batch.View).Tensors.ToArray().Select(tensor => tensor.Name)];
        Assert.Equal(traced.Length, traced.Distinct().Count());
        Assert.Contains("awkwardtext0/step", traced);
        Assert.Contains("awkwardtext0/_row", traced);
        Assert.Contains("awkwardtext0/tanh_2", traced);
    }

    [Fact]
    public void AVectorStartsAsItIsTold()
    {
        OnePointwiseText model = new(3);

        Expect.Filled(model.Parameters["pointwisetext0/u"], 0.5f, "u");
        Expect.Filled(model.Parameters["pointwisetext0/w"], 0, "w");
        Expect.Filled(new OneChainText(1).Parameters["chaintext0/a/bias"], -0.5f, "bias");
    }

    [Fact]
    public void JanetHasTheEquationsOfItsPaper()
    {
        const int units = 9;
        JanetStack model = Passes.Randomized(new JanetStack(3), 5);
        NetworkBatch batch = NetworkBatch.Random(JanetStack.Description, 1, 2, Steps);
        ModelTrace trace = model.Trace(batch.View);
        ReadOnlySpan<float> wf = model.Parameters["janet0/forget/kernel"], bf = model.Parameters["janet0/forget/bias"];
        ReadOnlySpan<float> wk = model.Parameters["janet0/candidate/kernel"], bk = model.Parameters["janet0/candidate/bias"];

        for (int step = 1; step < Steps; step++)
        {
            float[] xh = [.. trace["x"][step, 1], .. trace["janet0/h"][step - 1, 1]];
            for (int unit = 0; unit < units; unit++)
            {
                double s = bf[unit], k = bk[unit];
                for (int i = 0; i < xh.Length; i++)
                {
                    s += xh[i] * wf[(i * units) + unit];
                    k += xh[i] * wk[(i * units) + unit];
                }

                double expected = (xh[3 + unit] / (1 + Math.Exp(-s))) + ((1 - (1 / (1 + Math.Exp(1 - s)))) * Math.Tanh(k));
                Assert.Equal(expected, trace["janet0/h"][step, 1][unit], 2e-6);
            }
        }
    }

    internal static ITrainableModel Create(string name) => name switch
    {
        nameof(TextStack) => new TextStack(3),
        nameof(StaticTextStack) => new StaticTextStack(3),
        nameof(OneHighwayText) => new OneHighwayText(3),
        nameof(OnePointwiseText) => new OnePointwiseText(3),
        nameof(OneChainText) => new OneChainText(3),
        nameof(AwkwardTextClassifier) => new AwkwardTextClassifier(3),
        nameof(OneSelectingText) => new OneSelectingText(3),
        nameof(StaticSelectingText) => new StaticSelectingText(3),
        nameof(SelectingTextStack) => new SelectingTextStack(3),
        nameof(OneWidthText) => new OneWidthText(3),
        nameof(OneHeadText) => new OneHeadText(3),
        nameof(StaticHeadText) => new StaticHeadText(3),
        nameof(DynamicHeadText) => new DynamicHeadText(3),
        nameof(StaticWidthText) => new StaticWidthText(3),
        nameof(WidthTextStack) => new WidthTextStack(3),
        nameof(JanetStack) => new JanetStack(3),
        _ => new WrittenStack(3),
    };
}
