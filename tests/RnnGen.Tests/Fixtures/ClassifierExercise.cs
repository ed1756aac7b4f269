using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using RnnGen.Training;

namespace RnnGen.Tests.Fixtures;

/// <summary>Adam of a fixture.</summary>
internal sealed record AdamSettings(double LearningRate, double Beta1, double Beta2, double Epsilon, int Steps)
{
    public static AdamSettings Read(JsonNode node) => new(
        node.Get("lr").GetValue<double>(),
        node.Get("beta1").GetValue<double>(),
        node.Get("beta2").GetValue<double>(),
        node.Get("epsilon").GetValue<double>(),
        node.Int("steps"));

    public Adam Create() => new((float)LearningRate, Beta1, Beta2, (float)Epsilon);
}

/// <summary>A classifier: logits, losses, gradients and a few steps of Adam, with labels and with one-hot rows.</summary>
internal sealed class ClassifierExercise(ModelSource source, int batch, int steps) : Exercise(source, steps)
{
    private const string EveryOutput = "outputs by trace", RowLosses = "losses of single rows", Losses = "losses of training",
        Norms = "gradient norms";
    private const string Variables = "variables after training", FirstMoment = "m", SecondMoment = "v";

    // A gradient that is off by 5e-6 has a square that is off by twice that.
    private static readonly Tolerance Squares = new(2 * Tolerance.Single.Relative, 0);

    private static readonly string[] Forms = ["labels", "one-hot"];

    public required Tensor Inputs { get; init; }

    public required int[] Lengths { get; init; }

    public required int[] Labels { get; init; }

    public required AdamSettings Adam { get; init; }

    /// <summary>Expects all that the fixture has.</summary>
    public void ExpectAll(JsonNode root)
    {
        root.Tensor("outputs").Shaped(batch, Steps, Source.Layers[^1].Units);
        root.Tensor("logits").Shaped(batch, Source.Classes!.Value);
        JsonNode adam = root.Get("adam");
        Expect(EveryOutput, root.Get("outputs"), null, Tolerance.Single);
        Expect(Results.PredictedOutputs, root.Get("logits"), null, Tolerance.Single);
        Expect(Results.Outputs, root.Get("logits"), null, Tolerance.Single);
        foreach (string form in Forms)
        {
            Expect(Name(form, RowLosses), root.Get("per_example_loss"), null, Tolerance.Single);
            Expect(Name(form, Results.Loss), root.Get("loss"), null, Tolerance.Single);
            TensorflowCells.Expect(this, Name(form, Results.Gradients), root.Get("grads").Get("variables"), Tolerance.Single);
            Expect(Name(form, Losses), adam.Get("losses"), null, Tolerance.Single);
            Expect(Name(form, Norms), adam.Get("grad_global_norms"), null, Tolerance.Single);
            TensorflowCells.Expect(this, Name(form, Variables), adam.Get("final_variables"), Tolerance.Of(1e-2 * Adam.LearningRate));
            TensorflowCells.Expect(this, Name(form, FirstMoment), adam.Get("final_m"), Tolerance.Single);
            TensorflowCells.Expect(this, Name(form, SecondMoment), adam.Get("final_v"), Squares);
        }
    }

    protected override void Run(ITrainableModel model, int threads, Dictionary<string, float[]> results)
    {
        float[] initial = model.Parameters.Values.ToArray();
        SequenceBatch sequences = new(Inputs.ToFloats(), batch, Steps) { Lengths = Lengths };
        float[] logits = results[Results.PredictedOutputs] = new float[batch * Description.OutputSize];
        model.Predict(sequences, logits);
        results[EveryOutput] = Traced(model.Trace(sequences));

        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads);
        logits = results[Results.Outputs] = new float[logits.Length];
        trainer.Forward(sequences, logits);
        foreach (string form in Forms)
        {
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                initial.CopyTo(edit.Values);
            }

            Train(trainer, sequences, form, results);
        }
    }

    private void Train(ISupervisedTrainer trainer, SequenceBatch sequences, string form, Dictionary<string, float[]> results)
    {
        float[] rows = results[Name(form, RowLosses)] = new float[batch];
        int rowSize = Steps * Description.InputSize;
        for (int row = 0; row < batch; row++)
        {
            SequenceBatch one = new(sequences.Values.Slice(row * rowSize, rowSize), 1, Steps)
            {
                Lengths = Lengths.Length > 0 ? [Lengths[row]] : [],
            };
            rows[row] = Loss(trainer, one, form, [Labels[row]], null);
        }

        results[Name(form, Results.Loss)] = [Loss(trainer, sequences, form, Labels, null)];
        results[Name(form, Results.Gradients)] = trainer.Gradients.ToArray();

        Adam optimizer = Adam.Create();
        float[] losses = results[Name(form, Losses)] = new float[Adam.Steps + 1];
        float[] norms = results[Name(form, Norms)] = new float[Adam.Steps];
        for (int step = 0; step < Adam.Steps; step++)
        {
            losses[step] = Loss(trainer, sequences, form, Labels, optimizer);
            double sum = 0;
            foreach (float gradient in trainer.Gradients)
            {
                sum += (double)gradient * gradient;
            }

            norms[step] = (float)Math.Sqrt(sum);
        }

        losses[Adam.Steps] = Loss(trainer, sequences, form, Labels, null);
        results[Name(form, Variables)] = trainer.Model.Parameters.Values.ToArray();
        results[Name(form, FirstMoment)] = optimizer.FirstMoment.ToArray();
        results[Name(form, SecondMoment)] = optimizer.SecondMoment.ToArray();
    }

    /// <summary>The loss before an update, with the update when there is an optimizer.</summary>
    private float Loss(ISupervisedTrainer trainer, SequenceBatch sequences, string form, int[] labels, Adam? optimizer)
    {
        if (form == Forms[0])
        {
            return optimizer is null ? trainer.ComputeGradients(sequences, labels) : trainer.Train(sequences, labels, optimizer);
        }

        float[] targets = new float[labels.Length * Description.OutputSize];
        for (int row = 0; row < labels.Length; row++)
        {
            targets[(row * Description.OutputSize) + labels[row]] = 1;
        }

        return optimizer is null ? trainer.ComputeGradients(sequences, targets) : trainer.Train(sequences, targets, optimizer);
    }

    /// <summary>The last cell's outputs, [batch, steps, units]; zero past a row's length.</summary>
    private float[] Traced(ModelTrace trace)
    {
        int top = Source.Layers.Count - 1;
        TraceTensor state = trace[$"{Source.Layers[top].Kind}{top}/h"];
        float[] outputs = new float[batch * Steps * state.Units];
        for (int row = 0; row < batch; row++)
        {
            for (int step = 0; step < (Lengths.Length > 0 ? Lengths[row] : Steps); step++)
            {
                state[step, row].CopyTo(outputs.AsSpan(((row * Steps) + step) * state.Units));
            }
        }

        return outputs;
    }

    private static string Name(string form, string result) => $"{result} ({form})";
}
