using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RnnGen.Interchange.Equations;

namespace RnnGen.Interchange;

/// <summary>Writes a network as C#: a partial class with its layers as attributes, which RnnGen's generator completes.</summary>
public static class NetworkSource
{
    /// <summary>The text of the file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="namespaceName">The namespace of the class, or <see langword="null"/> for none.</param>
    /// <param name="comment">Lines to stand above the class, such as where it comes from.</param>
    /// <param name="training">Whether the class can be trained further; its heads need losses then.</param>
    public static string Write(Network network, string? namespaceName = null, IReadOnlyList<string>? comment = null, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        StringBuilder text = new("using RnnGen;\n\n");
        if (namespaceName is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {namespaceName};\n\n");
        }

        foreach (NetworkLayer cell in network.AllLayers.Where(layer => layer.IsOwnCell).DistinctBy(layer => layer.Kind))
        {
            AppendCell(text, cell);
        }

        foreach (string line in comment ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"// {line}\n");
        }

        foreach (string attribute in Attributes(network, training))
        {
            text.Append(CultureInfo.InvariantCulture, $"[{attribute}]\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {network.Name};\n").ToString();
    }

    /// <summary>The attributes of the class, without brackets, from the first to the last.</summary>
    public static IReadOnlyList<string> Attributes(Network network, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        IReadOnlySet<string> shown = NetworkNames.Shown(network);
        Dictionary<string, IReadOnlyList<NetworkRead>> usual = NetworkNames.WithUsualReads(network)
            .ToDictionary(pair => pair.Layer.Name, pair => pair.Usual, StringComparer.Ordinal);
        bool plain = network.Inputs is [{ PerSequence: false, Embedding: null, Name: "input" }];
        List<string> attributes = [Model(network, plain, training)];
        attributes.AddRange(network.Inputs.Where(input => input.Embedding is not null).Select(Embedding));
        if (!plain)
        {
            attributes.AddRange(network.Inputs.Where(input => input.Embedding is null)
                .Select(input => Attribute("Input", [input.Name, input.Size], input.PerSequence ? ["PerSequence = true"] : [])));
        }

        attributes.AddRange(network.Layers.Select(Layer));
        foreach (NetworkHead head in network.Heads)
        {
            if (head.Name.Length > 0)
            {
                attributes.Add(Attribute("Head", [head.Name], NetworkNames.SaysFrom(network, head) ? [From(head.Reads)] : []));
            }
            else if (NetworkNames.SaysFrom(network, head))
            {
                attributes.Add(Attribute("Concatenate", [], [From(head.Reads)]));
            }

            attributes.AddRange(head.Layers.Select(Layer));
            if (head.Loss is not null)
            {
                attributes.Add(head.Loss);
            }
        }

        return attributes;

        string Layer(NetworkLayer layer)
        {
            // What a class that is not trained drops is an error.
            bool dropsNothing = layer.Kind == "Dropout" && !training;
            List<string> options =
            [
                .. layer.Options.Where(option => training || !IsOfDropout(option.Key))
                    .Select(option => $"{option.Key} = {Literal(option.Value)}"),
            ];
            bool stepsAreNeeded = network.Layers.Any(reader =>
                (reader.IsRecurrent || reader.IsWindow) && reader.Reads.Any(read => read.Value == layer.Name));
            if (layer.Kind == "Dense" && layer.HasSteps && !stepsAreNeeded)
            {
                options.Add("EveryStep = true");
            }

            options.AddRange(StepInputs(layer).Zip(
                layer.StepInputs, (property, read) => $"{property} = {Literal(Range(network, read))}"));
            if (layer.InitialState is not null)
            {
                options.Add($"InitialState = {Literal(layer.InitialState)}");
            }

            if (shown.Contains(layer.Name))
            {
                options.Add($"Name = {Literal(layer.Name)}");
            }

            if (NetworkNames.SaysFrom(layer, usual[layer.Name]))
            {
                options.Add(From(layer.Reads));
            }

            return dropsNothing ? Attribute("Activation", [Activation.Linear], options) : Attribute(layer.Kind, layer.Arguments, options);
        }

        string From(IReadOnlyList<NetworkRead> reads) =>
            $"From = [{string.Join(", ", reads.Select(read => Literal(Range(network, read))))}]";
    }

    // A property of the attribute has the name of the input in the equations.
    private static IEnumerable<string> StepInputs(NetworkLayer layer) => layer.StepInputs.Count == 0
        ? []
        : CellEquations.Read(layer.Equations!).StepInputs.Select(name => char.ToUpperInvariant(name[0]) + name[1..]);

    private static bool IsOfDropout(string option) =>
        option is "InputDropout" or "StateDropout" or "OutputDropout" or "VariationalDropout" or "Variational";

    private static string Model(Network network, bool plain, bool training)
    {
        List<string> options = [];
        if (plain)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"InputSize = {network.Inputs[0].Size}"));
        }

        if (network.Steps is int steps)
        {
            options.Add(string.Create(CultureInfo.InvariantCulture, $"Steps = {steps}"));
        }

        if (!training)
        {
            options.Add("Training = false");
        }

        return Attribute("RnnModel", [], options);
    }

    private static string Embedding(NetworkInput input) => Attribute(
        "Embedding",
        [input.Embedding!.Vocabulary, input.Embedding.Units],
        input.Name == "embedding" ? [] : [$"Name = {Literal(input.Name)}"]);

    internal static string Range(Network network, NetworkRead read)
    {
        int columns = network.Inputs.FirstOrDefault(input => input.Name == read.Value)?.Columns
            ?? network.AllLayers.First(layer => layer.Name == read.Value).Size;
        return read.FirstColumn == 0 && read.Columns == columns
            ? read.Value
            : string.Create(CultureInfo.InvariantCulture, $"{read.Value}[{read.FirstColumn}..{read.FirstColumn + read.Columns}]");
    }

    private static string Attribute(string name, IReadOnlyList<object> arguments, IReadOnlyList<string> options)
    {
        string[] all = [.. arguments.Select(Literal), .. options];
        return all.Length == 0 ? name : $"{name}({string.Join(", ", all)})";
    }

    internal static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        Enum member => $"{member.GetType().Name}.{member}",
        _ => throw new ArgumentException($"An attribute cannot hold {value.GetType().Name} {value}.", nameof(value)),
    };

    // The shortest text of the float where the number is one: 1e-07, not 9.99999993922529E-08.
    private static string Number(double number) => (double)(float)number == number
        ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    private static void AppendCell(StringBuilder text, NetworkLayer cell)
    {
        text.Append("[CellEquations(\"\"\"\n");
        foreach (string line in cell.Equations!.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {line.TrimEnd()}\n");
        }

        text.Append("    \"\"\")]\n");
        string[] properties = [.. StepInputs(cell).Select(property => $"    public string? {property} {{ get; set; }}\n")];
        string body = properties.Length == 0 ? ";\n\n" : $"\n{{\n{string.Join('\n', properties)}}}\n\n";
        text.Append(
            CultureInfo.InvariantCulture, $"public sealed class {cell.Kind}Attribute(int units) : RecurrentCellAttribute(units){body}");
    }
}
