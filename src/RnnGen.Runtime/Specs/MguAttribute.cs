using System;

namespace RnnGen;

/// <summary>
/// A minimal gated unit (Zhou, Wu, Zhang and Zhou 2016): <c>f = σ([x, h]·W + b)</c>, <c>k = tanh([x, f·h]·W + b)</c>,
/// <c>h' = (1 - f)·h + f·k</c>.
/// </summary>
/// <param name="units">Size of the hidden state.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MguAttribute(int units) : RecurrentLayerAttribute(units);
