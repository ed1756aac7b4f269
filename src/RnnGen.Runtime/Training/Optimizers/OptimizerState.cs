using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>All that an optimizer remembers from one update to the next, and what makes it the optimizer that it is.</summary>
/// <param name="Kind">Name of the algorithm, such as <c>Adam</c>.</param>
/// <param name="HyperParameters">
/// What was given at construction, but for the learning rate, as invariant text that gives the same bits back.
/// </param>
/// <param name="Scalars">Numbers that updates or schedules change: the learning rate, the number of updates, running powers.</param>
/// <param name="Slots">Values of each parameter, in the layout of the parameters; none before the first update.</param>
public sealed record OptimizerState(
    string Kind,
    IReadOnlyDictionary<string, string> HyperParameters,
    IReadOnlyDictionary<string, double> Scalars,
    IReadOnlyDictionary<string, ReadOnlyMemory<float>> Slots)
{
    /// <summary>Name of the scalar that holds the learning rate.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>Name of the scalar that holds the number of updates.</summary>
    public const string Steps = "steps";
}
