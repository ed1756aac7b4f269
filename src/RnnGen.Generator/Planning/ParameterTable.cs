using System;
using System.Collections.Generic;
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

    /// <summary>
    /// Adds a kernel with Glorot's uniform start, limit √(6 / (rows + columns)) over the fused matrix, and a constant bias.
    /// </summary>
    public (ParameterPlan Kernel, ParameterPlan Bias) Add(string kernelName, string biasName, int rows, int columns, double biasStart) =>
        (AddKernel(kernelName, rows, columns), AddVector(biasName, columns, 0, biasStart));

    /// <summary>Adds a kernel alone.</summary>
    public ParameterPlan AddKernel(string name, int rows, int columns) =>
        Add(new ParameterPlan(name, new[] { rows, columns }.ToEquatable(), Count, Math.Sqrt(6.0 / ((double)rows + columns)), 0));

    /// <summary>Adds a vector that starts uniform in a limit, or as a constant.</summary>
    public ParameterPlan AddVector(string name, int count, double limit, double start) =>
        Add(new ParameterPlan(name, new[] { count }.ToEquatable(), Count, limit, start));

    private ParameterPlan Add(ParameterPlan parameter)
    {
        Count += parameter.Count;
        _parameters.Add(parameter);
        return parameter;
    }
}
