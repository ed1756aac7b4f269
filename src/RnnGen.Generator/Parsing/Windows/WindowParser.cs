using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing.Windows;

/// <summary>Reads and checks the window of a layer over time.</summary>
internal sealed class WindowParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    /// <summary>A convolution with its window.</summary>
    /// <param name="layer">The layer, its options read.</param>
    /// <param name="features">Columns of what it reads.</param>
    public LayerSpec Convolution(LayerSpec layer, int features)
    {
        int dilation = Math.Max(1, (int)layer.Number(WindowCells.Dilation)!.Value);
        int taps = Taps(1, $"The kernel of [{layer.Kind}]");
        WindowSpec window = new(taps, dilation, (TimePadding)layer.Number(WindowCells.Padding)!.Value);
        CheckSize($"[{layer.Kind}]", window, features, attribute.PositionalLocation(1));
        return With(layer, window, WindowCells.Kernel);
    }

    /// <summary>A pooling over time with its window.</summary>
    /// <param name="layer">The layer, as wide as what it reads.</param>
    /// <param name="padding">Where its windows stand.</param>
    public LayerSpec Pool(LayerSpec layer, TimePadding padding)
    {
        WindowSpec window = new(Taps(0, $"The size of [{layer.Kind}]"), Dilation: 1, padding);
        CheckSize($"[{layer.Kind}]", window, layer.Units, attribute.PositionalLocation(0));
        return padding == TimePadding.Causal ? With(layer, window, WindowCells.Size)
            : With(layer, window, WindowCells.Size, new LayerArgument(WindowCells.Padding.Name, (double)padding));
    }

    private static LayerSpec With(LayerSpec layer, WindowSpec window, LayerOption taps, params LayerArgument[] others) => layer with
    {
        Window = window,
        Arguments = layer.Arguments.Append(new LayerArgument(taps.Name, window.Taps)).Concat(others)
            .OrderBy(argument => argument.Name, StringComparer.Ordinal).ToEquatable(),
    };

    private int Taps(int position, string what)
    {
        int taps = attribute.Positional(position) as int? ?? 1;
        if (taps is >= 1 and <= Limits.WindowSize)
        {
            return taps;
        }

        report(Descriptors.SizeOutOfRange, attribute.PositionalLocation(position), [what, taps, 1, Limits.WindowSize]);
        return 1;
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
        else if (window.Padding == TimePadding.Causal && reach * features > Limits.PastSize)
        {
            report(
                Descriptors.PastTooLarge, location,
                [layer, Counted.Of((int)reach, "step"), each, reach * features, Limits.PastSize]);
        }
    }
}
