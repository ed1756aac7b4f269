using System;
using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Data;

/// <summary>Builds <see cref="ISequenceSource.Settings"/>; values are written the same everywhere.</summary>
internal sealed class SourceSettings : Dictionary<string, string>
{
    /// <summary>Begins with those of something that the source reads.</summary>
    public SourceSettings(IReadOnlyDictionary<string, string>? inner = null)
        : base(inner ?? new Dictionary<string, string>(), StringComparer.Ordinal)
    {
    }

    /// <summary>Adds a setting.</summary>
    public void Add(string name, IFormattable value) => base.Add(name, value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Adds a truth value.</summary>
    public void Add(string name, bool value) => base.Add(name, value ? "yes" : "no");
}
