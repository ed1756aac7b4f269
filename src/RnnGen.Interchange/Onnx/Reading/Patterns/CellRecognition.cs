using System;
using System.Collections.Generic;
using System.Linq;

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
    private readonly ElementViews _views = new(graph);
    private readonly Lazy<HashSet<int>> _reached = new(() => Reached(graph, outputs));

    /// <summary>Replaces what is found: whoever reads the new states reads the layer from then on.</summary>
    /// <returns>The states of the cells that were found.</returns>
    public IReadOnlyList<StateCandidate> Run()
    {
        List<StateCandidate> found = [];
        foreach (StateCandidate hidden in candidates)
        {
            if (IsFree(hidden) && Known(hidden) is (CellWeights weights, Element[] inputs, StateCandidate[] states))
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
        int[] inputsLeft = [.. graph.Values.Select((value, index) => (value, index)).Where(pair => pair.value is InputValue).Select(pair => pair.index)];
        if (inputsLeft.Length > 0 && inputsLeft.All(input => found.Concat(left).Any(state => state.Before.Any(column => column.Value == input))))
        {
            left.RemoveAll(candidate => candidate.Before.Any(column => column.Value == inputsLeft[0]));
        }

        foreach (IReadOnlyList<StateCandidate> group in StateGroups.Of(graph, left))
        {
            found.AddRange(Written(group) ?? []);
        }

        return found;

        bool IsFree(StateCandidate candidate) => found.All(
            state => state.Next[0].Value != candidate.Next[0].Value && !state.Before.Intersect(candidate.Before).Any());
    }

    private (CellWeights, Element[], StateCandidate[])? Known(StateCandidate hidden)
    {
        foreach (StateCandidate cell in candidates.Where(each => each != hidden))
        {
            if (Lstm(hidden, cell) is (LstmWeights lstm, Element[] inputs))
            {
                return (lstm, inputs, [cell, hidden]);
            }
        }

        return (Gru(hidden) ?? Rnn(hidden)) is (CellWeights weights, Element[] operand) ? (weights, operand, [hidden]) : null;
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

            if (ReadFromOutside(inside, states).All(column => column.Value == hidden.Next[0].Value))
            {
                Replace(weights, inputs, states);
                return states;
            }
        }

        // Something else is handed up: a value that reads the states, and that alone is read.
        StateCandidate[] own = [.. group];
        HashSet<int> next = [.. own.Select(state => state.Next[0].Value)];
        for (int value = 0; value < graph.Values.Count; value++)
        {
            if (next.Contains(value) || graph.Values[value].Width != width || !_reached.Value.Contains(value))
            {
                continue;
            }

            Element[] output = [.. Enumerable.Range(0, width).Select(column => new Element(value, column, 0))];
            if (EquationBuilder.Build(graph, own, output) is (EquationWeights weights, Element[] inputs, HashSet<int> inside)
                && inside.Contains(value) && ReadFromOutside(inside, own).All(column => column.Value == value))
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
        IEnumerable<Element> byValues = graph.Values.Where((value, index) => !inside.Contains(index) && _reached.Value.Contains(index)).SelectMany(value => value.Reads);
        return [.. byOutputs.Concat(byValues).Where(column => !column.IsConstant && inside.Contains(column.Value)).Distinct()];
    }

    /// <summary>h' = σ(o)·g(c'), c' = σ(f)·c + σ(i)·g(j); a product without bias may follow h'.</summary>
    private (LstmWeights, Element[])? Lstm(StateCandidate hidden, StateCandidate cell)
    {
        LinearValue? projection = _views.Whole(hidden.Next) is int value ? graph.Values[value] as LinearValue : null;
        Element[] product = projection is { Bias: null } ? projection.Operand : hidden.Next;
        foreach ((Element[] gate, Element[] shown) in _views.Binary(product, "Mul"))
        {
            if (_views.Unary(gate, "Sigmoid") is not Element[] zo || _views.Activated(shown) is not (Activation function, Element[] next)
                || !next.SequenceEqual(cell.Next))
            {
                continue;
            }

            foreach ((Element[] kept, Element[] added) in _views.Binary(cell.Next, "Add"))
            {
                if (Gated(kept, each => each.SequenceEqual(cell.Before) ? each : null) is not (Element[] zf, _)
                    || Gated(added, each => _views.Activated(each) is (Activation other, Element[] operand) && other == function ? operand : null)
                        is not (Element[] zi, Element[] zj))
                {
                    continue;
                }

                if (Gates([zi, zj, zf, zo], hidden.Before) is (Gate[] gates, Element[] inputs))
                {
                    return (new LstmWeights(gates[0], gates[1], gates[2], gates[3])
                    {
                        Activation = function,
                        Projection = projection?.Kernel,
                    }, inputs);
                }
            }
        }

        return null;
    }

    /// <summary>h' = u·h + (1 - u)·g(k), with the reset before or after k's product with the state.</summary>
    private (CellWeights, Element[])? Gru(StateCandidate hidden)
    {
        Element[] h = hidden.Before;
        foreach ((Element[] kept, Element[] added) in _views.Binary(hidden.Next, "Add"))
        {
            if (Gated(kept, each => each.SequenceEqual(h) ? each : null) is not (Element[] zu, _))
            {
                continue;
            }

            foreach ((Element[] rest, Element[] candidate) in _views.Binary(added, "Mul"))
            {
                if (_views.Binary(rest, "Sub").FirstOrDefault() is not { First: not null } difference
                    || !difference.First.All(each => each.IsConstant && each.Constant == 1)
                    || _views.Unary(difference.Second, "Sigmoid") is not Element[] same || !same.SequenceEqual(zu)
                    || _views.Activated(candidate) is not (Activation function, Element[] zk))
                {
                    continue;
                }

                return ResetBefore(h, zu, zk, function) ?? ResetAfter(h, zu, zk, function);
            }
        }

        return null;
    }

    private (CellWeights, Element[])? ResetBefore(Element[] h, Element[] zu, Element[] zk, Activation function)
    {
        if (GatePattern.Match(graph, zk) is not GatePattern candidate)
        {
            return null;
        }

        // r·h stands among what the product reads, for each unit once.
        Element[] reset = [.. candidate.Reads.Where(each => Resets(each, h) is not null).OrderBy(each => Array.IndexOf(h, Resets(each, h)!.Value.State))];
        if (reset.Length != h.Length || !reset.Select(each => Resets(each, h)!.Value.State).SequenceEqual(h))
        {
            return null;
        }

        Element[] gate = [.. reset.Select(each => Resets(each, h)!.Value.Gate)];
        if (_views.Unary(gate, "Sigmoid") is not Element[] zr || GatePattern.Match(graph, zr) is not GatePattern r
            || GatePattern.Match(graph, zu) is not GatePattern u)
        {
            return null;
        }

        Element[] inputs = [.. r.Reads.Concat(u.Reads).Concat(candidate.Reads).Distinct().Except(h).Except(reset)];
        return (new GruWeights(r.ToGate(inputs, h), u.ToGate(inputs, h), candidate.ToGate(inputs, reset), ResetAfter: false)
        {
            Activation = function,
        }, inputs);
    }

    private (CellWeights, Element[])? ResetAfter(Element[] h, Element[] zu, Element[] zk, Activation function)
    {
        foreach ((Element[] fromInput, Element[] product) in _views.Binary(zk, "Add"))
        {
            if (Gated(product, each => each) is not (Element[] zr, Element[] fromState)
                || GatePattern.Match(graph, fromInput) is not GatePattern x || GatePattern.Match(graph, fromState) is not GatePattern s
                || GatePattern.Match(graph, zr) is not GatePattern r || GatePattern.Match(graph, zu) is not GatePattern u
                || x.Reads.Intersect(h).Any() || s.Reads.Except(h).Any())
            {
                continue;
            }

            Element[] inputs = [.. r.Reads.Concat(u.Reads).Concat(x.Reads).Distinct().Except(h)];
            Gate input = x.ToGate(inputs, h), state = s.ToGate(inputs, h);
            Gate candidate = new(input.Input, state.Recurrent, input.Bias, state.Bias);
            if (r.ToGate(inputs, h).Bias is null && candidate.InputBias is null && candidate.RecurrentBias is null)
            {
                return (new GruWeights(r.ToGate(inputs, h), u.ToGate(inputs, h), candidate, ResetAfter: true) { Activation = function }, inputs);
            }

            float[] zeros = new float[h.Length];
            Gate WithBias(Gate gate) => gate with { InputBias = gate.InputBias ?? zeros };
            return (new GruWeights(WithBias(r.ToGate(inputs, h)), WithBias(u.ToGate(inputs, h)), candidate with
            {
                InputBias = candidate.InputBias ?? zeros,
                RecurrentBias = candidate.RecurrentBias ?? zeros,
            }, ResetAfter: true)
            { Activation = function }, inputs);
        }

        return null;
    }

    /// <summary>h' = g(z).</summary>
    private (CellWeights, Element[])? Rnn(StateCandidate hidden) =>
        _views.Activated(hidden.Next) is (Activation function, Element[] z) && Gates([z], hidden.Before) is (Gate[] gates, Element[] inputs)
            && graph.Values.Count > 0 && GatePattern.Match(graph, z)!.Reads.Intersect(hidden.Before).Any()
            ? (new RnnWeights(gates[0]) { Activation = function }, inputs) : null;

    /// <summary>σ(z)·y in either order: z, and what the other operand is found to be.</summary>
    private (Element[] Gate, Element[] Other)? Gated(Element[] product, Func<Element[], Element[]?> other)
    {
        foreach ((Element[] first, Element[] second) in _views.Binary(product, "Mul"))
        {
            if (_views.Unary(first, "Sigmoid") is Element[] z && other(second) is Element[] found)
            {
                return (z, found);
            }
        }

        return null;
    }

    private (Element Gate, Element State)? Resets(Element column, Element[] h) => _views.ValueOf(column) is not BinaryValue { Function: "Mul" } product ? null
        : Array.IndexOf(h, product.Second[column.Column]) >= 0 ? (product.First[column.Column], product.Second[column.Column])
        : Array.IndexOf(h, product.First[column.Column]) >= 0 ? (product.Second[column.Column], product.First[column.Column])
        : null;

    private (Gate[] Gates, Element[] Inputs)? Gates(Element[][] sums, Element[] state)
    {
        GatePattern?[] patterns = [.. sums.Select(sum => GatePattern.Match(graph, sum))];
        if (patterns.Any(pattern => pattern is null))
        {
            return null;
        }

        Element[] inputs = [.. patterns.SelectMany(pattern => pattern!.Reads).Distinct().Except(state)];
        Gate[] gates = [.. patterns.Select(pattern => pattern!.ToGate(inputs, state))];
        if (gates.Any(gate => gate.InputBias is not null))
        {
            gates = [.. gates.Select(gate => gate with { InputBias = gate.InputBias ?? new float[gate.Units] })];
        }

        return inputs.Any(input => input.IsConstant) ? null : (gates, inputs);
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
