using System;
using System.IO;
using System.Linq;
using RnnGen.Tests.Interop;
using RnnGen.Training.Tests.Optimizers;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

public sealed class TrainingCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallModel _model = new(seed: 1);
    private readonly Sgd _optimizer = new(0.5f, momentum: 0.9f);

    public TrainingCheckpointTests() => Update();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryChangedByteIsNoticed()
    {
        byte[] bytes = Save("whole");
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            AssertRefused(damaged, $"bit {i % 8} of byte {i}");
        }
    }

    [Fact]
    public void EveryMissingOrSurplusByteIsNoticed()
    {
        byte[] bytes = Save("whole");
        for (int length = 0; length < bytes.Length; length += 13)
        {
            AssertRefused(bytes[..length], $"a length of {length}");
        }

        AssertRefused(bytes[..^1], "a missing byte");
        AssertRefused([.. bytes, 0], "a byte too many");
    }

    [Fact]
    public void EqualContentsGiveEqualBytes() => Assert.Equal(Save("a"), Save("b"));

    [Fact]
    public void EveryDifferenceIsListedAndNothingChanges()
    {
        Save("small");
        WiderModel model = new(seed: 3);
        Adam optimizer = new(0.25f);
        float[] gradients = OptimizerForms.Gradients(0, model.Parameters.Values.Length);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            optimizer.Update(edit.Values, gradients);
        }

        ReduceOnPlateau plateau = new(0.125);
        float[] parameters = model.Parameters.Values.ToArray(), moments = optimizer.FirstMoment.ToArray();
        CheckpointMismatchException refusal = Assert.Throws<CheckpointMismatchException>(
            () => TrainingCheckpoint.Read(_folder["small"]).Restore(model, optimizer, plateau));

        string smallHash = SmallModel.Description.SpecHash, widerHash = WiderModel.Description.SpecHash;
        string[] shapes =
        [
            .. from prefix in new[] { "parameters", "optimizer/momentum" }
               from pair in SmallModel.Description.Parameters.Zip(WiderModel.Description.Parameters)
               let small = string.Join(", ", pair.First.Shape)
               let wider = string.Join(", ", pair.Second.Shape)
               where small != wider
               select $"{prefix}/{pair.First.Name} has shape [{small}], expected [{wider}]",
        ];
        Assert.Equal(10, shapes.Length);
        Assert.Equal(
            [
                $"spec_hash is {smallHash}, expected {widerHash}: layers, sizes or options (a forget bias, for example) differ",
                .. shapes,
                "optimizer is Sgd, expected Adam",
                "hyper-parameter beta1 is missing, expected 0.9",
                "hyper-parameter beta2 is missing, expected 0.999",
                "hyper-parameter epsilon is missing, expected 1E-08",
                "hyper-parameter form is missing, expected TensorFlow",
                "hyper-parameter ams_grad is missing, expected false",
                "hyper-parameter dampening is unknown to Adam",
                "hyper-parameter momentum is unknown to Adam",
                "hyper-parameter nesterov is unknown to Adam",
                "scalar beta1_power is missing",
                "scalar beta2_power is missing",
                "slot m is missing",
                "slot v is missing",
                "slot momentum is unknown to Adam",
                "state plateau/rate is missing or no learning rate",
                "state plateau/best is missing or no number",
                "state plateau/bad_reports is missing or no count",
                "state plateau/cooldown is missing or no count",
            ],
            refusal.Mismatches);
        Assert.All(refusal.Mismatches, mismatch => Assert.Contains(mismatch, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(parameters, model.Parameters.Values.ToArray());
        Assert.Equal(moments, optimizer.FirstMoment.ToArray());
        Assert.Equal((1, 0.25f, 0.125f), (optimizer.Steps, optimizer.LearningRate, plateau.Rate));
    }

    [Fact]
    public void ACheckpointBeforeTheFirstUpdateHasNoSlots()
    {
        TrainingCheckpoint.Save(_folder["a"], _model, new Adam(0.5f));
        Adam restored = new(0.25f);
        TrainingCheckpoint.Read(_folder["a"]).Restore(new SmallModel(seed: 5), restored);
        Assert.Equal((0, 0.5f, 0), (restored.Steps, restored.LearningRate, restored.FirstMoment.Length));
    }

    [Fact]
    public void OtherFilesAreNoCheckpoints()
    {
        _model.Parameters.Save(_folder["parameters"]);
        Assert.Contains(
            "its format is rnngen, expected rnngen-checkpoint.",
            Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Read(_folder["parameters"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TrainingCheckpoint.Read(_folder["none"]));
        Save("checkpoint");
        Assert.Throws<ParameterMismatchException>(() => _model.Parameters.Load(_folder["checkpoint"]));
    }

    [Fact]
    public void AnOpenEditKeepsFilesAndModelsAsTheyAre()
    {
        byte[] before = Save("a");
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Read(_folder["a"]);
        Sgd other = new(0.1f, momentum: 0.9f);
        using (_model.Parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => TrainingCheckpoint.Save(_folder["a"], _model, _optimizer));
            Assert.Throws<InvalidOperationException>(() => checkpoint.Restore(_model, other));
        }

        Assert.Equal(before, File.ReadAllBytes(_folder["a"]));
        Assert.Equal((0, 0.1f), (other.Steps, other.LearningRate));
        Assert.Equal(["a"], _folder.Contents);
    }

    [Fact]
    public void AnOptimizerOfAnotherModelIsRefused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => TrainingCheckpoint.Save(_folder["a"], new WiderModel(seed: 1), _optimizer));
        Assert.Contains("the optimizer belongs to another model", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Contents);
    }

    private void Update()
    {
        using ParameterEdit edit = _model.Parameters.Edit();
        _optimizer.Update(edit.Values, OptimizerForms.Gradients(0, edit.Values.Length));
    }

    private byte[] Save(string name)
    {
        CheckpointState state = new();
        state.Set("step", 7);
        TrainingCheckpoint.Save(_folder[name], _model, _optimizer, state);
        return File.ReadAllBytes(_folder[name]);
    }

    private void AssertRefused(byte[] bytes, string what)
    {
        string path = _folder.Add("damaged", bytes);
        try
        {
            TrainingCheckpoint.Read(path);
        }
        catch (InvalidDataException)
        {
            return;
        }

        Assert.Fail($"A file with {what} was read.");
    }
}
