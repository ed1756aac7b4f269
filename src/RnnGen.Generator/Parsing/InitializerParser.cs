using System;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks what the attribute of a layer says of its start.</summary>
internal sealed class InitializerParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private const string Kernel = "KernelInitializer", Recurrent = "RecurrentInitializer", Bias = "BiasInitializer", Value = "Value";

    /// <summary>The preset of the whole model, from [RnnModel].</summary>
    public Initialization Preset() => (Initialization)LayerParser.Member(attribute, report, "Initialization", typeof(Initialization));

    /// <summary>What the layer says; what is wrong with it has been reported.</summary>
    public LayerInitializers Parse() => new(Read(Kernel), Read(Recurrent), Read(Bias));

    /// <summary>What an embedding says of its table; what is wrong with it has been reported.</summary>
    public InitializerSpec? Table() => Read("TableInitializer");

    private InitializerSpec? Read(string name)
    {
        string valueName = name + Value;
        Initializer kind = (Initializer)LayerParser.Member(attribute, report, name, typeof(Initializer));
        double? given = attribute.Named(valueName) is double number ? number : null;
        bool takesValue = kind is Initializer.Constant or Initializer.Uniform or Initializer.Normal or Initializer.TruncatedNormal;
        if (given is not null && !takesValue && kind != Initializer.Orthogonal)
        {
            report(Descriptors.NoEffect, attribute.ArgumentLocation(valueName), [valueName, $"{name} is {kind}, which takes no value"]);
        }
        else if (given is null && takesValue)
        {
            report(Descriptors.InitializerDoesNotFit, attribute.ArgumentLocation(name), [name, kind, $"it needs a value, {valueName}"]);
        }
        else if (given is double value && !(Math.Abs(value) <= float.MaxValue))
        {
            report(Descriptors.NotFinite, attribute.ArgumentLocation(valueName), [valueName, value]);
        }
        else if (given is double scale && kind != Initializer.Constant && scale <= 0)
        {
            report(Descriptors.NumberOutOfRange, attribute.ArgumentLocation(valueName), [valueName, scale, $"greater than 0 for {kind}"]);
        }

        if (name == Bias && kind == Initializer.Orthogonal)
        {
            report(Descriptors.InitializerDoesNotFit, attribute.ArgumentLocation(name), [name, kind, "only a matrix can be orthogonal"]);
        }

        if (name == Bias && kind != Initializer.Preset && attribute.Named(CellOptions.Bias.Name) is false)
        {
            report(Descriptors.NoEffect, attribute.ArgumentLocation(name), [name, $"[{attribute.ShortName}] has no bias"]);
        }

        return kind == Initializer.Preset ? null : new InitializerSpec(kind, given ?? 1);
    }
}
