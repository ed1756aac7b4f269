using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>How one row runs alone: fused stages, the shape of their tiles, where a step keeps its values.</summary>
public sealed class RowPlanTests
{
    /// <summary>As "matrix stage + pointwise stage: vectors of a tile x chains" where a stage has both.</summary>
    [Theory]
    [InlineData("rnn 8", "Rnn0Product + Rnn0Cell: 1 x 4")]
    [InlineData("rnn 16", "Rnn0Product + Rnn0Cell: 2 x 4")]
    [InlineData("rnn 32", "Rnn0Product + Rnn0Cell: 4 x 2")]
    [InlineData("rnn 64", "Rnn0Product + Rnn0Cell: 8 x 1")]
    [InlineData("rnn 100", "Rnn0Product + Rnn0Cell: 8 x 1")]
    [InlineData("lstm 8", "Lstm0Gates + Lstm0Cell: 1 x 2")]
    [InlineData("lstm 16", "Lstm0Gates + Lstm0Cell: 2 x 1")]
    [InlineData("lstm 32", "Lstm0Gates + Lstm0Cell: 2 x 1")]
    [InlineData("lstm 64", "Lstm0Gates + Lstm0Cell: 2 x 1")]
    [InlineData("lstm 100", "Lstm0Gates + Lstm0Cell: 2 x 1")]
    [InlineData("gru 8", "Gru0Gates + Gru0Reset: 1 x 4", "Gru0Candidate + Gru0Update: 1 x 4")]
    [InlineData("gru 16", "Gru0Gates + Gru0Reset: 2 x 2", "Gru0Candidate + Gru0Update: 2 x 4")]
    [InlineData("gru 32", "Gru0Gates + Gru0Reset: 4 x 1", "Gru0Candidate + Gru0Update: 4 x 2")]
    [InlineData("gru 64", "Gru0Gates + Gru0Reset: 4 x 1", "Gru0Candidate + Gru0Update: 8 x 1")]
    [InlineData("gru 100", "Gru0Gates + Gru0Reset: 4 x 1", "Gru0Candidate + Gru0Update: 8 x 1")]
    public void EachMatrixStageIsOneWithThePointwiseStageAfterIt(string layer, params string[] stages) =>
        Assert.Equal(stages, Plan(3, layer).Layers[0].Stages.Select(Text));

    /// <summary>Whole vectors of 8 units decide, not the units.</summary>
    [Theory]
    [InlineData("rnn 1", "rnn 8")]
    [InlineData("lstm 9", "lstm 16")]
    [InlineData("gru 57", "gru 64")]
    public void TilesOfUnitsThatFillNoVectorAreThoseOfTheNextMultipleOf8(string layer, string rounded) =>
        Assert.Equal(Plan(3, rounded).Layers[0].Stages.Select(Text), Plan(3, layer).Layers[0].Stages.Select(Text));

    [Fact]
    public void DenseLayersAreNotFused()
    {
        List<RowStagePlan> head = [.. Plan(3, "rnn 8", "dense 64", "dense 16", "dense 5", "dense 4").Head.Select(dense => dense.Stage)];
        Assert.Equal(["Dense1: 8 x 1", "Dense2: 2 x 4", "Dense3: 1 x 4", "Dense4: 1 x 4"], head.Select(Text));
        Assert.Equal([false, false, false, true], head.Select(stage => stage.IsDot));
        Assert.All(head, stage => Assert.False(stage.Sweeps));
    }

    /// <summary>No cell has such stages so far: two pointwise stages that read one product.</summary>
    [Fact]
    public void AProductThatTwoStagesReadIsStored()
    {
        LayerPlan layer = ModelPlanner.Plan(Specs.Of(3, "lstm 16")).Layers[0];
        RowLayerPlan row = PlanStages(layer, layer.Stages[0], layer.Stages[1], layer.Stages[1]);
        Assert.Equal(["Lstm0Gates: 2 x 1", "Lstm0Cell: 2 x 4", "Lstm0Cell: 2 x 4"], row.Stages.Select(Text));
        Assert.Contains(
            row.Places, place => Names.Of(place.Buffer) == "Lstm0GatesProduct" && place is { StateOffset: < 0, ScratchOffset: >= 0 });
    }

    /// <summary>
    /// As "field [units] at its place, before: the copy of the state before the step, unless so many vectors are one tile".
    /// </summary>
    [Theory]
    [InlineData("rnn 8", "Rnn0H [8] at state 0, before: 0 unless 1")]
    [InlineData("rnn 5", "Rnn0H [5] at scratch 0")]
    [InlineData("rnn 12", "Rnn0H [12] at scratch 0")]
    [InlineData("rnn 64", "Rnn0H [64] at state 0, before: 0 unless 8")]
    [InlineData("lstm 16", "Lstm0C [16] at state 0", "Lstm0H [16] at state 16, before: 0 unless 2")]
    [InlineData("lstm 17", "Lstm0C [17] at scratch 0", "Lstm0H [17] at scratch 32")]
    [InlineData("lstm 24", "Lstm0C [24] at state 0", "Lstm0H [24] at state 24, before: 0 unless 2")]
    [InlineData("lstm 40", "Lstm0C [40] at state 0", "Lstm0H [40] at state 40, before: 0 unless 3")]
    [InlineData("lstm 56", "Lstm0C [56] at state 0", "Lstm0H [56] at state 56, before: 0 unless 0")]
    [InlineData("gru 24", "Gru0H [24] at state 0", "Gru0UValue [24] at scratch 0", "Gru0SValue [24] at scratch 32")]
    [InlineData("gru 7", "Gru0H [7] at scratch 0", "Gru0UValue [7] at scratch 16", "Gru0SValue [7] at scratch 32")]
    public void StatesOfWholeVectorsAreUsedInPlace(string layer, params string[] places) =>
        Assert.Equal(places, Plan(3, layer).Layers[0].Places.Select(Text));

    [Fact]
    public void StatesOfALayerFollowThoseOfTheLayersBelow() => Assert.Equal(
        [
            "Lstm0C [8] at state 0",
            "Lstm0H [8] at state 8, before: 0 unless 1",
            "Rnn1H [5] at scratch 0",
            "Rnn2H [8] at state 21, before: 0 unless 1",
        ],
        Plan(3, "lstm 8", "rnn 5", "rnn 8").Layers.SelectMany(layer => layer.Places).Select(Text));

    /// <summary>No cell has such stages so far: the state changes, then a stage reads what it was.</summary>
    [Fact]
    public void AStateThatALaterStageReadsIsAlwaysCopied()
    {
        LayerPlan layer = ModelPlanner.Plan(Specs.Of(3, "rnn 8")).Layers[0];
        RowLayerPlan row = PlanStages(layer, layer.Stages[0], layer.Stages[1], layer.Stages[0]);
        Assert.Equal("Rnn0H [8] at state 0, before: 0 unless 0", Text(row.Places[0]));
    }

    /// <summary>Layers use the same scratch one after the other; the dense layers' comes behind the largest.</summary>
    [Theory]
    [InlineData("rnn 8", 16)]
    [InlineData("rnn 5", 16)]
    [InlineData("lstm 17,gru 7", 64)]
    [InlineData("gru 7,lstm 17", 64)]
    [InlineData("gru 7,lstm 17,dense 5,dense 17", 64, 16, 32)]
    [InlineData("rnn 8,dense 4,dense 5", 16, 16, 16)]
    [InlineData("rnn 8,dense 5,dense 4", 16, 16, 0)]
    public void ScratchOfAStep(string layers, int floats, params int[] dense)
    {
        RowPlan plan = Plan(3, layers.Split(','));
        Assert.Equal(floats + dense.Sum(), plan.ScratchFloats);

        // A dot product that is the output needs none: each sum goes where the caller wants it.
        Assert.Equal(
            dense.Select((extent, index) => extent == 0 ? -1 : floats + dense.Take(index).Sum()),
            plan.Head.Select(head => head.ScratchOffset));
        foreach (RowLayerPlan layer in plan.Layers)
        {
            HashSet<int> taken = [];
            foreach (RowPlacePlan place in layer.Places)
            {
                foreach (int start in new[] { place.ScratchOffset, place.BeforeOffset }.Where(offset => offset >= 0))
                {
                    Assert.InRange(start + Sizes.Padded(place.Units), 0, floats);
                    Assert.All(
                        Enumerable.Range(start, Sizes.Padded(place.Units)),
                        offset => Assert.True(taken.Add(offset), $"{Names.Of(place.Buffer)} overlaps at {offset}."));
                }
            }
        }
    }

    [Theory]
    [InlineData(true, 5, 3, "lstm 8,gru 8")]
    [InlineData(true, 1, 3, "rnn 1,rnn 2,rnn 3")]
    [InlineData(true, 5, 192, "lstm 8,gru 8,dense 100")]
    [InlineData(false, 5, 193, "lstm 8,gru 8")]
    [InlineData(false, 5, 3, "lstm 9,gru 8")]
    [InlineData(false, 5, 3, "lstm 8,gru 9")]
    [InlineData(false, 5, 3, "lstm 8")]
    [InlineData(false, null, 3, "lstm 8,gru 8")]
    public void OnlyStaticNetworksOfSeveralSmallLayersInterleave(bool interleaves, int? steps, int inputSize, string layers) =>
        Assert.Equal(interleaves, ModelPlanner.Plan(Specs.Of(inputSize, layers.Split(',')) with { Steps = steps }).Row!.Interleaves);

    [Theory]
    [InlineData(512, "lstm 16")]
    [InlineData(512, "gru 5,rnn 17")]
    [InlineData(512, "lstm 8")]
    [InlineData(512, "lstm 16,gru 40")]
    public void VectorsAreOfAnyWidth(int bits, string layers) => Assert.Equal(bits, Plan(3, layers.Split(',')).MaxVectorBits);

    /// <summary>A normalisation reads whole vectors.</summary>
    [Theory]
    [InlineData(512, 16)]
    [InlineData(512, 17)]
    [InlineData(256, 8)]
    [InlineData(256, 40)]
    public void VectorsOfANormalisedLayerAreNoWiderThanItsStatesFill(int bits, int units)
    {
        LayerArgument[] options = [new("LayerNorm", 1), new("LayerNormEpsilon", 1e-3)];
        LayerSpec[] layers = [new("Lstm", units, options.ToEquatable())];
        Assert.Equal(bits, ModelPlanner.Plan(Specs.Of(3, "rnn 16") with { Layers = layers.ToEquatable() }).Row!.MaxVectorBits);
    }

    /// <summary>
    /// Half a vector of 512 bits is computed with the last whole ones, where there are such and the functions of both fit one method: as
    /// whole vectors in the tile, and units that it leaves to the tiles before.
    /// </summary>
    [Theory]
    [InlineData("lstm 8", "none, 0")]
    [InlineData("lstm 24", "1, 0")]
    [InlineData("lstm 40", "2, 0")]
    [InlineData("lstm 56", "1, 32")]
    [InlineData("rnn 120", "1, 96")]
    [InlineData("lstm 16", "none, 8")]
    [InlineData("gru 24", "1, 0", "1, 0")]
    [InlineData("gru 56", "1, 32", "1, 32")]
    public void HalfAVectorJoinsTheLastTile(string layer, params string[] tiles) =>
        Assert.Equal(tiles, Plan(3, layer).Layers[0].Stages.Select(
            stage => $"{stage.HalfTile?.Vectors.ToString(CultureInfo.InvariantCulture) ?? "none"}, {stage.Units - stage.LastUnits}"));

    /// <summary>28 KB of weights are 7168 floats.</summary>
    [Theory]
    [InlineData(false, 192, "rnn 32")]
    [InlineData(true, 193, "rnn 32")]
    [InlineData(false, 80, "gru 32")]
    [InlineData(true, 81, "gru 32")]
    [InlineData(false, 24, "lstm 32")]
    [InlineData(true, 25, "lstm 32")]
    public void StepsSweepThroughWeightsThatTheCacheDoesNotHold(bool sweeps, int inputSize, string layer) =>
        Assert.Equal(sweeps, Plan(inputSize, layer).Layers[0].Stages.Any(stage => stage.Sweeps));

    /// <summary>64 KB of weights in one stage of a step, 16384 floats, are worth a thread: those of the state, or of the inputs.</summary>
    [Theory]
    [InlineData("rnn 181", 3, false, 0)]
    [InlineData("rnn 182", 3, true, 2)]
    [InlineData("lstm 90", 3, false, 0)]
    [InlineData("lstm 91", 3, true, 2)]
    [InlineData("gru 128", 3, true, 2)]
    [InlineData("lstm 512", 3, true, 64)]
    [InlineData("lstm 8,gru 256", 3, true, 8)]
    [InlineData("lstm 16", 511, false, 0)]
    [InlineData("lstm 16", 512, false, 2)]
    [InlineData("lstm 16", 2048, false, 8)]
    public void ThreadsShareLayersOfManyWeights(string layers, int inputSize, bool sharesSteps, int threads)
    {
        RowPlan plan = Plan(inputSize, layers.Split(','));
        Assert.Equal(threads > 0, plan.IsShared);
        Assert.Equal(sharesSteps, plan.Layers[plan.Layers.Count - 1].SharesSteps);
        Assert.True(threads == 0 || plan.MostThreads == threads, $"{plan.MostThreads}");
        Assert.DoesNotContain(plan.Stages.SelectMany(stage => stage.StepParameters), parameter => parameter is RowParameterPlan.Share);
    }

    /// <summary>16 KB of scratch are 4096 floats; a state in place needs a copy from before the step.</summary>
    [Theory]
    [InlineData(true, 3, "rnn 4096")]
    [InlineData(false, 3, "rnn 4104")]
    [InlineData(true, 4096, "rnn 8")]
    [InlineData(false, 4097, "rnn 8")]
    public void ScratchAndACopyOfTheInputFitTheStackOrLieElsewhere(bool fits, int inputSize, string layer) =>
        Assert.Equal(fits, Plan(inputSize, layer).IsOnStack);

    /// <summary>At some width of 4, 8 or 16 units.</summary>
    [Theory]
    [InlineData("rnn 8", 1)]
    [InlineData("rnn 24", 2, 1)]
    [InlineData("lstm 8", 1)]
    [InlineData("rnn 64", 8, 4)]
    [InlineData("rnn 100", 8, 4, 2, 1)]
    [InlineData("lstm 100", 2, 1)]
    public void TilesThatSomeVectorWidthNeeds(string layer, params int[] tiles) =>
        Assert.Equal(tiles, Plan(3, layer).Layers[0].Stages[0].Tiles.Select(tile => tile.Vectors));

    [Fact]
    public void ProductsThatOnlyASigmoidReadsAreHalved()
    {
        Assert.Equal(["zi", "zf", "zo"], Plan(3, "lstm 8").Stages.SelectMany(stage => stage.Halved));
        Assert.Equal(["zi", "zf", "zo"], Plan(3, "lstm 8 0").Stages.SelectMany(stage => stage.Halved));
        Assert.Equal(["zr", "zu"], Plan(3, "gru 8").Stages.SelectMany(stage => stage.Halved));
        Assert.Empty(Plan(3, "rnn 8", "dense 2").Stages.SelectMany(stage => stage.Halved));
    }

    private static RowPlan Plan(int inputSize, params string[] layers) => ModelPlanner.Plan(Specs.Of(inputSize, layers)).Row!;

    /// <summary>The plan of a layer with other stages than its cell has.</summary>
    private static RowLayerPlan PlanStages(LayerPlan layer, params StagePlan[] stages) =>
        RowPlanner.Plan(
            Specs.Of(3, "rnn 1"), [new SequencePlan.Recurrent(layer with { Stages = stages.ToEquatable() })], [])!.Layers[0];

    private static string Text(RowStagePlan stage) =>
        $"{string.Join(" + ", new StagePlan?[] { stage.Matrix, stage.Pointwise }.OfType<StagePlan>().Select(part => part.Method))}: "
        + $"{stage.TileVectors} x {stage.Chains}";

    private static string Text(RowPlacePlan place)
    {
        string where = place.ScratchOffset >= 0 ? $"scratch {place.ScratchOffset}" : $"state {place.StateOffset}";
        string before = place.BeforeOffset < 0 ? "" : $", before: {place.BeforeOffset} unless {place.ChangedByTiles}";
        return $"{Names.Of(place.Buffer)} [{place.Units}] at {where}{before}";
    }
}
