using System;
using System.Globalization;
using System.Linq;

namespace RnnGen.Pictures;

/// <summary>What pictures and tables write of a value of the network.</summary>
internal static class LayerText
{
    // Hangul begins here; what follows is mostly East Asian.
    private const int FirstWide = 0x1100;

    /// <summary>The shape in brackets; of tokens, of which a step has one, without a size.</summary>
    public static string Shape(LayerInfo layer, int? steps)
    {
        string axis = !layer.HasSteps ? "" : steps is int count ? FormattableString.Invariant($", {count}") : ", steps";
        return layer.Size == 0 ? $"[batch{axis}]" : FormattableString.Invariant($"[batch{axis}, {layer.Size}]");
    }

    /// <summary>The columns of a value that a layer reads; nothing where it reads all of them.</summary>
    public static string Columns(LayerRead read, ModelDescription description) =>
        read.FirstColumn == 0 && read.Columns == description.Layers[read.Layer].Size
            ? ""
            : FormattableString.Invariant($"[{read.FirstColumn}..{read.FirstColumn + read.Columns}]");

    /// <summary>A number with commas between thousands.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with commas between thousands, and what it counts.</summary>
    public static string Counted(long number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";

    /// <summary>How many places a text takes in a font of fixed width, in which East Asian letters take two.</summary>
    public static int Places(string text) => text.EnumerateRunes().Sum(rune => rune.Value < FirstWide ? 1 : 2);

    /// <summary>Checks that each layer reads what stands above it.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public static void CheckReads(ModelDescription description)
    {
        for (int index = 0; index < description.Layers.Count; index++)
        {
            LayerInfo layer = description.Layers[index];
            int[] reads = [.. layer.Reads.Select(read => read.Layer), .. layer.InitialState is int source ? [source] : Array.Empty<int>()];
            foreach (int read in reads.Where(read => read < 0 || read >= index))
            {
                throw new InvalidOperationException(
                    $"Layer {index} of {description.Name}, '{layer.Name}', reads layer {read}; it can read 0 to {index - 1}.");
            }
        }
    }
}
