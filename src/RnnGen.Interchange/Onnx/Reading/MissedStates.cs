using System;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading;

/// <summary>
/// States of the caller whose cell has not been recognised. By their names alone they are told from other inputs, so that a file that has
/// them is refused: as ordinary inputs they would make a class that remembers nothing.
/// </summary>
internal static class MissedStates
{
    // What the writer of this library puts behind the name of a state for its value after the step, and others too.
    private const string Suffix = "_out";

    /// <summary>Refuses a graph with an input and an output that are named as a state and belong to no cell.</summary>
    /// <exception cref="NotSupportedException">There are such; the message has all of them.</exception>
    public static void Refuse(GraphReader graph, StateMap states)
    {
        string[] inputs =
        [
            .. graph.Graph.Input.Select(input => input.Name)
                .Where(name => !graph.IsInitializer(name) && !graph.Lengths.Contains(name) && !states.IsStateInput(name)),
        ];
        string[] missed = [.. inputs.Where(name => IsState(graph, name))];

        // Something has to be read at each step: where all inputs could be states, the first is none.
        missed = missed.Length == inputs.Length ? [.. missed.Skip(1)] : missed;
        if (missed.Length > 0)
        {
            string names = string.Join(", ", missed.Select(name => $"'{name}' ('{name}{Suffix}' after the step)"));
            throw new NotSupportedException($"states of cells that cannot be written as equations: {names}");
        }
    }

    private static bool IsState(GraphReader graph, string input) =>
        graph.Graph.Output.Any(output => output.Name == input + Suffix)
        && graph[input] is { Elements: not null } before && graph[input + Suffix] is { Elements: not null } after
        && before.Sizes.SequenceEqual(after.Sizes) && !before.Axes.Concat(after.Axes).Any(graph.Axes.IsTime);
}
