using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests.Fixtures;

/// <summary>
/// Parameters after each update and the optimizer's state after the last, computed in double from the frameworks' equations.
/// </summary>
internal static class TrajectoryFixture
{
    private static readonly Dictionary<string, string> SlotNames = new(StringComparer.Ordinal)
    {
        ["m"] = "m",
        ["v"] = "v",
        ["exp_avg"] = "m",
        ["exp_avg_sq"] = "v",
        ["max_exp_avg_sq"] = "v_max",
        ["square_avg"] = "square_average",
        ["grad_avg"] = "average",
        ["momentum_buffer"] = "momentum",
        ["sum"] = "sum",
    };

    public static void Run(JsonNode root)
    {
        Optimizer optimizer = Create(root);
        float[] parameters = root.Tensor("p0").ToFloats();
        JsonNode[] gradients = [.. root.Get("grads").Items()], expected = [.. root.Get("params").Items()];
        int steps = root.Int("steps");
        Assert.Equal((steps, steps), (gradients.Length, expected.Length));
        for (int step = 0; step < steps; step++)
        {
            optimizer.Update(parameters, Tensor.Read(gradients[step]).ToFloats());
            OptimFixture.AssertClose(Tensor.Read(expected[step]), parameters);
        }

        Assert.Equal(steps, optimizer.Steps);
        OptimizerState state = optimizer.State;
        int compared = 0;
        foreach ((string name, JsonNode? value) in root.Get("final_state").AsObject())
        {
            if (name == "step")
            {
                Assert.Equal(optimizer.Steps, Assert.Single(Tensor.Read(value!).Values));
                continue;
            }

            OptimFixture.AssertClose(Tensor.Read(value!), state.Slots[SlotNames[name]].Span);
            compared++;
        }

        Assert.Equal(state.Slots.Count, compared);
    }

    private static Optimizer Create(JsonNode root)
    {
        string form = root.Text("form").Split(' ')[0];
        Hyper hyper = new(root.Get("hyper").AsObject());
        float rate = hyper.Float("lr");
        Optimizer optimizer = (root.Text("optimizer"), form) switch
        {
            ("SGD", "torch") => new Sgd(
                rate, hyper.Float("momentum"), hyper.Float("dampening"), hyper.Flag("nesterov"), hyper.Float("weight_decay")),
            ("RMSprop", "torch") => new RmsProp(
                rate, hyper.Double("alpha"), hyper.Float("eps"), hyper.Float("momentum"), hyper.Flag("centered"),
                hyper.Float("weight_decay")),
            ("Adagrad", "torch") => new Adagrad(
                rate, hyper.Double("lr_decay"), hyper.Float("initial_accumulator_value"), hyper.Float("eps"), hyper.Float("weight_decay")),
            ("Adam", "torch" or "tf") => new Adam(
                rate,
                hyper.Double("betas", 0),
                hyper.Double("betas", 1),
                hyper.Float("eps"),
                form == "tf" ? AdamForm.TensorFlow : AdamForm.PyTorch,
                hyper.Flag("amsgrad"),
                hyper.Float("weight_decay")),
            ("AdamW", "torch") => new AdamW(
                rate, hyper.Double("betas", 0), hyper.Double("betas", 1), hyper.Float("eps"), hyper.Float("weight_decay"),
                hyper.Flag("amsgrad")),
            (string other, _) => throw new InvalidDataException($"Unknown optimizer '{other}' in the form '{form}'."),
        };
        hyper.AssertAllRead();
        return optimizer;
    }

    /// <summary>Hyper-parameters by name; those that are absent are 0, those that nobody asked for are an error.</summary>
    private sealed class Hyper(JsonObject fields)
    {
        private readonly HashSet<string> _unread = [.. fields.Select(field => field.Key)];

        public float Float(string name) => (float)Double(name);

        public double Double(string name) => Find(name)?.GetValue<double>() ?? 0;

        public double Double(string name, int index) => Find(name)![index]!.GetValue<double>();

        public bool Flag(string name) => Find(name)?.GetValue<bool>() ?? false;

        public void AssertAllRead() => Assert.Empty(_unread);

        private JsonNode? Find(string name)
        {
            _unread.Remove(name);
            return fields.Find(name);
        }
    }
}
