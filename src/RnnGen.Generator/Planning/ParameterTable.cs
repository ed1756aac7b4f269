using System;
using System.Collections.Generic;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Planning;

/// <summary>The parameters of a model so far, one after the other in forward order.</summary>
internal sealed class ParameterTable
{
    private readonly List<ParameterPlan> _parameters = [];

    /// <summary>Number of elements: long, so that the parser can refuse what an int cannot address.</summary>
    public long Count { get; private set; }

    /// <summary>The table.</summary>
    public EquatableArray<ParameterPlan> Parameters => _parameters.ToEquatable();

    /// <summary>Adds a kernel with Glorot's uniform start, limit √(6 / (rows + columns)) over the fused matrix, and a constant bias.</summary>
    public (ParameterPlan Kernel, ParameterPlan Bias) Add(string kernelName, string biasName, int rows, int columns, double biasStart)
    {
        ParameterPlan kernel = new(kernelName, new[] { rows, columns }.ToEquatable(), Count, Math.Sqrt(6.0 / ((double)rows + columns)), 0);
        ParameterPlan bias = new(biasName, new[] { columns }.ToEquatable(), Count + kernel.Count, 0, biasStart);
        Count += kernel.Count + bias.Count;
        _parameters.Add(kernel);
        _parameters.Add(bias);
        return (kernel, bias);
    }
}
