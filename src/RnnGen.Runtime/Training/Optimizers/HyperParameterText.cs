using System;
using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Training;

/// <summary>Hyper-parameters as invariant text, the shortest that gives the same bits back.</summary>
internal sealed class HyperParameterText() : Dictionary<string, string>(StringComparer.Ordinal)
{
    public void Add(string name, float value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    public void Add(string name, double value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    public void Add(string name, bool value) => Add(name, value ? "true" : "false");
}
