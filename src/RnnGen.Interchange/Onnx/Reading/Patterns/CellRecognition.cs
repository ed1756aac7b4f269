using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>
/// Finds recurrent cells that an exporter has written out in primitive operators, in a graph of one step whose states are inputs and
/// outputs or in the body of a loop, and puts layers in their place: an LSTM, a GRU or an RNN where it is one, otherwise its equations.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="candidates">What may be states.</param>
/// <param name="outputs">All columns that are read from outside, those of states too.</param>
/// <param name="direction">In which order steps are read.</param>
internal sealed class CellRecognition(
    GraphReader graph, IReadOnlyList<StateCandidate> candidates, IReadOnlyList<Element[]> outputs, Direction direction = Direction.Forward)
{
    private readonly Lazy<HashSet<int>> _reached = new(() => Reached(graph, outputs));

    /// <summary>Replaces what is found: whoever reads the new states reads the layer from then on.</summary>
    /// <returns>The states of the cells that were found.</returns>
    public IReadOnlyList<StateCandidate> Run()
    {
        List<StateCandidate> found = [];
        foreach (StateCandidate hidden in candidates)
        {
            if (IsFree(hidden) && Known(hidden) is (CellWeights weights, Element[] inputs, StateCandidate[] states) && AreFree(states))
            {
                Replace(weights, inputs, states);
                found.AddRange(states);
            }
        }

        // Of inputs that could each be a state's value before the step, the first that is free: exporters keep their order.
        List<StateCandidate> left = [];
        foreach (StateCandidate candidate in candidates.Where(IsFree))
        {
            if (left.All(other => other.Next[0].Value != candidate.Next[0].Value && !other.Before.Intersect(candidate.Before).Any()))
            {
                left.Add(candidate);
            }
        }

        // Something has to be read at each step: where all inputs could be states, the first is none.
        int[] given = [.. Enumerable.Range(0, graph.Values.Count).Where(value => graph.Values[value] is InputValue)];
        if (given.Length > 0 && given.All(input => found.Concat(left).Any(state => StartsFrom(state, input))))
        {
            left.RemoveAll(candidate => StartsFrom(candidate, given[0]));
        }

        foreach (IReadOnlyList<StateCandidate> group in StateGroups.Of(graph, left))
        {
            found.AddRange(Written(group) ?? []);
        }

        return found;

        static bool StartsFrom(StateCandidate state, int input) => state.Before.Any(column => column.Value == input);

        bool IsFree(StateCandidate candidate) => found.All(
            state => state.Next[0].Value != candidate.Next[0].Value && !state.Before.Intersect(candidate.Before).Any());
    }

    private (CellWeights, Element[], StateCandidate[])? Known(StateCandidate hidden)
    {
        foreach (StateCandidate cell in candidates.Where(each => each != hidden))
        {
            if (LstmPattern.Match(graph, hidden, cell) is (LstmWeights lstm, Element[] inputs))
            {
                return (lstm, inputs, [cell, hidden]);
            }
        }

        return (GruPattern.Match(graph, hidden) ?? RnnPattern.Match(graph, hidden)) is (CellWeights weights, Element[] operand)
            ? (weights, operand, [hidden])
            : null;
    }

    /// <summary>A cell as its equations: what is read from outside is one value, a state or another.</summary>
    private StateCandidate[]? Written(IReadOnlyList<StateCandidate> group)
    {
        int width = group[0].Next.Length;
        if (group.Any(state => state.Next.Length != width))
        {
            return null;
        }

        // Its states come first, one of them as the output; whether anything else is read shows when the cell is known.
        foreach (StateCandidate hidden in group.Reverse())
        {
            StateCandidate[] states = [.. group.Where(state => state != hidden), hidden];
            if (EquationBuilder.Build(graph, states, hidden.Next) is not (EquationWeights weights, Element[] inputs, HashSet<int> inside))
            {
                return null;
            }

            if (AreFree(states) && ReadFromOutside(inside, states).All(column => column.Value == hidden.Next[0].Value))
            {
                Replace(weights, inputs, states);
                return states;
            }
        }

        return WithOutput([.. group], width);
    }

    /// <summary>A cell that hands up none of its states but a value that reads them, and that alone is read.</summary>
    private StateCandidate[]? WithOutput(StateCandidate[] own, int width)
    {
        HashSet<int> next = [.. own.Select(state => state.Next[0].Value)];
        for (int value = 0; value < graph.Values.Count; value++)
        {
            if (next.Contains(value) || graph.Values[value].Width != width || !_reached.Value.Contains(value))
            {
                continue;
            }

            Element[] output = [.. Enumerable.Range(0, width).Select(column => new Element(value, column, 0))];
            if (EquationBuilder.Build(graph, own, output) is (EquationWeights weights, Element[] inputs, HashSet<int> inside)
                && inside.Contains(value) && AreFree(own, value) && ReadFromOutside(inside, own).All(column => column.Value == value))
            {
                Replace(weights, inputs, own, output);
                return own;
            }
        }

        return null;
    }

    /// <summary>The columns of the cell's values that others read, apart from the states as outputs.</summary>
    private Element[] ReadFromOutside(HashSet<int> inside, StateCandidate[] states)
    {
        HashSet<Element> next = [.. states.SelectMany(state => state.Next)];
        IEnumerable<Element> byOutputs = outputs.Where(output => !output.All(next.Contains)).SelectMany(output => output);
        IEnumerable<Element> byValues = graph.Values
            .Where((value, index) => !inside.Contains(index) && _reached.Value.Contains(index))
            .SelectMany(value => value.Reads);
        return [.. byOutputs.Concat(byValues).Where(column => !column.IsConstant && inside.Contains(column.Value)).Distinct()];
    }

    /// <summary>Whether no other cell has taken the place of what these states become, or of what the cell hands up.</summary>
    private bool AreFree(StateCandidate[] states, int? output = null)
    {
        int[] values = [.. states.Select(state => state.Next[0].Value), .. output is int value ? new[] { value } : []];
        return values.Distinct().Count() == values.Length && !values.Any(graph.Aliases.ContainsKey);
    }

    private void Replace(CellWeights weights, Element[] inputs, StateCandidate[] states, Element[]? output = null)
    {
        GraphValue hidden = graph.Values[states[^1].Next[0].Value];
        int layer = graph.Add(new RecurrentValue(inputs, [weights], direction)
        {
            Initial = [.. states.Select(state => state.Initial.All(each => each.IsConstant && each.Constant == 0) ? null : state.Initial)],
            Node = hidden.Node,
            Label = hidden.Label,
            Leading = hidden.Leading,
        });
        Element[] handed = output ?? states[^1].Next;
        graph.Aliases.Add(handed[0].Value, layer);
        for (int index = 0; index < states.Length; index++)
        {
            int final = graph.Add(new FinalStateValue(layer, index, weights.States[index].Units) { Leading = states[index].FinalLeading });
            states[index].Final = final;
            if (states[index].Next[0].Value != handed[0].Value)
            {
                graph.Aliases.Add(states[index].Next[0].Value, final);
            }
        }
    }

    private static HashSet<int> Reached(GraphReader graph, IReadOnlyList<Element[]> outputs)
    {
        HashSet<int> reached = [];
        Stack<Element[]> open = new(outputs);
        while (open.TryPop(out Element[]? columns))
        {
            foreach (int value in columns.Where(column => !column.IsConstant).Select(column => column.Value).Distinct().Where(reached.Add))
            {
                open.Push([.. graph.Values[value].Reads]);
            }
        }

        return reached;
    }
}
