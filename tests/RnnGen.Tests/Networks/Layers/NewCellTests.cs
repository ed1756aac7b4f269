using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// The cells since 2017: gradients are held against their double references elsewhere; here what else holds of every cell.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class NewCellTests
{
    /// <summary>A dynamic and a static network of each.</summary>
    public static TheoryData<string> Models => [.. Names];

    internal static readonly string[] Names =
    [
        nameof(MinimalStack), nameof(StaticMinimalStack), nameof(IndependentStack), nameof(StaticIndependentStack), nameof(QuasiStack),
        nameof(StaticQuasiStack), nameof(LinearStack), nameof(StaticLinearStack), nameof(ExponentialStack), nameof(StaticExponentialStack),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void StepsGiveThePrediction(string name)
    {
        ModelProperties.StepsGiveThePrediction(Passes.Randomized(Create(name), 5), states: false);
        ModelProperties.StepsGiveThePrediction(Passes.Randomized(Create(name), 5), states: true);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void NeitherPaddingNorCompanyNorModeChangesAnything(string name) =>
        ModelProperties.NothingAroundARowMatters(Passes.Randomized(Create(name), 5), states: true);

    [Fact]
    public void StaticNetworksHaveTheBitsOfDynamicOnes()
    {
        ModelProperties.ModesAreEqual(new StaticMinimalStack(3), new MinimalStack(3));
        ModelProperties.ModesAreEqual(new StaticIndependentStack(3), new IndependentStack(3));
        ModelProperties.ModesAreEqual(new StaticQuasiStack(3), new QuasiStack(3));
        ModelProperties.ModesAreEqual(new StaticLinearStack(3), new LinearStack(3));
        ModelProperties.ModesAreEqual(new StaticExponentialStack(3), new ExponentialStack(3));
    }

    [Fact]
    public void VectorsStartWhereTheirCellsSay()
    {
        LinearStack linear = new(7);
        Assert.All(linear.Parameters["lru1/nu"].ToArray(), value => Assert.InRange(value, -4, 0));
        Assert.All(linear.Parameters["lru1/theta"].ToArray(), value => Assert.InRange(value, -3, 1));
        Assert.True(linear.Parameters["lru1/nu"].ToArray().Distinct().Count() == 9);
        Expect.Filled(linear.Parameters["lru1/gain"], 1, "gain");
        IndependentStack independent = new(7);
        Assert.All(independent.Parameters["indrnn0/recurrent"].ToArray(), value => Assert.InRange(value, 0, 1));
        QuasiStack quasi = new(7);
        Expect.Filled(quasi.Parameters["fastgrnn2/zeta"], 1, "zeta");
        Expect.Filled(quasi.Parameters["fastgrnn2/nu"], -4, "nu");
        Assert.Equal(1, quasi.Parameters["fastgrnn2/nu"].Length);
    }

    /// <summary>An input gate far below and a forget gate far above leave a ratio of tiny numbers, which must not be 0 / 0.</summary>
    [Fact]
    public void ExponentialGatesOfAnySizeStayFinite()
    {
        foreach (float gate in new[] { -1e4f, -200, 0, 200, 1e4f })
        {
            TwoUnitSLstm model = new(1);
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                edit.Values.Clear();
                edit["slstm0/bias"][..4].Fill(gate);
                edit["slstm0/bias"][2] = 200;
                edit["slstm0/bias"][4..].Fill(1);
            }

            TwoUnitSLstm.State state = default;
            float[] output = new float[2];
            for (int step = 0; step < 3; step++)
            {
                model.Step([1, -1], ref state, output);
                Assert.All(output, value => Assert.Equal(Math.Tanh(1) / (1 + Math.Exp(-1)), value, 1e-6));
            }
        }
    }

    /// <summary>Outputs and states of a program in C, checked by its makers against the paper's own.</summary>
    [Fact]
    public void ReferencesOfXlstmC()
    {
        string? folder = NearbyFolder.Find("RNNGEN_MODELS", "models", "xlstm-c");
        Assert.SkipWhen(folder is null, "No references of xlstm.c: set RNNGEN_MODELS.");
        using JsonDocument data = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, "reference_data.json")));
        int cases = 0;
        foreach (JsonProperty entry in data.RootElement.GetProperty("slstm").EnumerateObject())
        {
            float[] Of(string name) => [.. entry.Value.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
            float[] w = Of("W"), r = Of("R"), inputs = Of("input");
            TwoUnitSLstm model = new(1);
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                // Theirs are [4 units, input] and [4 units, units], in the same order of gates.
                Span<float> kernel = edit["slstm0/kernel"];
                for (int column = 0; column < 8; column++)
                {
                    (kernel[column], kernel[8 + column]) = (w[column * 2], w[(column * 2) + 1]);
                    (kernel[16 + column], kernel[24 + column]) = (r[column * 2], r[(column * 2) + 1]);
                }

                Of("b").CopyTo(edit["slstm0/bias"]);
            }

            float[] state = new float[8], output = new float[2];
            float[] outputs = [];
            for (int at = 0; at < inputs.Length; at += 2)
            {
                ((IRnnModel)model).Step(inputs.AsSpan(at, 2), state, output);
                outputs = [.. outputs, .. output];
            }

            Close(Of("expected_y"), output);
            Close([.. Of("expected_c"), .. Of("expected_n"), .. Of("expected_m"), .. Of("expected_y")], state);
            if (entry.Value.TryGetProperty("expected_output", out _))
            {
                Close(Of("expected_output"), outputs);
            }

            cases++;
        }

        Assert.Equal(3, cases);

        static void Close(float[] expected, float[] actual) => Assert.All(
            expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>Whether a step beside the zero state is another function than at it: an sLSTM forgets where its n is not above 0.</summary>
    internal static bool JumpsAtZero(string name) => name.Contains("Exponential", StringComparison.Ordinal);

    internal static ITrainableModel Create(string name) => name switch
    {
        nameof(MinimalStack) => new MinimalStack(3),
        nameof(StaticMinimalStack) => new StaticMinimalStack(3),
        nameof(IndependentStack) => new IndependentStack(3),
        nameof(StaticIndependentStack) => new StaticIndependentStack(3),
        nameof(QuasiStack) => new QuasiStack(3),
        nameof(StaticQuasiStack) => new StaticQuasiStack(3),
        nameof(LinearStack) => new LinearStack(3),
        nameof(StaticLinearStack) => new StaticLinearStack(3),
        nameof(ExponentialStack) => new ExponentialStack(3),
        _ => new StaticExponentialStack(3),
    };
}
