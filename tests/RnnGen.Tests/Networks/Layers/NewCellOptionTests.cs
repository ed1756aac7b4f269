using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The cells since 2017 at the ends of their range, and with the options that every cell has.</summary>
[Trait("Category", "Numerics")]
public sealed class NewCellOptionTests
{
    /// <summary>h' = (f·h + i·k) / (f + i), by the difference of the gates alone where both are as small as exp of them.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    [InlineData(-10)]
    [InlineData(-16)]
    [InlineData(-17)]
    [InlineData(-100)]
    [InlineData(-1e4f)]
    public void GatesOfAMinLstmMayBeNearlyClosed(float gate)
    {
        OneUnitMinLstm model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Clear();
            edit["minlstm0/kernel"][2] = 1;
            edit["minlstm0/bias"][0] = gate;
            edit["minlstm0/bias"][1] = gate - 1;
        }

        // f / (f + i) = 1 / (1 + (1 + exp(-zf)) / (1 + exp(-zi))), and σ(zf - zi) where both are far below.
        double share = gate < -20 ? 1 / (1 + Math.Exp(-1)) : 1 / (1 + ((1 + Math.Exp(-gate)) / (1 + Math.Exp(1 - gate))));
        double h = 0;
        float[] output = new float[1];
        OneUnitMinLstm.State state = default;
        foreach (float x in new float[] { 1, -1, 2 })
        {
            h = (share * h) + ((1 - share) * x);
            model.Step([x], ref state, output);
            Assert.Equal(h, output[0], 1e-6 + (1e-7 * Math.Abs(gate)));
        }
    }

    /// <summary>Gradients past such gates are numbers.</summary>
    [Fact]
    public void GradientsOfAClosedMinLstmAreFinite()
    {
        OneUnitMinLstm model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Fill(-1);
        }

        NetworkBatch batch = NetworkBatch.Random(OneUnitMinLstm.Description, 4, 2, 3) with
        {
            States = [],
            Values = [50, 50, 1, 50, -50, 0],
        };
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);
        Assert.All([.. forward.Outputs, .. backward.Parameters, .. backward.Inputs], value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>γ = √(1 - |λ|²) has its digits where |λ| rounds to 1.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(-11)]
    [InlineData(-16)]
    [InlineData(-25)]
    public void SlowUnitsOfAnLruTakeTheirPartOfTheInput(float nu)
    {
        OneUnitLru model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Fill(1);
            edit["lru0/nu"][0] = nu;
        }

        float[] input = [1], states = new float[2];
        ((IRnnModel)model).Step(input, states, new float[1]);
        double rate = Math.Exp(nu), left = rate < 1e-4 ? 2 * rate * (1 - rate) : 1 - Math.Exp(-2 * rate);
        Assert.Equal(1, states[0] / Math.Sqrt(left), 2e-6);
    }

    /// <summary>c, n and m are a sum, its weights and their common exponent: a part of them alone would mean something else.</summary>
    [Fact]
    public void StateDropoutOfAnSLstmDropsTheHiddenStateAlone()
    {
        DroppingSLstm model = Passes.Randomized(new DroppingSLstm(1), 4);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // Nothing reads h, so that the others do not depend on it.
            edit["slstm0/kernel"][(2 * 12)..].Clear();
        }

        NetworkBatch batch = NetworkBatch.Random(DroppingSLstm.Description, 4, 5, 6) with { States = [] };
        Prediction whole = Passes.Predict(model, batch), dropped = Passes.Backpropagate(model.CreateTrainer(1), batch).Forward;
        for (int row = 0; row < 5; row++)
        {
            Assert.Equal(whole.FinalStates.AsSpan(row * 12, 9), dropped.FinalStates.AsSpan(row * 12, 9));
            Assert.NotEqual(
                whole.FinalStates.AsSpan((row * 12) + 9, 3).ToArray(), dropped.FinalStates.AsSpan((row * 12) + 9, 3).ToArray());
        }

        Assert.Equal(
            ["slstm0/initial_h"],
            DroppingSLstm.Description.Parameters.Select(parameter => parameter.Name)
                .Where(name => name.Contains("initial", StringComparison.Ordinal)));
    }

    /// <summary>Cells whose output has a name of its own: y = output + x.</summary>
    [Fact]
    public void EveryCellMayHaveAResidual()
    {
        HasResidual(new PlainQrnn(1), new ResidualQrnn(1));
        HasResidual(new PlainSru(1), new ResidualSru(1));
        HasResidual(new PlainLru(1), new ResidualLru(1));
    }

    private static void HasResidual(ITrainableModel plain, ITrainableModel residual)
    {
        NetworkBatch batch = NetworkBatch.Random(plain.Description, 4, 3, 5) with { States = [] };
        float[] expected = [.. Passes.Predict(Passes.Randomized(plain, 4), batch).Outputs.Zip(batch.Values, (y, x) => y + x)];
        Assert.Equal(expected, Passes.Predict(Passes.Randomized(residual, 4), batch).Outputs);
        ModelProperties.StepsGiveThePrediction(residual, states: true);
    }
}
