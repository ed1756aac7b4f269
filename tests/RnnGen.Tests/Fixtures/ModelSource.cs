using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Tests.Fixtures;

/// <summary>One recurrent layer.</summary>
/// <param name="Kind">Stem of the parameters' names: rnn, lstm or gru.</param>
/// <param name="Units">Units of the layer.</param>
/// <param name="Options">Named arguments of its attribute.</param>
internal sealed record LayerSource(string Kind, int Units, params IReadOnlyList<string> Options)
{
    public bool IsBidirectional { get; init; }

    public bool IsReverse { get; init; }

    /// <summary>Size of the hidden state where it is projected.</summary>
    public int? Projection { get; init; }

    /// <summary>Size of the hidden state.</summary>
    public int StateSize => Projection ?? Units;

    /// <summary>Numbers of one step's output.</summary>
    public int OutputSize => StateSize * (IsBidirectional ? 2 : 1);

    public string Attribute
    {
        get
        {
            List<string> arguments = [Number(Units), .. Options];
            if (Projection is int projection)
            {
                arguments.Add($"Projection = {Number(projection)}");
            }

            if (IsBidirectional || IsReverse)
            {
                arguments.Add($"Direction = Direction.{(IsReverse ? "Reverse" : "Bidirectional")}");
            }

            return $"[{char.ToUpperInvariant(Kind[0])}{Kind[1..]}({string.Join(", ", arguments)})]";
        }
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A model as attributes: the text that the generator reads.</summary>
internal sealed record ModelSource(int InputSize, IReadOnlyList<LayerSource> Layers, int? Classes = null)
{
    public const string StaticName = "StaticModel", DynamicName = "DynamicModel";

    /// <summary>Stems of the names of all cells' parameters: lstm0, or lstm0/fw and lstm0/bw.</summary>
    public IReadOnlyList<string> Cells { get; } =
    [
        .. Layers.SelectMany((layer, index) => layer.IsBidirectional
            ? new[] { $"{layer.Kind}{index}/fw", $"{layer.Kind}{index}/bw" }
            : [$"{layer.Kind}{index}"]),
    ];

    /// <summary>The layer that a cell belongs to.</summary>
    public LayerSource LayerOf(int cell) =>
        Layers.SelectMany(layer => layer.IsBidirectional ? new[] { layer, layer } : [layer]).ElementAt(cell);

    /// <summary>A static class of so many steps and a dynamic one with the same layers.</summary>
    public string Text(int steps)
    {
        StringBuilder text = new("using RnnGen;\n");
        Class(text, StaticName, string.Create(CultureInfo.InvariantCulture, $", Steps = {steps}"));
        Class(text, DynamicName, "");
        return text.ToString();
    }

    private void Class(StringBuilder text, string name, string steps)
    {
        text.Append(
            CultureInfo.InvariantCulture, $"\n/// <summary>A model of a fixture.</summary>\n[RnnModel(InputSize = {InputSize}{steps})]\n");
        foreach (LayerSource layer in Layers)
        {
            text.Append(layer.Attribute).Append('\n');
        }

        if (Classes is int classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"[Dense({classes})]\n[SoftmaxCrossEntropy]\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {name};\n");
    }
}
