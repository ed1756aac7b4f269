using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Api;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>
/// What stands at the top of each file, for somebody who reads C# and has not read of networks: what the file is for, what the network
/// computes, what letters mean, and where things are.
/// </summary>
internal static class PrefaceEmitter
{
    /// <summary>What the letters of equations mean; each is explained where a network's equations have its first text.</summary>
    private static readonly (string Sign, string Term, string Meaning)[] Terms =
    [
        (
            "·W", "W, b",
            "parameters, which training finds, of each product its own: [x, h]·W + b is x and h in a row, times a matrix, plus a vector"),
        ("σ(", "σ(a)", "1 / (1 + exp(-a)), from 0 to 1: as a factor it is a gate, the share of something that passes"),
        ("tanh(", "tanh(a)", "a, bent to stay between -1 and 1"),
        ("relu(", "relu(a)", "a, or 0 where a is negative"),
        ("dense", "dense", "each output is the sum of all that it reads, each times a parameter, plus a parameter"),
        ("table[token]", "table", "parameters too: some numbers for each token"),
        ("head ", "head", "what makes outputs of what the layers hand up"),
        ("softmax(s)", "softmax", "exp of each of several numbers, divided by the sum of these: shares that add up to 1"),
        (
            "temporal classification", "softmax",
            "outputs, exp of each divided by their sum, are probabilities of labels and of the blank, which is none; the loss is -log of "
            + "the sum over all ways to spread a row's labels over its steps"),
        ("softmax cross", "softmax", "outputs, exp of each divided by their sum, are probabilities; the loss is -log of the right one's"),
    ];

    public static void Model(CodeWriter w, ModelPlan plan)
    {
        w.Line($"// {Name(plan)}: what callers use, and in the remarks what the network computes.");
        w.Line($"// {Name(plan)}{GeneratedFile.Forward} computes a batch.");
        if (plan.Row is not null)
        {
            w.Line($"// {Name(plan)}{GeneratedFile.Row} computes one sequence at a time.");
        }

        if (plan.Spec.Training)
        {
            w.Line($"// {Name(plan)}{GeneratedFile.Training} goes back from a loss to the gradients of the parameters.");
        }
    }

    public static void Forward(CodeWriter w, ModelPlan plan)
    {
        w.Line($"// {Name(plan)}: the forward pass, from the inputs of a batch to its outputs.");
        Network(w, plan);
        w.Lines("""
            //
            // Schedule has the order, Stages the arithmetic, Workspace the values, Weights the parameters. A row is one sequence of the
            // batch, a slot the place of one step: w.Name[slot, row] is the first of a row's values, one for each unit. Threads share the
            // rows: each has as many as "rows" says, from "first" on. V is a vector of 4, 8 or 16 floats, and a lane the unit that it
            // begins with. M says whether values are kept for all steps, as training and traces want, and whether dropout drops.
            """);
    }

    public static void Row(CodeWriter w, ModelPlan plan)
    {
        string steps = plan.Streams ? "the steps of one sequence as they arrive" : "";
        string both = plan.Streams && plan.RunsRows ? ", and " : "";
        w.Lines($"""
            // {Name(plan)}: {steps}{both}{(plan.RunsRows ? "batches of few rows, one row after the other" : "")}.
            //
            // The equations are those of {Name(plan)}{GeneratedFile.Forward}. Here a product and what is computed from it are one loop
            // over tiles, a few vectors of units whose sums stay in registers; parameters lie in the order in which it reads them.
            """);
    }

    public static void Training(CodeWriter w, ModelPlan plan)
    {
        w.Line($"// {Name(plan)}: training, from a loss back to the gradient of each parameter, by which an optimizer changes it.");
        Network(w, plan);
        w.Lines("""
            //
            // da is the gradient of a: how fast the loss grows with a. The way back is the forward pass in reverse: first the loss, then
            // the layers from the top, each from its last step to its first. A stage goes from the gradients of its results to those of
            // what it read, by the derivative of its equations. What several have read gets the sum of what they pass back; a parameter,
            // which every step of every row reads, the sum over all of them: dW. Wᵀ is W with rows and columns exchanged.
            // Trainer is what callers use, Workspace.Backward has the order; the other classes go on from the file of the forward pass.
            """);
    }

    private static void Network(CodeWriter w, ModelPlan plan)
    {
        w.Line("//");
        string[] network = [.. SummaryEmitter.Network(plan)];
        foreach (string line in network)
        {
            w.Line($"//     {line}");
        }

        (string Term, string Meaning)[] legend = [.. Legend(plan, string.Join("\n", network))];
        int width = legend.Max(entry => entry.Term.Length);
        w.Line("//");
        foreach ((string term, string meaning) in legend)
        {
            w.Line($"// {term.PadRight(width)}  {meaning}");
        }
    }

    private static IEnumerable<(string Term, string Meaning)> Legend(ModelPlan plan, string network)
    {
        yield return ("x", "what a layer reads at a step: the inputs, or what the layer below hands up");
        string[] states = [.. plan.Layers.SelectMany(layer => layer.States).Select(state => state.Name).Distinct()];
        if (states.Length > 0)
        {
            yield return (
                string.Join(", ", states),
                $"{(states.Length == 1 ? "the state" : "the states")}, what a step hands to the next one"
                    + $"{(plan.LearnsInitialStates ? "" : ", 0 at first")}; {states[0]}' is {states[0]} as this step leaves it");
        }

        foreach ((string sign, string term, string meaning) in Terms.Where(entry => network.Contains(entry.Sign)))
        {
            yield return (term, meaning);
        }

        yield return ("a·b", "unit by unit: each of a layer's units has values of its own");
    }

    private static string Name(ModelPlan plan) => plan.Spec.Type.PlainName;
}
