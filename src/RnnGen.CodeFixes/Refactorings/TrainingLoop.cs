using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>The text of a training loop: arrays for the inputs and targets that the model has, and an update a batch.</summary>
internal sealed class TrainingLoop(ModelPlan plan, string model, TypeNames names)
{
    private const string Rows = "batchSize", RowSteps = "batchSize * steps";

    /// <summary>The class.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="accessibility">That of the model, with a space behind it; may be empty.</param>
    public string Write(string name, string accessibility)
    {
        string batch = plan.Embedding is null ? "SequenceBatch" : "TokenBatch";
        string console = names.Of("System", "Console"), adam = names.Of("RnnGen.Training", "Adam");
        string steps = plan.Spec.Steps is null ? "20" : $"{model}.Steps";
        Array[] inputs = [.. Inputs()], targets = [.. plan.Heads.SelectMany(Targets)];
        string arguments = string.Join(", ", targets.Select(target => target.Name));
        return $$"""
            /// <summary>Trains <see cref="{{model}}"/>.</summary>
            {{accessibility}}static class {{name}}
            {
                /// <summary>Trains a new network, one update a batch.</summary>
                /// <param name="batches">Number of batches.</param>
                /// <returns>The network.</returns>
                public static {{model}} Train(int batches)
                {
                    const int batchSize = 32, steps = {{steps}};
            {{string.Join("\n", inputs.Concat(targets).Select(array => $"        {array.Declaration}"))}}

                    {{model}} model = new(seed: 1);
                    {{model}}.Trainer trainer = model.CreateTrainer();
                    {{adam}} adam = new(learningRate: 0.001f);
                    for (int batch = 0; batch < batches; batch++)
                    {
                        // The next batch goes into the arrays here.
                        {{names.Of("RnnGen", batch)}} rows = new({{inputs[0].Name}}, batchSize, steps){{Others(inputs)}};
                        float loss = trainer.Train(rows, {{arguments}}, adam);
                        {{console}}.WriteLine($"batch {batch}: loss {loss}");
                    }

                    return model;
                }
            }
            """;
    }

    /// <summary>What a batch is made of; first what its constructor takes.</summary>
    private IEnumerable<Array> Inputs()
    {
        if (plan.Embedding is EmbeddingPlan embedding)
        {
            yield return new("int", "tokens", RowSteps, $"[batch, steps], each 0 to {Names.Number(embedding.Table.Shape[0] - 1)}");
        }

        int size = InputNames.StepSize(plan);
        if (size > 0)
        {
            string columns = plan.Spec.Inputs.Count == 0 ? "" : ": " + InputNames.List(InputNames.EveryStep(plan));
            yield return new("float", "inputs", $"{RowSteps} * {Names.Number(size)}", $"[batch, steps, {Names.Number(size)}]{columns}");
        }

        if (plan.Spec.SequenceInputSize > 0)
        {
            string width = Names.Number(plan.Spec.SequenceInputSize);
            yield return new(
                "float", "sequenceInputs", $"{Rows} * {width}", $"[batch, {width}]: {InputNames.List(InputNames.PerSequence(plan))}");
        }
    }

    /// <summary>The inputs after the first, as an initializer.</summary>
    private static string Others(Array[] inputs)
    {
        IEnumerable<string> others = inputs.Skip(1).Select(
            input => $"{(input.Name == "inputs" ? "Values" : "SequenceInputs")} = {input.Name}");
        return inputs.Length > 1 ? $" {{ {string.Join(", ", others)} }}" : "";
    }

    /// <summary>
    /// The targets of a head: labels of a classifier, sequences of labels and how long they are, numbers of others.
    /// </summary>
    private static IEnumerable<Array> Targets(HeadPlan head)
    {
        LossPlan loss = head.Loss!;
        if (loss.Spec.IsOfSequences)
        {
            string range = $"each 0 to {Names.Number(loss.TargetUnits - 1)} but {Names.Number(loss.Spec.Blank)}, the blank";
            yield return new("int", OutputNames.Of(head, "labels"), RowSteps, $"[batch, most labels of a row], {range}");
            yield return new("int", OutputNames.Of(head, "labelLengths"), Rows, "[batch], the labels that each row has");
            yield break;
        }

        (string rows, string shape) = loss.IsEveryStep ? (RowSteps, "batch, steps") : (Rows, "batch");
        string size = Names.Number(loss.TargetUnits);
        yield return loss.Spec.IsClassification
            ? new Array("int", OutputNames.Of(head, "labels"), rows, $"[{shape}], each 0 to {Names.Number(loss.TargetUnits - 1)}")
            : new Array(
                "float", OutputNames.Of(head, "targets"), $"{rows} * {size}",
                $"[{shape}, {size}]{(loss.Spec.Kind == LossKind.BinaryCrossEntropy ? ", each 0 to 1" : "")}");
    }

    private sealed record Array(string Type, string Name, string Length, string Shape)
    {
        public string Declaration => $"{Type}[] {Name} = new {Type}[{Length}];   // {Shape}";
    }
}
