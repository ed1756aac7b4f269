using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>
/// Finds recurrent cells that an exporter has written out in primitive operators, in a graph of one step whose states are inputs and
/// outputs, and puts layers in their place.
/// </summary>
internal sealed class CellRecognition(GraphReader graph)
{
    private readonly ElementViews _views = new(graph);
    private readonly IReadOnlyList<StateCandidate> _candidates = StateCandidate.Of(graph);

    /// <summary>Replaces what is found: whoever reads the new states reads the layer from then on.</summary>
    public void Run()
    {
        HashSet<int> done = [];
        foreach (StateCandidate hidden in _candidates)
        {
            if (done.Contains(hidden.Next[0].Value))
            {
                continue;
            }

            foreach (StateCandidate cell in _candidates.Where(each => each != hidden && each.Next.Length == hidden.Next.Length))
            {
                if (Lstm(hidden, cell) is (LstmWeights lstm, Element[] inputs))
                {
                    Replace(lstm, inputs, [cell, hidden]);
                    done.UnionWith([hidden.Next[0].Value, cell.Next[0].Value]);
                    break;
                }
            }

            if (!done.Contains(hidden.Next[0].Value) && (Gru(hidden) ?? Rnn(hidden)) is (CellWeights weights, Element[] operand))
            {
                Replace(weights, operand, [hidden]);
                done.Add(hidden.Next[0].Value);
            }
        }
    }

    /// <summary>h' = σ(o)·g(c'), c' = σ(f)·c + σ(i)·g(j).</summary>
    private (LstmWeights, Element[])? Lstm(StateCandidate hidden, StateCandidate cell)
    {
        foreach ((Element[] gate, Element[] shown) in _views.Binary(hidden.Next, "Mul"))
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
                    return (new LstmWeights(gates[0], gates[1], gates[2], gates[3]) { Activation = function }, inputs);
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

    private void Replace(CellWeights weights, Element[] inputs, StateCandidate[] states)
    {
        GraphValue hidden = graph.Values[states[^1].Next[0].Value];
        int layer = graph.Add(new RecurrentValue(inputs, [weights], Direction.Forward)
        {
            Initial = [.. states.Select(state => state.Before)],
            Node = hidden.Node,
            Label = hidden.Label,
            Leading = hidden.Leading,
        });
        for (int index = 0; index < states.Length; index++)
        {
            bool isHidden = index == states.Length - 1;
            int target = isHidden ? layer : graph.Add(new FinalStateValue(layer, index, weights.Units) { Leading = hidden.Leading });
            graph.Aliases.Add(states[index].Next[0].Value, target);
        }
    }
}
