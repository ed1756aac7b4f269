using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The generated forward and backward passes against the scalar reference and its central differences.</summary>
[Trait("Category", "Numerics")]
public sealed class GradientTests
{
    private const int Rows = 4, Steps = 5;

    private static readonly string[] Text =
    [
        nameof(TextStack), nameof(StaticTextStack), nameof(OneHighwayText), nameof(OnePointwiseText), nameof(OneChainText),
        nameof(OneSelectingText), nameof(StaticSelectingText), nameof(SelectingTextStack), nameof(OneWidthText), nameof(StaticWidthText),
        nameof(WidthTextStack), nameof(OneHeadText), nameof(StaticHeadText),
        nameof(AwkwardTextClassifier), nameof(JanetStack),
    ];

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            TheoryData<string, bool, bool> data = [];
            string[] builtIn =
            [
                nameof(OneRnn),
                nameof(OneLstm),
                nameof(OneGru),
                nameof(StaticStack),
                nameof(DynamicStack),
                nameof(DenseStack),
                nameof(DeepStack),
            ];
            foreach (string model in builtIn.Concat(Text).Concat(NewCellTests.Names))
            {
                foreach (bool lengths in new[] { false, true })
                {
                    data.Add(model, lengths, false);
                    data.Add(model, lengths, true);
                }
            }

            foreach (string head in HeadModels.Names)
            {
                data.Add("Static" + head, true, true);
                data.Add("Dynamic" + head, false, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryGradientIsTheDifferenceQuotientOfTheReference(string name, bool lengths, bool states)
    {
        ITrainableModel model = Passes.Randomized(Create(name), 5);
        ReferenceNetwork reference = ReferenceNetwork.Of(model.GetType());
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths, states);
        double[] outputUpstream = Doubles(Passes.OutputUpstream(model, batch));
        double[] stateUpstream = Doubles(Passes.StateUpstream(model, batch));
        double[] parameters = Doubles(model.Parameters.Values), inputs = Doubles(batch.Values);
        double[] initial = states ? Doubles(batch.States) : new double[Rows * model.Description.StateSize];

        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

        (double[] outputs, double[] finalStates) = reference.Run(parameters, inputs, Rows, Steps, batch.Lengths, initial);
        Expect.Close(outputs, forward.Outputs, "outputs");
        Expect.Close(finalStates, forward.FinalStates, "final states");
        foreach ((string tensor, int offset, int count) in Tensors(model.Description))
        {
            Expect.Close(
                Differentiate(parameters, offset, count, Objective), backward.Parameters.AsSpan(offset, count), $"gradient of {tensor}");
        }

        Expect.Close(Differentiate(inputs, 0, inputs.Length, Objective), backward.Inputs, "gradient of the inputs");
        if (states || !NewCellTests.JumpsAtZero(name))
        {
            Expect.Close(Differentiate(initial, 0, initial.Length, Objective), backward.InitialStates, "gradient of the initial states");
        }

        double Objective()
        {
            (double[] y, double[] s) = reference.Run(parameters, inputs, Rows, Steps, batch.Lengths, initial);
            return Dot(y, outputUpstream) + Dot(s, stateUpstream);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void TheLossAndItsGradientsAreThoseOfTheReference(bool lengths, bool labels)
    {
        SmallClassifier model = Passes.Randomized(new SmallClassifier(3), 5);
        ReferenceNetwork reference = ReferenceNetwork.Of(typeof(SmallClassifier));
        NetworkBatch batch = NetworkBatch.Random(SmallClassifier.Description, 6, Rows, Steps, lengths);
        float[] targets = labels
            ? [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]
            : [0.25f, 0.5f, 0.25f, 1, 0, 0, 0.125f, 0.125f, 0.75f, 0, 0.5f, 0.5f];
        double[] parameters = Doubles(model.Parameters.Values), inputs = Doubles(batch.Values);

        SmallClassifier.Trainer trainer = model.CreateTrainer(1);
        float loss = labels ? trainer.ComputeGradients(batch.View, [2, 0, 1, 2]) : trainer.ComputeGradients(batch.View, targets);

        Expect.Close([Loss()], [loss], "loss");
        foreach (ParameterInfo parameter in SmallClassifier.Description.Parameters)
        {
            Expect.Close(
                Differentiate(parameters, parameter.Offset, parameter.Count, Loss),
                trainer.Gradients.Slice(parameter.Offset, parameter.Count),
                $"gradient of {parameter.Name}");
        }

        double Loss() => ReferenceNetwork.CrossEntropy(
            reference.Run(parameters, inputs, Rows, Steps, batch.Lengths, []).Outputs, Doubles(targets), Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UpstreamGradientsThatAreLeftOutAreZero(bool outputs)
    {
        ITrainableModel model = Passes.Randomized(new DynamicStack(3), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths: true, states: true);
        float[] outputUpstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        IRnnTrainer trainer = model.CreateTrainer(1);
        trainer.Forward(batch.View, []);

        Gradients explicitZero = outputs
            ? Passes.Backward(trainer, batch, new float[outputUpstream.Length], stateUpstream)
            : Passes.Backward(trainer, batch, outputUpstream, new float[stateUpstream.Length]);

        (outputs ? Passes.Backward(trainer, batch, [], stateUpstream) : Passes.Backward(trainer, batch, outputUpstream, []))
            .HasBitsOf(explicitZero, "left out");
        trainer.Backward(outputs ? [] : outputUpstream, outputs ? stateUpstream : []);
        Expect.SameBits(explicitZero.Parameters, trainer.Gradients, "without input and state gradients");
    }

    private static ITrainableModel Create(string name) => name switch
    {
        nameof(OneRnn) => new OneRnn(3),
        nameof(OneLstm) => new OneLstm(3),
        nameof(OneGru) => new OneGru(3),
        nameof(StaticStack) => new StaticStack(3),
        nameof(DynamicStack) => new DynamicStack(3),
        nameof(DeepStack) => new DeepStack(3),
        _ when Text.Contains(name) => TextCellTests.Create(name),
        _ when NewCellTests.Names.Contains(name) => NewCellTests.Create(name),
        nameof(DenseStack) => new DenseStack(3),
        _ => HeadModels.Create(name.Replace("Static", "").Replace("Dynamic", ""), name.StartsWith("Static", StringComparison.Ordinal)),
    };

    /// <summary>(f(x + h) - f(x - h)) / 2h for some elements of x, which f reads.</summary>
    internal static double[] Differentiate(double[] x, int first, int count, Func<double> f)
    {
        const double H = 1e-5;
        double[] gradient = new double[count];
        for (int i = 0; i < count; i++)
        {
            double value = x[first + i];
            x[first + i] = value + H;
            double above = f();
            x[first + i] = value - H;
            gradient[i] = (above - f()) / (2 * H);
            x[first + i] = value;
        }

        return gradient;
    }

    /// <summary>
    /// The parameters to compare one by one. The bias inside a score is compared with its kernel, as the row of a constant input: softmax
    /// takes off what all scores of a row have in common, so that the terms of its own gradient nearly cancel.
    /// </summary>
    internal static IEnumerable<(string Name, int Offset, int Count)> Tensors(ModelDescription model)
    {
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            ParameterInfo parameter = model.Parameters[i];
            if (!parameter.Name.EndsWith("attention/bias", StringComparison.Ordinal))
            {
                int bias = parameter.Name.EndsWith("attention/kernel", StringComparison.Ordinal) ? model.Parameters[i + 1].Count : 0;
                yield return (parameter.Name, parameter.Offset, parameter.Count + bias);
            }
        }
    }

    internal static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
