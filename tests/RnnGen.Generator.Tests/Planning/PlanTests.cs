using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>Tables of parameters, states and buffers.</summary>
public sealed class PlanTests
{
    public static TheoryData<string> Networks { get; } =
    [
        "rnn 4", "lstm 4", "gru 5", "lstm 4,dense 2,loss", "rnn 2,lstm 3,gru 4,rnn 5", "gru 17,gru 16,dense 3,dense 2,loss",
        "lstm 1,dense 1,dense 1,dense 1",
        "rnn 4,every,dense 3 tanh,dense 20 sigmoid,dense 2,loss", "gru 5,mean,dense 17 sigmoid,dense 2", "rnn 5,dense 3 tanh",
        "lstm 17,max",
    ];

    [Fact]
    public void ParametersOfEachLayer() => Assert.Equal(
        [
            "rnn0/kernel [7, 4] at 0 uniform 0.738549",
            "rnn0/bias [4] at 28 constant 0",
            "lstm1/kernel [9, 20] at 32 uniform 0.454859",
            "lstm1/bias [20] at 212 constant 0",
            "gru2/gates/kernel [11, 12] at 232 uniform 0.510754",
            "gru2/gates/bias [12] at 364 constant 1",
            "gru2/candidate/kernel [11, 6] at 376 uniform 0.594089",
            "gru2/candidate/bias [6] at 442 constant 0",
            "dense3/kernel [6, 2] at 448 uniform 0.866025",
            "dense3/bias [2] at 460 constant 0",
            "dense4/kernel [2, 3] at 462 uniform 1.095445",
            "dense4/bias [3] at 468 constant 0",
        ],
        ModelPlanner.Plan(Specs.Of(3, "rnn 4", "lstm 5", "gru 6", "dense 2", "dense 3")).Parameters.Select(Text));

    [Fact]
    public void StatesOfEachLayer()
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, "rnn 4", "lstm 5", "gru 6"));
        Assert.Equal(
            ["rnn0/h 4 at 0", "lstm1/c 5 at 4", "lstm1/h 5 at 9", "gru2/h 6 at 14"],
            plan.Layers.SelectMany(layer => layer.States).Select(state => $"{state.TraceName} {state.Units} at {state.Offset}"));
        Assert.Equal(6, plan.OutputSize);
    }

    [Fact]
    public void BuffersOfAnLstmWithAHead() => Assert.Equal(
        [
            "Inputs Input 16 x",
            "InputGradients OutputGradient 16 ",
            "Lstm0C State 16 lstm0/c",
            "Lstm0CGradient StateGradient 16 ",
            "Lstm0H State 16 lstm0/h",
            "Lstm0HGradient StateGradient 16 ",
            "Lstm0GatesProduct Scratch 64 ",
            "Lstm0GatesProductGradient ProductGradient 64 ",
            "Lstm0IValue Saved 16 lstm0/i",
            "Lstm0JValue Saved 16 lstm0/j",
            "Lstm0FValue Saved 16 lstm0/f",
            "Lstm0OValue Saved 16 lstm0/o",
            "Lstm0TValue Saved 16 lstm0/t",
            "LastStep Scratch 16 last",
            "LastStepGradient ScratchGradient 16 ",
            "Dense1 Scratch 32 dense1/y",
            "Dense1Gradient ScratchGradient 32 ",
        ],
        Buffers(Specs.Of(3, "lstm 4", "dense 17")));

    [Fact]
    public void BuffersOfAGruWhoseOutputsAreRead() => Assert.Equal(
        [
            "Inputs Input 16 x",
            "InputGradients OutputGradient 16 ",
            "Gru0H OutputState 32 gru0/h",
            "Gru0HGradient StateGradient 32 ",
            "Gru0GatesProduct Scratch 64 ",
            "Gru0GatesProductGradient ProductGradient 64 ",
            "Gru0RValue Saved 32 gru0/r",
            "Gru0UValue Operand 32 gru0/u",
            "Gru0UValueGradient ScratchGradient 32 ",
            "Gru0SValue Operand 32 gru0/s",
            "Gru0SValueGradient ScratchGradient 32 ",
            "Gru0CandidateProduct Scratch 32 ",
            "Gru0CandidateProductGradient ProductGradient 32 ",
            "Gru0KValue Saved 32 gru0/k",
            "Gru0OutputGradient OutputGradient 32 ",
        ],
        Buffers(Specs.Of(3, "gru 17")));

    /// <summary>
    /// What the weight gradients read is kept for every step, and so is what the caller reads; the rest lives within a step.
    /// </summary>
    [Fact]
    public void BuffersOfAHeadOnEveryStep() => Assert.Equal(
        [
            "Rnn0OutputGradient OutputGradient 16 ",
            "Dense1Product Operand 32 ",
            "Dense1ProductGradient ProductGradient 32 ",
            "Dense1 Operand 32 dense1/y",
            "Dense1Gradient ScratchGradient 32 ",
            "Dense2 Operand 16 dense2/y",
            "Dense2Gradient ProductGradient 16 ",
            "Dense3Product Operand 16 ",
            "Dense3ProductGradient ProductGradient 16 ",
            "Dense3 Output 16 dense3/y",
            "Dense3Gradient OutputGradient 16 ",
        ],
        Buffers(Specs.Of(3, "rnn 4", "every", "dense 17 tanh", "dense 2", "dense 3 sigmoid")).SkipWhile(
            buffer => !buffer.StartsWith("Rnn0Output", StringComparison.Ordinal)));

    [Fact]
    public void BuffersOfAMean() => Assert.Equal(
        [
            "Rnn0OutputGradient OutputGradient 16 ",
            "StepMean Scratch 16 mean",
            "StepMeanGradient ScratchGradient 16 ",
            "Dense1Product Scratch 16 ",
            "Dense1ProductGradient ScratchGradient 16 ",
            "Dense1 Scratch 16 dense1/y",
            "Dense1Gradient ScratchGradient 16 ",
        ],
        Buffers(Specs.Of(3, "rnn 4", "mean", "dense 2 tanh")).SkipWhile(
            buffer => !buffer.StartsWith("Rnn0Output", StringComparison.Ordinal)));

    /// <summary>Once a sequence no row has ended: nothing is cleared, not even of rows without steps.</summary>
    [Theory]
    [InlineData(true, "Dense1ProductGradient")]
    [InlineData(false)]
    public void OnlyAHeadOnEveryStepClearsRowsThatHaveEnded(bool everyStep, params string[] cleared) => Assert.Equal(
        cleared,
        ModelPlanner.Plan(Specs.Of(3, "rnn 4", everyStep ? "every" : "", "dense 5 tanh", "dense 2")).Head.Stages
            .OfType<StagePlan.Pointwise>().SelectMany(stage => stage.ProductGradients).Select(gradient => Names.Of(gradient.Buffer)));

    [Fact]
    public void ALayerWithAnActivationIsOneStageOfAStep()
    {
        RowPlan row = ModelPlanner.Plan(Specs.Of(3, "rnn 4", "dense 5 sigmoid", "dense 2 tanh", "dense 2")).Row!;
        Assert.Equal(["Dense1Activation", "Dense2Activation", null], row.Head.Select(head => head.Stage.Pointwise?.Method));
        Assert.Equal(["z"], row.Head[0].Stage.Halved);
        Assert.Equal([false, false, true], row.Head.Select(head => head.Stage.IsDot));
        Assert.Empty(ModelPlanner.Plan(Specs.Of(3, "rnn 4", "max", "dense 5")).Row!.Head);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ParametersFollowEachOther(string layers)
    {
        ModelSpec spec = Specs.Of(3, layers.Split(','));
        ModelPlan plan = ModelPlanner.Plan(spec);
        long offset = 0;
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            Assert.Equal(offset, parameter.Offset);
            offset += parameter.Count;
        }

        Assert.Equal(offset, ModelPlanner.CountParameters(spec));
        Assert.Equal(plan.Parameters.Count, plan.Parameters.Select(parameter => parameter.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryAccessIsInsideABufferThatExists(string layers)
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, layers.Split(',')));
        Dictionary<string, BufferPlan> buffers = plan.Buffers.ToDictionary(buffer => Names.Of(buffer.Buffer));
        HashSet<string> used = [];
        foreach ((Access access, int width) in Accesses(plan).Concat(ReductionAccesses(plan)))
        {
            BufferPlan buffer = Assert.Contains(Names.Of(access.Buffer), (IDictionary<string, BufferPlan>)buffers);
            Assert.InRange(access.Column + Sizes.Padded(width), 1, buffer.Stride);
            used.Add(Names.Of(access.Buffer));
        }

        Assert.Empty(buffers.Keys.Except(used));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void KernelRowsOfOperandsCoverTheKernel(string layers)
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, layers.Split(',')));
        foreach (StagePlan.Matrix stage in plan.Layers.SelectMany(layer => layer.Stages).OfType<StagePlan.Matrix>().Concat(plan.Head.Dense))
        {
            int row = 0;
            foreach (OperandPlan operand in stage.Operands)
            {
                Assert.Equal(row, operand.KernelRow);
                Assert.Equal(0, operand.TileRow % Sizes.TileRows);
                row += operand.Width;
            }

            Assert.Equal(stage.Kernel.Shape, [row, stage.Blocks.Count * stage.Units]);
            Assert.Equal(stage.Bias!.Shape, [stage.Blocks.Count * stage.Units]);
        }
    }

    /// <summary>Generated code says sizes by name; each name means the number that the plan has.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void NamesOfSizesMeanTheirSizes(string layers)
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, layers.Split(',')));
        Dictionary<string, int> sizes = plan.SizeConstants.ToDictionary(size => Names.Of(size.Size), size => size.Value);
        sizes.Add(Names.Of(SizeRef.Input), 3);
        Assert.All(plan.Buffers, buffer => Assert.Equal(buffer.Stride, sizes[Names.Of(buffer.Buffer.Stride)]));
        foreach (StagePlan.Matrix stage in plan.Layers.SelectMany(layer => layer.Stages).OfType<StagePlan.Matrix>().Concat(plan.Head.Dense))
        {
            Assert.Equal(stage.Columns, sizes[Names.Of(stage.ColumnsSize)]);
            Assert.Equal(stage.Units, sizes[Names.Of(stage.UnitsSize)]);
            Assert.All(stage.Operands, operand => Assert.Equal(operand.Width, sizes[Names.Of(operand.WidthSize)]));
            Assert.All(stage.Operands, operand => Assert.Equal(Sizes.Padded(operand.Width), sizes[Names.Of(operand.Source.Buffer.Stride)]));
        }
    }

    /// <summary>Of the writes to one gradient, the first of the backward pass replaces what is there and all others add.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void OnlyTheFirstWriteOfAGradientReplaces(string layers)
    {
        foreach (LayerPlan layer in ModelPlanner.Plan(Specs.Of(3, layers.Split(','))).Layers)
        {
            HashSet<(string, Slot, int)> written = [];
            foreach (StagePlan stage in layer.Stages.Reverse())
            {
                IEnumerable<(Access Access, bool Accumulate)> writes = stage is StagePlan.Matrix matrix
                    ? matrix.Operands.Select(operand => (operand.Gradient.Access, operand.Gradient.Accumulate))
                    : ((StagePlan.Pointwise)stage).Backward.Stores.Select(store => (store.Access, store.Accumulate));
                foreach ((Access access, bool accumulate) in writes)
                {
                    Assert.Equal(!written.Add((Names.Of(access.Buffer), access.Slot, access.Column)), accumulate);
                }
            }
        }
    }

    /// <summary>Next states, and gradients of all but what another stage of the same step reads.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void WhatLeavesTheStepIsCarried(string layers)
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, layers.Split(',')));
        HashSet<string> scratch =
        [
            .. plan.Buffers.Where(buffer => buffer.Role == BufferRole.ScratchGradient).Select(buffer => Names.Of(buffer.Buffer)),
        ];
        foreach (LayerPlan layer in plan.Layers)
        {
            StagePlan.Pointwise[] stages = [.. layer.Stages.OfType<StagePlan.Pointwise>()];
            Assert.All(
                stages.SelectMany(stage => stage.Forward.Stores),
                store => Assert.Equal(layer.States.Any(state => state.Buffer == store.Access.Buffer), store.IsCarried));
            Assert.All(
                stages.SelectMany(stage => stage.Backward.Stores),
                store => Assert.Equal(!scratch.Contains(Names.Of(store.Access.Buffer)), store.IsCarried));
        }
    }

    [Fact]
    public void WorkOfALayerIsItsKernels()
    {
        ModelPlan plan = ModelPlanner.Plan(Specs.Of(3, "lstm 4", "gru 5", "dense 2", "dense 7"));
        Assert.Equal((7 * 16) + (9 * 10) + (9 * 5), plan.MultiplyAddsPerStep);
        Assert.Equal((5 * 2) + (2 * 7), plan.MultiplyAddsPerSequence);
        ModelPlan everyStep = ModelPlanner.Plan(Specs.Of(3, "lstm 4", "every", "dense 2"));
        Assert.Equal((7 * 16) + (4 * 2), everyStep.MultiplyAddsPerStep);
        Assert.Equal(0, everyStep.MultiplyAddsPerSequence);
    }

    [Fact]
    public void OnlyLogitsAreCutOff()
    {
        Assert.Equal(
            [0f, -1e30f],
            ModelPlanner.Plan(Specs.Of(3, "rnn 4", "dense 3", "dense 2", "loss")).Head.Dense.Select(stage => stage.BiasPadding));
        Assert.Equal([0f, 0f], ModelPlanner.Plan(Specs.Of(3, "rnn 4", "dense 3", "dense 2")).Head.Dense.Select(stage => stage.BiasPadding));
    }

    private static IEnumerable<(Access Access, int Width)> Accesses(ModelPlan plan)
    {
        foreach ((
            StagePlan stage,
            int units) in plan.Layers
                .SelectMany(layer => layer.Stages.Select(stage => (stage, layer.Output.Width)))
                .Concat(
                    plan.Head.Stages.Select(stage => (stage, (stage as StagePlan.Matrix)?.Units ?? ((StagePlan.Pointwise)stage).Units))))
        {
            if (stage is StagePlan.Matrix matrix)
            {
                IEnumerable<(Access, int)> operands = matrix.Operands.SelectMany(
                    operand => new[] { (operand.Source, operand.Width), (operand.Gradient.Access, operand.Width) });
                foreach ((Access, int) access in operands
                    .Append((matrix.Output, matrix.Columns))
                    .Append((matrix.OutputGradient, matrix.Columns)))
                {
                    yield return access;
                }
            }
            else if (stage is StagePlan.Pointwise pointwise)
            {
                foreach (PointwisePass pass in new[] { pointwise.Forward, pointwise.Backward })
                {
                    foreach (Access access in pass.Loads.Select(load => load.Access).Concat(pass.Stores.Select(store => store.Access)))
                    {
                        yield return (access, units);
                    }
                }
            }
        }
    }

    private static IEnumerable<(Access Access, int Width)> ReductionAccesses(ModelPlan plan) =>
        plan.Head.Reduction is not ReductionPlan reduction
            ? []
            : (reduction.Parts.Count > 0
                ? reduction.Parts.SelectMany(part => new[] { part.Buffer, part.GradientBuffer })
                : [reduction.Source.Buffer, reduction.SourceGradientBuffer!])
            .Append(reduction.TargetBuffer).Append(reduction.TargetBuffer.Gradient)
            .Select(buffer => (new Access(buffer, Slot.Single), plan.Layers[^1].Output.Width));

    private static IEnumerable<string> Buffers(ModelSpec spec) =>
        ModelPlanner.Plan(spec).Buffers.Select(buffer => $"{Names.Of(buffer.Buffer)} {buffer.Role} {buffer.Stride} {buffer.Trace}");

    private static string Text(ParameterPlan parameter)
    {
        string start = parameter.UniformLimit > 0
            ? FormattableString.Invariant($"uniform {parameter.UniformLimit:0.######}")
            : $"constant {parameter.Start}";
        return $"{parameter.Name} [{string.Join(", ", parameter.Shape)}] at {parameter.Offset} {start}";
    }
}
