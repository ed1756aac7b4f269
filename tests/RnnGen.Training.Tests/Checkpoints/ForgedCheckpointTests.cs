using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>Checkpoints with a right digest that no training has written: they are refused before anything has changed.</summary>
public sealed class ForgedCheckpointTests : IDisposable
{
    private const string Records = "fit/records";

    private readonly TemporaryFolder _temporary = new();
    private readonly ResumableTraining _saved = new();
    private readonly CheckpointFolder _folder;
    private readonly FitCheckpoints _checkpoints;
    private readonly long _step;

    public ForgedCheckpointTests()
    {
        _folder = new CheckpointFolder(_temporary["run"], keep: 1);
        _checkpoints = new FitCheckpoints { Folder = _folder, EverySteps = 1 };

        // Within the third epoch, so that everything that a state can have is there.
        Assert.Throws<InsufficientMemoryException>(() => _saved.Run(_saved.Options(_checkpoints, 6, new Stop(after: 17)), Cancellation));
        _step = Assert.Single(_folder.Steps);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("fit/epoch", long.MaxValue, "state fit/epoch must be a count up to 9007199254740992, found 9223372036854775807")]
    [InlineData("fit/epoch", 1000L, "state fit/records must be a history of 1000 epochs, found 2")]
    [InlineData("fit/steps", long.MaxValue, "state fit/steps must be a count up to 9007199254740992, found 9223372036854775807")]
    [InlineData("fit/steps", -1L, "state fit/steps must be a count up to 9007199254740992, found -1")]
    [InlineData("fit/steps", 18L, "state fit/records must be a history of 18 updates in every column, found 17, 17, 17, 17, 17, 17")]
    [InlineData("fit/steps", 16L, "state fit/records must be a history whose epochs end after at most 13 updates, found 14")]
    [InlineData("fit/epoch_steps", 0L, "state fit/epoch_steps must be a share of 17 updates, made with 6 batches of the epoch, found 0")]
    [InlineData("fit/batch", 1L << 40, "the training data have no such place: Batch 1099511627775 of epoch 2")]
    [InlineData("fit/best_epoch", 2L, "state fit/best_epoch must be the best of 2 epochs, or -1 without a value, found 2")]
    [InlineData("fit/best_since", 3L, "state fit/best_since must be a count up to 2 epochs, found 3")]
    [InlineData("fit/epoch_loss", double.NaN, "state fit/epoch_loss must be a number, found NaN")]
    [InlineData("fit/epoch_gradient_norm", -1.0, "state fit/epoch_gradient_norm must be a number, found -1")]
    [InlineData("fit/epoch_seconds", double.PositiveInfinity, "state fit/epoch_seconds must be a number, found Infinity")]
    [InlineData("fit/best_value", double.NaN, "state fit/best_epoch must be the best of 2 epochs, or -1 without a value, found")]
    [InlineData("fit/batch", double.NaN, "state fit/batch must be a count up to 9007199254740992")]
    [InlineData(Records, "null", "state fit/records must be a history")]
    public void ValuesThatCannotBeAreNamed(string name, object value, string message)
    {
        CheckpointState state = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
        Set(state, name, value);
        AssertRefused(state, message);
    }

    [Theory]
    [InlineData("Epochs", "null", "state fit/records must be a history")]
    [InlineData("Epochs/1", "null", "state fit/records must be a history without gaps, found null for epoch 1")]
    [InlineData(
        "Epochs/0/Epoch", "1",
        "state fit/records must be a history in its order, found epoch 1 with 7 updates as number 0, after 0 updates")]
    [InlineData(
        "Epochs/1/Steps", "7",
        "state fit/records must be a history in its order, found epoch 1 with 7 updates as number 1, after 7 updates")]
    [InlineData("Epochs/0/Metrics", "null", "state fit/records must be a history")]
    [InlineData("Spacing", "0", "state fit/records must be a history with every 1. of 17 updates, found a spacing of 0")]
    [InlineData("Loss", "[1, 2]", "state fit/records must be a history of 17 updates in every column, found 17, 17, 2, 17, 17, 17")]
    [InlineData(
        "Step/3", "9",
        "state fit/records must be a history in its order, found update 9 of epoch 0 where update 3 of epoch 0 to 2 belongs")]
    [InlineData(
        "Epoch/3", "3",
        "state fit/records must be a history in its order, found update 3 of epoch 3 where update 3 of epoch 0 to 2 belongs")]
    [InlineData(
        "Last/Step", "9223372036854775807",
        "state fit/records must be a history whose last update is 16 of epoch 0 to 2, found update 9223372036854775807 of epoch 2")]
    public void HistoriesThatCannotBeAreNamed(string path, string json, string message)
    {
        CheckpointState state = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
        JsonNode records = JsonNode.Parse(state.GetString(Records))!;
        (JsonNode parent, string key) = Find(records, path);
        Put(parent, key, JsonNode.Parse(json));
        state.Set(Records, records.ToJsonString());
        AssertRefused(state, message);
    }

    [Fact]
    public void CarriedStatesOfOtherRowsAreNamed()
    {
        CheckpointState state = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
        state.Set("fit/carried_rows", 2);
        state.Set("fit/carried_states", state.GetSingles("fit/carried_states").Span[..(2 * ResumableModel.Description.StateSize)]);
        AssertRefused(state, "state fit/carried_rows must be 3, the rows of the batch that goes on there, found 2");
    }

    /// <summary>Whatever one value is, a training is refused or goes on: nothing else is thrown.</summary>
    [Fact]
    public void AnySingleValueMayBeForged()
    {
        CheckpointState whole = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
        int refused = 0, gone = 0;
        foreach (string name in whole.Names.Where(name => name != Records))
        {
            foreach (object value in new object[]
            {
                -1L,
                0L,
                1L,
                5L,
                int.MaxValue + 1L,
                long.MaxValue,
                long.MinValue,
                double.NaN,
                double.NegativeInfinity,
                -0.5,
                true,
                "",
                Array.Empty<float>(),
                new float[3],
            })
            {
                CheckpointState state = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
                Set(state, name, value);
                Count(state);
            }
        }

        string[] wrong =
        [
            "null", "-1", "0", "9223372036854775807", "-9223372036854775808", "1e300", "\"NaN\"", "[]", "{}", "[null]", "true",
        ];
        foreach (string path in Paths(JsonNode.Parse(whole.GetString(Records))!, "").Where((_, i) => i % 7 == 0 || i < 40).Distinct())
        {
            foreach (string json in wrong)
            {
                JsonNode records = JsonNode.Parse(whole.GetString(Records))!;
                (JsonNode parent, string key) = Find(records, path);
                Put(parent, key, JsonNode.Parse(json));
                CheckpointState state = TrainingCheckpoint.Read(_folder.FileOf(_step)).State;
                state.Set(Records, records.ToJsonString());
                Count(state);
            }
        }

        Assert.True(refused > 400 && gone > 20, $"{refused} refused, {gone} gone on");

        void Count(CheckpointState state)
        {
            using TemporaryFolder temporary = new();
            CheckpointFolder folder = new(temporary["run"]);
            folder.Save(_step, _saved.Model, _saved.Optimizer, state);
            ResumableTraining other = new(seed: 9);
            float[] before = other.Model.Parameters.Values.ToArray();
            try
            {
                other.Run(other.Options(new FitCheckpoints { Folder = folder, EveryEpochs = 9 }, 4), Cancellation);
                gone++;
            }
            catch (CheckpointMismatchException)
            {
                refused++;
                Assert.Equal(before, other.Model.Parameters.Values.ToArray());
            }
        }
    }

    private void AssertRefused(CheckpointState state, string message)
    {
        TrainingCheckpoint.Save(_folder.FileOf(_step), _saved.Model, _saved.Optimizer, state);
        ResumableTraining other = new(seed: 9);
        float[] before = other.Model.Parameters.Values.ToArray();
        CheckpointMismatchException refusal = Assert.Throws<CheckpointMismatchException>(
            () => other.Run(other.Options(_checkpoints), Cancellation));
        Assert.Contains(refusal.Mismatches, mismatch => mismatch.StartsWith(message, StringComparison.Ordinal));
        Assert.Equal(before, other.Model.Parameters.Values.ToArray());
        Assert.Equal(0, other.Optimizer.Steps);
        Assert.Equal(new ResumableTraining().Plateau.State, other.Plateau.State);
        Assert.Equal(default, other.Source.Position);
    }

    private static void Set(CheckpointState state, string name, object value)
    {
        switch (value)
        {
            case long number: state.Set(name, number); break;
            case double number: state.Set(name, number); break;
            case bool truth: state.Set(name, truth); break;
            case string text: state.Set(name, text); break;
            default: state.Set(name, (float[])value); break;
        }
    }

    private static (JsonNode Parent, string Key) Find(JsonNode root, string path)
    {
        string[] keys = path.Split('/');
        JsonNode parent = keys[..^1].Aggregate(root, (node, key) => (node is JsonArray array ? array[int.Parse(key)] : node[key])!);
        return (parent, keys[^1]);
    }

    private static void Put(JsonNode parent, string key, JsonNode? value)
    {
        if (parent is JsonArray array)
        {
            array[int.Parse(key)] = value;
        }
        else
        {
            parent[key] = value;
        }
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject values => values.SelectMany(pair => Paths(pair.Value, $"{path}{pair.Key}/").Prepend($"{path}{pair.Key}")),
        JsonArray items => items.SelectMany((item, i) => Paths(item, $"{path}{i}/").Prepend($"{path}{i}")),
        _ => [],
    };

    private sealed class Stop(int after) : FitCallback
    {
        public override void OnStep(FitContext fit)
        {
            if (fit.Step.Step == after)
            {
                throw new InsufficientMemoryException();
            }
        }
    }
}
