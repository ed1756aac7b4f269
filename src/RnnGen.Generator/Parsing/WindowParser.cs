using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks the window of a layer over time.</summary>
internal sealed class WindowParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    /// <summary>A convolution with its window.</summary>
    /// <param name="layer">The layer, its options read.</param>
    /// <param name="reads">What it reads.</param>
    public LayerSpec Convolution(LayerSpec layer, IReadOnlyList<GraphRead> reads)
    {
        Location location = attribute.PositionalLocation(1);
        int taps = attribute.Positional(1) as int? ?? 1;
        if (taps is < 1 or > Limits.WindowSize)
        {
            report(Descriptors.SizeOutOfRange, location, [$"The kernel of [{layer.Kind}]", taps, 1, Limits.WindowSize]);
            taps = 1;
        }

        int dilation = Math.Max(1, (int)layer.Number(WindowCells.Dilation)!.Value);
        WindowSpec window = new(taps, dilation, (Padding)layer.Number(WindowCells.Padding)!.Value);
        CheckSize($"[{layer.Kind}]", window, reads.Sum(read => read.Columns), location);
        return layer with
        {
            Window = window,
            Arguments = layer.Arguments.Append(new LayerArgument(WindowCells.Kernel.Name, taps))
                .OrderBy(argument => argument.Name, StringComparer.Ordinal).ToEquatable(),
        };
    }

    private void CheckSize(string layer, WindowSpec window, int features, Location location)
    {
        string each = Counted.Of(features, "feature");
        long numbers = (long)window.Taps * features, reach = (long)(window.Taps - 1) * window.Dilation;
        if (numbers > Limits.WindowSize)
        {
            report(Descriptors.WindowTooLarge, location, [layer, Counted.Of(window.Taps, "step"), each, numbers, Limits.WindowSize]);
        }
        else if (reach > Limits.Steps)
        {
            report(Descriptors.SizeOutOfRange, location, [$"The number of steps that {layer} sees", reach + 1, 1, Limits.Steps + 1]);
        }
        else if (window.Padding == Padding.Causal && reach * features > Limits.PastSize)
        {
            report(
                Descriptors.PastTooLarge, location,
                [layer, Counted.Of((int)reach, "step"), each, reach * features, Limits.PastSize]);
        }
    }
}
