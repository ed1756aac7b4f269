using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>The parameters of a model so far, one after the other in forward order.</summary>
internal sealed class ParameterTable
{
    private readonly List<ParameterPlan> _parameters = [];

    /// <summary>Number of elements: long, so that the parser can refuse what an int cannot address.</summary>
    public long Count { get; private set; }

    /// <summary>The table.</summary>
    public EquatableArray<ParameterPlan> Parameters => _parameters.ToEquatable();

    /// <summary>Adds a matrix that starts uniform in Glorot's limit, √(6 / (rows + columns)).</summary>
    public ParameterPlan AddMatrix(string name, int rows, int columns) => Add(Matrix(name, rows, columns));

    /// <summary>
    /// Adds the kernel of a product, a matrix whose rows are those of its operands, likewise; by heads each unit reads the rows of its own.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="operands">The operands.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="taps">
    /// Of a convolution the steps of its window: every output reads, and every input is read by, that many rows and columns of weights.
    /// </param>
    public ParameterPlan AddKernel(string name, IReadOnlyList<KernelOperandPlan> operands, int columns, int heads = 1, int? taps = null)
    {
        int rows = operands.Sum(operand => operand.Rows);
        return Add(Matrix(name, rows, columns) with
        {
            Operands = operands.ToEquatable(),
            UniformLimit = GlorotLimit(rows / heads, columns * (taps ?? 1)),
            Taps = taps,
        });
    }

    /// <summary>Adds a vector that starts uniform in a limit, or as a constant.</summary>
    public ParameterPlan AddVector(string name, int count, double limit, double start) =>
        Add(new ParameterPlan(name, new[] { count }.ToEquatable(), Count, limit, start));

    private ParameterPlan Matrix(string name, int rows, int columns) =>
        new(name, new[] { rows, columns }.ToEquatable(), Count, GlorotLimit(rows, columns), 0);

    private static double GlorotLimit(int rows, int columns) => Math.Sqrt(6.0 / ((double)rows + columns));

    private ParameterPlan Add(ParameterPlan parameter)
    {
        Count += parameter.Count;
        _parameters.Add(parameter);
        return parameter;
    }
}
