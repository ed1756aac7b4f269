using System;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks what the attribute of a layer says of its start.</summary>
internal sealed class InitializerParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private const string Kernel = "KernelInitializer", Recurrent = "RecurrentInitializer", Bias = "BiasInitializer", Value = "Value";

    /// <summary>The preset of the whole model, from [RnnModel].</summary>
    public Initialization Preset() => (Initialization)Member("Initialization", typeof(Initialization));

    /// <summary>What the layer says; what is wrong with it has been reported.</summary>
    public LayerInitializers Parse() => new(Read(Kernel), Read(Recurrent), Read(Bias));

    private InitializerSpec? Read(string name)
    {
        string valueName = name + Value;
        Initializer kind = (Initializer)Member(name, typeof(Initializer));
        double? given = attribute.Named(valueName) is double number ? number : null;
        bool takesValue = kind is Initializer.Constant or Initializer.Uniform or Initializer.Normal or Initializer.TruncatedNormal;
        if (given is double unused && !takesValue && kind != Initializer.Orthogonal)
        {
            Report(valueName, unused, $"{kind} takes no value");
        }
        else if (given is null && takesValue)
        {
            Report(name, kind, $"it needs a value, {valueName}");
        }
        else if (given is double value && !(Math.Abs(value) <= float.MaxValue))
        {
            report(Descriptors.NotFinite, attribute.ArgumentLocation(valueName), [valueName, value]);
        }
        else if (given is double scale && kind != Initializer.Constant && scale <= 0)
        {
            Report(valueName, scale, $"{kind} needs a number greater than 0");
        }

        if (name == Bias && kind == Initializer.Orthogonal)
        {
            Report(name, kind, "only a matrix can be orthogonal");
        }

        return kind == Initializer.Preset ? null : new InitializerSpec(kind, given ?? 1);
    }

    /// <summary>The member of an enum; a number that is none is reported.</summary>
    private int Member(string name, Type type)
    {
        if (attribute.Member(name) is not int value)
        {
            return 0;
        }

        if (!Enum.IsDefined(type, value))
        {
            Report(name, value, $"it is none of {string.Join(", ", Enum.GetNames(type))}");
            return 0;
        }

        return value;
    }

    private void Report(string name, object value, string fault) =>
        report(Descriptors.InitializerDoesNotFit, attribute.ArgumentLocation(name), [name, value, fault]);
}
