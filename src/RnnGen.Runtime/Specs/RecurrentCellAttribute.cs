using System;

namespace RnnGen;

/// <summary>
/// The base of layers whose equations are text: derive a class with a constructor parameter <c>int units</c>, put
/// <see cref="CellEquationsAttribute"/> on it, and apply it to a model as any other layer.
/// </summary>
/// <param name="units">Size of each state and of the output.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class RecurrentCellAttribute(int units) : RecurrentLayerAttribute(units);
