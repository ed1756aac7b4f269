using System;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>A GRU: h' = u·h + (1 - u)·g(k), with the reset before or after k's product with the state.</summary>
internal sealed class GruPattern
{
    private readonly GraphReader _graph;
    private readonly ElementViews _views;
    private readonly Element[] _h;

    private GruPattern(GraphReader graph, Element[] h) => (_graph, _views, _h) = (graph, new ElementViews(graph), h);

    /// <summary>The weights and what the cell reads; <see langword="null"/> of another cell.</summary>
    public static (CellWeights Weights, Element[] Inputs)? Match(GraphReader graph, StateCandidate hidden) =>
        new GruPattern(graph, hidden.Before).Match(hidden.Next);

    private (CellWeights, Element[])? Match(Element[] next)
    {
        foreach ((Element[] kept, Element[] added) in _views.Binary(next, "Add"))
        {
            if (_views.Gated(kept, each => each.SequenceEqual(_h) ? each : null) is not (Element[] zu, _))
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

                return ResetBefore(zu, zk, function) ?? ResetAfter(zu, zk, function);
            }
        }

        return null;
    }

    private (CellWeights, Element[])? ResetBefore(Element[] zu, Element[] zk, Activation function)
    {
        if (GatePattern.Match(_graph, zk) is not GatePattern candidate)
        {
            return null;
        }

        // r·h stands among what the product reads, for each unit once.
        Element[] reset =
        [
            .. candidate.Reads.Where(each => Resets(each) is not null)
                .OrderBy(each => Array.IndexOf(_h, Resets(each)!.Value.State)),
        ];
        if (reset.Length != _h.Length || !reset.Select(each => Resets(each)!.Value.State).SequenceEqual(_h))
        {
            return null;
        }

        Element[] gate = [.. reset.Select(each => Resets(each)!.Value.Gate)];
        if (_views.Unary(gate, "Sigmoid") is not Element[] zr || GatePattern.Match(_graph, zr) is not GatePattern r
            || GatePattern.Match(_graph, zu) is not GatePattern u)
        {
            return null;
        }

        Element[] inputs = [.. r.Reads.Concat(u.Reads).Concat(candidate.Reads).Distinct().Except(_h).Except(reset)];
        return (new GruWeights(r.ToGate(inputs, _h), u.ToGate(inputs, _h), candidate.ToGate(inputs, reset), ResetAfter: false)
        {
            Activation = function,
        }, inputs);
    }

    private (CellWeights, Element[])? ResetAfter(Element[] zu, Element[] zk, Activation function)
    {
        foreach ((Element[] fromInput, Element[] product) in _views.Binary(zk, "Add"))
        {
            if (_views.Gated(product, each => each) is not (Element[] zr, Element[] fromState)
                || GatePattern.Match(_graph, fromInput) is not GatePattern x || GatePattern.Match(_graph, fromState) is not GatePattern s
                || GatePattern.Match(_graph, zr) is not GatePattern r || GatePattern.Match(_graph, zu) is not GatePattern u
                || x.Reads.Intersect(_h).Any() || s.Reads.Except(_h).Any())
            {
                continue;
            }

            Element[] inputs = [.. r.Reads.Concat(u.Reads).Concat(x.Reads).Distinct().Except(_h)];
            Gate input = x.ToGate(inputs, _h), state = s.ToGate(inputs, _h);
            Gate candidate = new(input.Input, state.Recurrent, input.Bias, state.Bias);
            Gate reset = r.ToGate(inputs, _h), update = u.ToGate(inputs, _h);
            if (reset.Bias is null && candidate.InputBias is null && candidate.RecurrentBias is null)
            {
                return (new GruWeights(reset, update, candidate, ResetAfter: true) { Activation = function }, inputs);
            }

            float[] zeros = new float[_h.Length];
            Gate WithBias(Gate gate) => gate with { InputBias = gate.InputBias ?? zeros };
            candidate = WithBias(candidate) with { RecurrentBias = candidate.RecurrentBias ?? zeros };
            return (new GruWeights(WithBias(reset), WithBias(update), candidate, ResetAfter: true) { Activation = function }, inputs);
        }

        return null;
    }

    /// <summary>A column of r·h: the gate's column and the state's.</summary>
    private (Element Gate, Element State)? Resets(Element column)
    {
        if (_views.ValueOf(column) is not BinaryValue { Function: "Mul" } product)
        {
            return null;
        }

        (Element first, Element second) = (product.First[column.Column], product.Second[column.Column]);
        return _h.Contains(second) ? (first, second)
            : _h.Contains(first) ? (second, first)
            : null;
    }
}
