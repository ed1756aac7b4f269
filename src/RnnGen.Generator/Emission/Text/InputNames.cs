using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Text;

/// <summary>What generated members call inputs that have names: a span for each.</summary>
internal static class InputNames
{
    /// <summary>"soundInput" of an input named sound: neither a keyword nor the name of another parameter.</summary>
    public static string Of(InputSpec input) => Casing.Camel(input.Name) + "Input";

    /// <summary>The inputs of every step.</summary>
    public static IEnumerable<InputSpec> EveryStep(ModelPlan plan) => plan.Spec.Inputs.Where(input => !input.PerSequence);

    /// <summary>The inputs of whole sequences.</summary>
    public static IEnumerable<InputSpec> PerSequence(ModelPlan plan) => plan.Spec.Inputs.Where(input => input.PerSequence);

    /// <summary>The first column of an input among the floats of its kind, before which an embedding's columns do not count.</summary>
    public static int Column(ModelPlan plan, InputSpec input) =>
        input.FirstColumn - (input.PerSequence ? 0 : plan.Spec.Embedding?.Units ?? 0);

    /// <summary>Floats of a step of a batch.</summary>
    public static int StepSize(ModelPlan plan) => plan.Spec.InputSize - (plan.Spec.Embedding?.Units ?? 0);

    /// <summary>The inputs of a kind with their sizes: "sound 1, knob 1".</summary>
    public static string List(IEnumerable<InputSpec> inputs) =>
        string.Join(", ", inputs.Select(input => $"{input.Name} {Names.Number(input.Size)}"));
}
