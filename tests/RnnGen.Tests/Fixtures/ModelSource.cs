using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace RnnGen.Tests.Fixtures;

/// <summary>One recurrent layer.</summary>
/// <param name="Kind">Stem of the parameters' names: rnn, lstm or gru.</param>
/// <param name="Units">Units of the layer.</param>
/// <param name="ForgetBias">Of an LSTM.</param>
internal sealed record LayerSource(string Kind, int Units, double ForgetBias = 0)
{
    public string Attribute => Kind switch
    {
        "rnn" => $"[Rnn({Number(Units)})]",
        "gru" => $"[Gru({Number(Units)})]",
        _ => $"[Lstm({Number(Units)}, ForgetBias = {Number(ForgetBias)})]",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A model as attributes: the text that the generator reads.</summary>
internal sealed record ModelSource(int InputSize, IReadOnlyList<LayerSource> Layers, int? Classes = null)
{
    public const string StaticName = "StaticModel", DynamicName = "DynamicModel";

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
        text.Append(CultureInfo.InvariantCulture, $"\n/// <summary>A model of a fixture.</summary>\n[RnnModel(InputSize = {InputSize}{steps})]\n");
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
