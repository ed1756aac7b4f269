using System;
using System.Collections.Generic;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Cells;

/// <summary>Collects a cell's equations in the order in which a step computes them.</summary>
/// <param name="kind">Lower-case name of the cell, the stem of its parameters' names.</param>
/// <param name="units">Units of the layer.</param>
internal sealed class CellBuilder(string kind, int units)
{
    /// <summary>Name of the layer's input in equations.</summary>
    public const string InputName = "x";

    /// <summary>What the next value of a state that is the output stands for.</summary>
    public const string OutputWords = "the output, which the next step reads too";

    private readonly List<string> _inputs = [];
    private readonly List<CellState> _states = [];
    private readonly List<CellVector> _vectors = [];
    private readonly List<CellStage> _stages = [];
    private readonly List<Assignment> _assignments = [];
    private ForgetGate? _forget;
    private string _pointwiseName = "";
    private Extent _pointwiseExtent = new("", units);

    /// <summary>The layer's input x.</summary>
    public Expr Input { get; } = new Expr.Reference(InputName);

    /// <summary>As many numbers as the layer has units.</summary>
    public Extent Units { get; } = new("", units);

    /// <summary>Declares an input of the step beside x, which the layer's attribute binds by a property of that name.</summary>
    public Expr StepInput(string name)
    {
        _inputs.Add(name);
        return new Expr.Reference(name);
    }

    /// <summary>Declares a state carried from step to step.</summary>
    public Expr State(string name, Extent? extent = null, bool isAccount = false)
    {
        _states.Add(new CellState(name, name + "'", extent ?? Units) { IsAccount = isAccount });
        return new Expr.Reference(name);
    }

    /// <summary>Declares learned values, one for each unit, that start uniform in Glorot's limit of a vector, √(3 / units).</summary>
    public Expr Vector(string name, string parameter) => Vector(name, parameter, Math.Sqrt(3.0 / units), 0);

    /// <summary>Declares learned values, one for each unit, that start as a constant.</summary>
    public Expr Vector(string name, string parameter, double start, Extent? extent = null) => Vector(name, parameter, 0, start, extent);

    /// <summary>Declares learned values, one for each unit, that start uniform in middle ± limit.</summary>
    public Expr Around(string name, string parameter, double middle, double limit, Extent? extent = null) =>
        Vector(name, parameter, limit, middle, extent);

    /// <summary>Declares one learned number, which stands at every unit, and starts as a constant.</summary>
    public Expr Scalar(string name, string parameter, double start, Extent? extent = null)
    {
        Expr scalar = Vector(name, parameter, 0, start, extent);
        _vectors[_vectors.Count - 1] = _vectors[_vectors.Count - 1] with { IsScalar = true };
        return scalar;
    }

    /// <summary>
    /// [blocks] = [operands]·kernel + bias, with a fused kernel [inputs + units, blocks · units] as in TensorFlow; by heads
    /// [operands, blocks · units / heads].
    /// </summary>
    public Expr[] Matrix(
        string name, Expr[] operands, string[] blocks, string kernel, string? bias, double biasStart = 0, Extent? extent = null,
        int heads = 1)
    {
        ClosePointwise();
        _stages.Add(new CellStage.Matrix(
            name, extent ?? Units, Array.ConvertAll(operands, NameOf).ToEquatable(), blocks.ToEquatable(), kernel, bias, biasStart)
        { Heads = heads });
        return Array.ConvertAll(blocks, block => (Expr)new Expr.Reference(block));
    }

    /// <summary>
    /// gain·n + shift for each value, n the value with the mean 0 and the variance 1 over the units of a row. A value named zi gives
    /// ni, gi and bi; its parameters are scope/gamma, which starts as 1, and scope/beta.
    /// </summary>
    public Expr[] LayerNorm(string name, Expr[] values, string[] scopes, double epsilon, double shiftStart = 0)
    {
        ClosePointwise();
        string[] stems = Array.ConvertAll(values, value => NameOf(value) is ['z', .. { Length: > 0 } stem] ? stem : NameOf(value));
        string[] results = Array.ConvertAll(stems, stem => "n" + stem);
        _stages.Add(new CellStage.Normalize(name, Units, Array.ConvertAll(values, NameOf).ToEquatable(), results.ToEquatable(), epsilon));
        Expr[] scaled = new Expr[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            string scope = scopes[index].Length == 0 ? "" : scopes[index] + "/";
            Expr gain = Vector("g" + stems[index], scope + "gamma", start: 1);
            Expr shift = Vector("b" + stems[index], scope + "beta", shiftStart);
            scaled[index] = (gain * new Expr.Reference(results[index])) + shift;
        }

        return scaled;
    }

    /// <summary>result = the value with the mean 0 and the variance 1 over the units of a row.</summary>
    public Expr Normalize(string name, Expr value, string result, double epsilon, Extent? extent = null)
    {
        ClosePointwise();
        _stages.Add(new CellStage.Normalize(
            name, extent ?? Units, new[] { NameOf(value) }.ToEquatable(), new[] { result }.ToEquatable(), epsilon));
        return new Expr.Reference(result);
    }

    /// <summary>Names the pointwise stage that the next assignments form.</summary>
    public void Pointwise(string name, Extent? extent = null)
    {
        ClosePointwise();
        _pointwiseName = name;
        _pointwiseExtent = extent ?? Units;
    }

    /// <summary>Declares which block is the forget gate, and what the equations add to it.</summary>
    public void Forgets(Expr block, double bias) => _forget = new ForgetGate(NameOf(block), bias);

    /// <summary>name = value; what it stands for, in words.</summary>
    public Expr Let(string name, Expr value, string? words = null)
    {
        _assignments.Add(new Assignment(name, value) { Words = words });
        return new Expr.Reference(name);
    }

    /// <summary>state' = value; what it stands for, in words.</summary>
    public Expr Next(Expr state, Expr value, string? words = null) => Let(NameOf(state) + "'", value, words);

    /// <summary>Finishes the cell.</summary>
    public CellDefinition Output(Expr output)
    {
        ClosePointwise();
        return new CellDefinition(
            kind, _states.ToEquatable(), _vectors.ToEquatable(), _stages.ToEquatable(), NameOf(output))
        { Forget = _forget, StepInputs = _inputs.ToEquatable() };
    }

    private Expr Vector(string name, string parameter, double limit, double start, Extent? extent = null)
    {
        _vectors.Add(new CellVector(name, parameter, extent ?? Units, _stages.Count, limit, start));
        return new Expr.Reference(name);
    }

    private void ClosePointwise()
    {
        if (_assignments.Count > 0)
        {
            _stages.Add(new CellStage.Pointwise(_pointwiseName, _pointwiseExtent, _assignments.ToEquatable()));
            _assignments.Clear();
        }
    }

    private static string NameOf(Expr value) => ((Expr.Reference)value).Name;
}
