using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The hook shows each step of each layer once, with the values that a trace and the states have.</summary>
[Collection(ExclusiveCollection.Name)]
public sealed class WatchTests : IDisposable
{
    private readonly int _processors = Partition.Processors;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart, _stepFloats = Partition.StepFloatsAtOnce;

    /// <summary>The models, and the layers that they show.</summary>
    public static TheoryData<string, string> Models { get; } = new()
    {
        { "static", "lstm0 rnn1 gru2" },
        { "dynamic", "lstm0 rnn1 gru2" },
        { "backwards", "lstm0/fw lstm0/bw gru1" },
        { "graph", "on every high" },
        { "shared", "lstm0 gru1 gru2" },
        { "inputs", "gru0" },
        { "tokens", "rnn0" },
    };

    public void Dispose()
    {
        Partition.Processors = _processors;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
        Partition.StepFloatsAtOnce = _stepFloats;
    }

    /// <summary>A batch, and few rows that run alone, with lengths and initial states, on one thread and on several.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void APredictionShowsTheTrace(string name, string layers)
    {
        Partition.MultiplyAddsPerPart = 1;
        Partition.Processors = 3;
        IRnnModel model = Create(name);
        foreach (int rows in new[] { 1, 3, 13, 40 })
        {
            NetworkBatch batch = NetworkBatch.Random(model.Description, 1, rows, model.Description.Steps ?? 7, lengths: true, states: true);
            ModelTrace trace = model.Trace(batch.View, batch.States);
            foreach (int threads in new[] { 1, 3 })
            {
                model.Threads = threads;
                WatchedRow[] seen = WatchLog.Of(() => Passes.Predict(model, batch));
                Shows(seen, trace, batch, layers, $"{name}, {rows} rows, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ATraceShowsEveryValueThatItHas(string name, string layers)
    {
        IRnnModel model = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 2, 5, model.Description.Steps ?? 7, lengths: true);
        ModelTrace trace = null!;
        WatchedRow[] seen = WatchLog.Of(() => trace = model.Trace(batch.View));
        Shows(seen, trace, batch, layers, name);
        ShowsAll(seen, trace, layers);
    }

    /// <summary>Masks of dropout are in what a trainer's pass shows.</summary>
    [Theory]
    [InlineData("static", "lstm0 rnn1 gru2")]
    [InlineData("dynamic", "lstm0 rnn1 gru2")]
    [InlineData("backwards", "lstm0/fw lstm0/bw gru1")]
    [InlineData("graph", "on every high")]
    [InlineData("inputs", "gru0")]
    [InlineData("tokens", "rnn0")]
    public void ATrainersPassShowsItsTrace(string name, string layers)
    {
        Partition.MultiplyAddsPerPart = 1;
        Partition.Processors = 2;
        ITrainableModel model = (ITrainableModel)Create(name);
        IRnnTrainer trainer = model.CreateTrainer(2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 2, 21, model.Description.Steps ?? 7, lengths: true, states: true);
        float[] outputs = new float[Passes.OutputCount(model, batch)];
        float[] states = new float[batch.States.Length];
        WatchedRow[] seen = WatchLog.Of(() => trainer.Forward(batch.View, outputs, batch.States, states));
        Shows(seen, trainer.Trace(), batch, layers, name);
        ShowsAll(seen, trainer.Trace(), layers);
    }

    /// <summary>Rows of a prediction that runs in groups are those of the caller's batch.</summary>
    [Fact]
    public void RowsOfLaterGroupsHaveTheirNumbers()
    {
        WatchedDynamic model = new(3);
        int steps = 900, rows = 3000;
        Assert.True(RowGroups.RowsAtOnce(rows, steps, 64) < rows);
        NetworkBatch batch = new(NetworkBatch.Floats(1, rows * steps * 3), rows, steps) { Lengths = new int[rows] };
        Array.Fill(batch.Lengths, 1);
        float[] states = new float[rows * WatchedDynamic.StateSize];
        float[] outputs = new float[Passes.OutputCount(model, batch)];
        WatchedRow[] seen = WatchLog.Of(() => ((IRnnModel)model).Predict(batch.View, outputs, default, states));
        int[] shown = [.. seen.Where(row => row.Layer == "gru2").Select(row => row.Row).Order()];
        Assert.Equal(Enumerable.Range(0, rows), shown);
        foreach (WatchedRow row in seen.Where(row => row.Layer == "gru2"))
        {
            Expect.SameBits(
                states.AsSpan(((row.Row + 1) * WatchedDynamic.StateSize) - 3, 3), row.Values["h"], $"the state of row {row.Row}");
        }
    }

    [Theory]
    [InlineData("static")]
    [InlineData("dynamic")]
    [InlineData("shared")]
    [InlineData("inputs")]
    [InlineData("tokens")]
    public void StepsShowTheState(string name)
    {
        IRnnModel model = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, 5);
        float[] state = new float[model.Description.StateSize], output = new float[model.Description.OutputSize];
        for (int step = 0; step < 5; step++)
        {
            WatchedRow[] seen = WatchLog.Of(() => Step(model, batch, step, state, output));
            Assert.All(seen, row => Assert.Equal((0, 0), (row.Step, row.Row)));
            IsState(seen, model, state);
        }
    }

    [Theory]
    [InlineData("static")]
    [InlineData("dynamic")]
    [InlineData("inputs")]
    [InlineData("tokens")]
    public void BlocksShowWhatTheirStepsShow(string name)
    {
        const int Steps = 150;
        IRnnModel model = Create(name);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, Steps);
        float[] state = new float[model.Description.StateSize], outputs = new float[Steps * model.Description.OutputSize];
        WatchedRow[] block = WatchLog.Of(
            () => model.Step(batch.Values, batch.Tokens, batch.SequenceValues, Steps, state, outputs));
        float[] single = new float[state.Length], output = new float[model.Description.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            foreach (WatchedRow expected in WatchLog.Of(() => Step(model, batch, step, single, output)))
            {
                WatchedRow seen = Assert.Single(block, row => row.Layer == expected.Layer && row.Step == step);
                Assert.Equal(expected.Values.Keys, seen.Values.Keys);
                Assert.All(expected.Values, value => Expect.SameBits(
                    value.Value, seen.Values[value.Key], $"{name}: {value.Key} of {seen.Layer} in step {step}"));
            }
        }
    }

    /// <summary>Rows of <c>StepBatch</c> are counted among those that step, in groups and on several threads too.</summary>
    [Theory]
    [InlineData("static")]
    [InlineData("dynamic")]
    [InlineData("inputs")]
    [InlineData("tokens")]
    public void AStepOfManySequencesShowsTheirStates(string name)
    {
        Partition.MultiplyAddsPerPart = 1;
        Partition.StepFloatsAtOnce = 1;
        IRnnModel model = Create(name);
        foreach (int rows in new[] { 2, 3, 35 })
        {
            Sessions sessions = Sessions.Random(model.Description, rows);
            float[] states = [];
            WatchedRow[] seen = WatchLog.Of(() => states = sessions.Step(model).FinalStates);
            Assert.Equal(rows * Layers(model).Count, seen.Length);
            for (int row = 0; row < rows; row++)
            {
                int size = model.Description.StateSize;
                IsState([.. seen.Where(shown => shown.Row == row)], model, states.AsSpan(sessions.Rows[row] * size, size));
            }
        }
    }

    [Fact]
    public void WhatAPassDoesNotKeepIsRefusedByName()
    {
        float[] state = [1, 2];
        StepView view = new("rnn0", 4, in state[0], [new("h", 0, 2)]);
        Assert.Equal(1, view.Count);
        Assert.True(view.Has("h"));
        Assert.False(view.Has("r"));
        Assert.False(view.HasEnded(0));
        Assert.Equal([1, 2], view["h"].ToArray());
        Assert.Equal("Step 4 of rnn0 has no value 'r' in this pass; it has h.", Caught<KeyNotFoundException>(view, v => v["r"].Length));
        Assert.StartsWith(
            "Row 1 was asked for; step 4 of rnn0 has 1 rows.", Caught<ArgumentOutOfRangeException>(view, v => v["h", 1].Length));
        Caught<ArgumentOutOfRangeException>(view, v => v.HasEnded(-1) ? 1 : 0);
        Caught<ArgumentOutOfRangeException>(view, v => v.Name(1).Length);
    }

    private delegate int Reading(StepView view);

    private static string Caught<T>(StepView view, Reading read)
        where T : Exception
    {
        try
        {
            _ = read(view);
        }
        catch (T exception)
        {
            return exception.Message;
        }

        Assert.Fail($"No {typeof(T).Name}.");
        return "";
    }

    private static void Step(IRnnModel model, NetworkBatch batch, int step, float[] state, float[] output)
    {
        int width = model.Description.StepInputSize;
        ReadOnlySpan<float> input = batch.Values.AsSpan(step * width, width);
        if (model.Description.Vocabulary is null)
        {
            model.Step(input, batch.SequenceValues, state, output);
            return;
        }

        model.Step(input, batch.Tokens[step], batch.SequenceValues, state, output);
    }

    /// <summary>Each valid step of each layer and row, in order and once, and what is seen of it is what is traced.</summary>
    private static void Shows(WatchedRow[] seen, ModelTrace trace, NetworkBatch batch, string layers, string what)
    {
        Assert.Equal(layers.Split(' ').Order(), seen.Select(row => row.Layer).Distinct().Order());
        for (int row = 0; row < batch.Rows; row++)
        {
            foreach (string layer in layers.Split(' '))
            {
                WatchedRow[] steps = seen.Of(layer, row);
                int length = batch.Lengths.Length == 0 ? batch.Steps : batch.Lengths[row];
                Assert.Equal(Enumerable.Range(0, length), steps.Where(step => !step.HasEnded).Select(step => step.Step));
                Assert.Equal(Enumerable.Range(0, steps.Length), steps.Select(step => step.Step));
                Assert.All(steps, step => Assert.Equal(step.Step >= length, step.HasEnded));
                foreach (WatchedRow step in steps)
                {
                    Assert.NotEmpty(step.Values);
                    foreach ((string name, float[] value) in step.Values.Where(value => !step.HasEnded || value.Key == "h"))
                    {
                        Expect.SameBits(
                            trace[$"{layer}/{name}"][step.Step, row], value, $"{what}: {name} of {layer} in step {step.Step} of row {row}");
                    }
                }
            }
        }
    }

    /// <summary>Nothing that is traced of the layers has been left out.</summary>
    private static void ShowsAll(WatchedRow[] seen, ModelTrace trace, string layers)
    {
        foreach (string layer in layers.Split(' '))
        {
            string[] traced =
            [
                .. trace.Tensors.Select(tensor => tensor.Name).Where(name => name.StartsWith(layer + "/", StringComparison.Ordinal))
                    .Select(name => name[(layer.Length + 1)..]).Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(),
            ];
            Assert.NotEmpty(traced);
            Assert.All(seen.Where(row => row.Layer == layer), row => Assert.Equal(traced, row.Values.Keys.Order()));
        }
    }

    /// <summary>Each layer once, with its part of the state.</summary>
    private static void IsState(WatchedRow[] seen, IRnnModel model, ReadOnlySpan<float> state)
    {
        Assert.Equal(Layers(model), seen.Select(row => row.Layer));
        foreach (StateInfo info in model.Description.States)
        {
            string[] name = info.Name.Split('/');
            WatchedRow row = Assert.Single(seen, row => row.Layer == name[0]);
            Expect.SameBits(state.Slice(info.Offset, info.Units), row.Values[name[1]], info.Name);
        }
    }

    private static List<string> Layers(IRnnModel model) =>
        [.. model.Description.States.Select(state => state.Name.Split('/')[0]).Distinct()];

    private static IRnnModel Create(string name) => name switch
    {
        "static" => new WatchedStatic(3),
        "dynamic" => new WatchedDynamic(3),
        "backwards" => new WatchedBackwards(3),
        "graph" => new WatchedGraph(3),
        "shared" => new WatchedShared(3),
        "inputs" => new WatchedInputs(3),
        _ => new WatchedTokens(3),
    };
}
