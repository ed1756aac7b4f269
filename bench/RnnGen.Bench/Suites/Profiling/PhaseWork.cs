using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Networks;
using RnnGen.Generated;

namespace RnnGen.Bench.Suites.Profiling;

/// <summary>A phase of the training step of a stack with one dense layer on its last step.</summary>
/// <param name="Number">As the runtime counts them.</param>
/// <param name="Name">What it does.</param>
/// <param name="Flop">Operations of its matrix products: two for each multiply-add.</param>
internal sealed record PhaseWork(int Number, string Name, double Flop)
{
    /// <summary>The phases of a step, in order.</summary>
    /// <param name="work">Network and batch.</param>
    public static IReadOnlyList<PhaseWork> Of(Workload work)
    {
        LayerShape head = work.Shape.Layers[^1];
        double headFlop = 2.0 * work.BatchSize * head.Inputs * head.Units;
        List<PhaseWork> phases =
        [
            new(TrainingWorkspace.PackPhase, "packing of the weights", 0),
            new(TrainingWorkspace.ForwardPhase, "forward", work.ForwardFlop),
            new(TrainingWorkspace.LossPhase, "loss", 0),
            new(TrainingWorkspace.FirstBackwardPhase, "dense, backward", headFlop),
            new(TrainingWorkspace.FirstBackwardPhase + 1, "dense, weights", headFlop),
        ];
        foreach (LayerShape layer in work.Shape.Layers.SkipLast(1).Reverse())
        {
            double flop = 2.0 * work.BatchSize * work.Steps * layer.Gates * layer.Units;
            bool isFirst = layer == work.Shape.Layers[0];

            // Nobody asks for the gradient of the network's inputs.
            phases.Add(new PhaseWork(Next(), $"{layer.Prefix}, backward", flop * (layer.Units + (isFirst ? 0 : layer.Inputs))));
            phases.Add(new PhaseWork(Next(), $"{layer.Prefix}, weights", flop * (layer.Units + layer.Inputs)));
        }

        phases.Add(new PhaseWork(PhaseClock.Update, "Adam", 0));
        return phases;

        int Next() => phases[^1].Number + 1;
    }
}
