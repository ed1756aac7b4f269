using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks what follows the recurrent layers: one head without a name, or named ones, each opened by [Head].</summary>
internal sealed class HeadListParser(List<DiagnosticInfo> diagnostics)
{
    private readonly List<(AttributeReader Attribute, string Name, double Weight, HeadParser Parser)> _heads = [];
    private readonly HeadParser _unnamed = new(diagnostics);
    private readonly List<AttributeReader> _loose = [];

    /// <summary>The head that the next attribute belongs to.</summary>
    public HeadParser Current => _heads.Count > 0 ? _heads[_heads.Count - 1].Parser : _unnamed;

    /// <summary>The heads as read.</summary>
    public EquatableArray<HeadSpec> Specs => _heads.Count == 0
        ? new[] { _unnamed.Spec }.ToEquatable()
        : _heads.Select(head => head.Parser.Spec with { Name = head.Name, Weight = head.Weight }).ToEquatable();

    /// <summary>Notes an attribute of the current head.</summary>
    public void Add(AttributeReader attribute)
    {
        if (_heads.Count == 0)
        {
            _loose.Add(attribute);
        }
    }

    /// <summary>Opens a head; false when the attribute itself does not compile.</summary>
    public bool Open(AttributeReader attribute)
    {
        if (attribute.HasErrors)
        {
            return false;
        }

        string name = attribute.Positional(0) as string ?? "";
        if (name.Length == 0 || !char.IsLetter(name[0]) || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_'))
        {
            Report(Descriptors.HeadName, attribute.PositionalLocation(0), name, "it must be a letter, then letters, digits or underscores");
        }
        else if (name.Length > Limits.NameLength)
        {
            Report(Descriptors.NameTooLong, attribute.PositionalLocation(0), Limits.LongName(name));
        }
        else if (_heads.Any(head => IsAlike(head.Name, name)))
        {
            Report(Descriptors.TwoHeads, attribute.PositionalLocation(0), name);
        }

        double weight = attribute.Named("Weight") as double? ?? 1;
        if (!((float)weight > 0 && weight <= float.MaxValue))
        {
            Report(
                Descriptors.NumberOutOfRange, attribute.ArgumentLocation("Weight"), "Weight", weight,
                "positive and finite, within the range of float");
        }

        _heads.Add((attribute, name, weight, new HeadParser(diagnostics)));
        return true;
    }

    /// <summary>What can be said when all attributes have been read.</summary>
    public void Check(IReadOnlyList<LayerSpec> layers)
    {
        if (_heads.Count == 0)
        {
            return;
        }

        foreach (AttributeReader attribute in _loose)
        {
            Report(Descriptors.BeforeTheHeads, attribute.Location, attribute.ShortName, _heads[0].Name);
        }

        string? learning = _heads.Where(head => head.Parser.Spec.Loss is not null).Select(head => head.Name).FirstOrDefault();
        foreach ((AttributeReader attribute, string name, _, HeadParser parser) in _heads)
        {
            // Names in generated code begin with those of layers and of heads.
            for (int index = 0; index < layers.Count; index++)
            {
                string layer = layers[index].Kind + Separator(layers[index]) + index;
                if (name.StartsWith(layer, StringComparison.OrdinalIgnoreCase)
                    || OwnStages.Any(stage => layer.StartsWith(name + stage, StringComparison.OrdinalIgnoreCase)))
                {
                    Report(Descriptors.HeadName, attribute.PositionalLocation(0), name, $"the names of layer {index} begin so");
                }
            }

            if (parser.IsEmpty)
            {
                Report(Descriptors.HeadIncomplete, attribute.Location, name, "is empty: put [Pooling], [Dense] or a loss below it");
            }
            else if (parser.Spec.Loss is null && learning is not null)
            {
                Report(
                    Descriptors.HeadIncomplete, attribute.Location, name,
                    $"has no loss, but head '{learning}' has: all heads have one, or none has");
            }
            else if (parser.Spec.Loss is null && attribute.Named("Weight") is not null)
            {
                Report(Descriptors.NoEffect, attribute.ArgumentLocation("Weight"), "Weight", $"head '{name}' has no loss");
            }
        }
    }

    // Generated names begin with either case of a first letter, and some letters are one in one case and two in the other: k and the kelvin
    // sign.
    private static bool IsAlike(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || Casing.Pascal(one) == Casing.Pascal(other)
        || Casing.Camel(one) == Casing.Camel(other);

    // What stages of a head are called, with a number behind.
    private static readonly string[] OwnStages = ["Dense", "Attention"];

    private static string Separator(LayerSpec layer) => char.IsDigit(layer.Kind[layer.Kind.Length - 1]) ? "_" : "";

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
