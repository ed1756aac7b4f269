using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks the attribute of one recurrent layer.</summary>
internal sealed class LayerParser(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private const string LearnedState = "LearnedInitialState";

    /// <summary>The layer; what is wrong with its options has been reported.</summary>
    public LayerSpec Parse(int units, string? equations = null)
    {
        // A class of the user's may have the name of a cell; what it has beside its equations is its own business.
        CellDeclaration? cell = equations is null ? CellCatalogue.Find(attribute.ShortName) : null;
        LayerSpec layer = new(
            attribute.ShortName,
            units,
            (cell?.Options ?? []).Select(Argument).OfType<LayerArgument>()
                .OrderBy(argument => argument.Name, StringComparer.Ordinal).ToEquatable(),
            (LayerDirection)Member(attribute, report, "Direction", typeof(LayerDirection)),
            (LayerMerge)Member(attribute, report, "Merge", typeof(LayerMerge)),
            attribute.Named("Residual") is true,
            new InitializerParser(attribute, report).Parse(),
            equations,
            Dropout(units))
        {
            LearnedInitialState = attribute.Named(LearnedState) is true,
        };
        if (cell?.OutputUnits is LayerOption size && layer.Number(size) is double given)
        {
            layer = layer with { OutputUnits = (int)given };
        }

        if (layer.LearnedInitialState && equations is not null)
        {
            CheckStateNames(CellText.Define(layer.Kind, units, equations));
        }

        foreach (LayerOption option in (cell?.Options ?? []).Where(IsGiven))
        {
            CheckEffect(option, $"[{layer.Kind}({units})]");
        }

        if (attribute.Named("Merge") is not null && layer.Direction != LayerDirection.Bidirectional)
        {
            report(Descriptors.NoEffect, attribute.ArgumentLocation("Merge"), ["Merge", $"[{layer.Kind}({units})] is not bidirectional"]);
        }

        return layer;
    }

    /// <summary>The member of an enum; a number that is none is reported.</summary>
    public static int Member(AttributeReader attribute, Action<DiagnosticDescriptor, Location, object[]> report, string name, Type type)
    {
        if (attribute.Named(name) is not int value)
        {
            return 0;
        }

        if (!Enum.IsDefined(type, value))
        {
            string members = string.Join(", ", Enum.GetNames(type));
            report(Descriptors.UnknownMember, attribute.ArgumentLocation(name), [name, value, members]);
            return 0;
        }

        return value;
    }

    /// <summary>Parameters of a cell that is text have the names that its author gave them.</summary>
    private void CheckStateNames(CellDefinition cell)
    {
        HashSet<string> taken = [.. cell.Vectors.Select(vector => vector.Parameter)];
        foreach (CellStage.Matrix stage in cell.Stages.OfType<CellStage.Matrix>())
        {
            taken.Add(stage.Kernel);
            taken.Add(stage.Bias ?? "");
        }

        foreach (string name in cell.States.Select(state => state.InitialName).Where(taken.Contains))
        {
            report(
                Descriptors.CellNameTwice, attribute.ArgumentLocation(LearnedState),
                [$"{LearnedState} needs the parameter '{name}', a name that the equations of [{attribute.ShortName}] have given away"]);
        }
    }

    /// <summary>Some options do nothing without another one, or beside it.</summary>
    private void CheckEffect(LayerOption option, string layer)
    {
        if (option.Needs is LayerOption needed && !IsOn(needed))
        {
            report(Descriptors.NoEffect, attribute.ArgumentLocation(option.Name), [option.Name, $"{layer} has no {needed.Name}"]);
        }

        if (option.Rival is LayerOptionRival rival && IsOn(rival.Option))
        {
            string reason = string.Format(CultureInfo.InvariantCulture, rival.Reason, layer);
            report(Descriptors.NoEffect, attribute.ArgumentLocation(option.Name), [option.Name, reason]);
        }
    }

    private bool IsGiven(LayerOption option) => attribute.Named(option.Name) is not null;

    // A switch may be given and off.
    private bool IsOn(LayerOption option) => attribute.Named(option.Name) is not (null or false);

    private DropoutSpec? Dropout(int units)
    {
        DropoutSpec dropout = new(
            Rate("InputDropout"), Rate("StateDropout"), Rate("OutputDropout"), attribute.Named("VariationalDropout") is true);
        bool drops = dropout.Input > 0 || dropout.State > 0 || dropout.Output > 0;
        if (dropout.OncePerSequence && !drops)
        {
            report(
                Descriptors.NoEffect, attribute.ArgumentLocation("VariationalDropout"),
                ["VariationalDropout", $"[{attribute.ShortName}({units})] drops nothing"]);
        }

        return drops ? dropout : null;
    }

    private double Rate(string name)
    {
        double rate = attribute.Named(name) as double? ?? 0;
        if (!(rate >= 0 && (float)rate < 1))
        {
            report(Descriptors.NumberOutOfRange, attribute.ArgumentLocation(name), [name, rate, "at least 0 and below 1"]);
        }

        return rate;
    }

    /// <summary>An option of the cell; null for one that is at its default, or wrong.</summary>
    private LayerArgument? Argument(LayerOption option)
    {
        string name = option.Name;
        switch (attribute.Named(name))
        {
            case bool flag:
                return Given(option, flag ? 1 : 0);
            case int when option.Members is Type members:
                return Given(option, Member(attribute, report, name, members));
            case int size:
                if (size is < 1 or > Limits.Units)
                {
                    report(Descriptors.SizeOutOfRange, attribute.ArgumentLocation(name), [name, size, 1, Limits.Units]);
                }

                return Given(option, size);
            case double number:
                CheckNumber(option, number);
                return Given(option, number);
            default:
                return null;
        }
    }

    private void CheckNumber(LayerOption option, double value)
    {
        if (!(Math.Abs(value) <= float.MaxValue))
        {
            report(Descriptors.NotFinite, attribute.ArgumentLocation(option.Name), [option.Name, value]);
        }
        else if (option.Range == LayerOptionRange.AboveZero && (float)value <= 0)
        {
            report(Descriptors.NumberOutOfRange, attribute.ArgumentLocation(option.Name), [option.Name, value, "greater than 0"]);
        }
        else if (option.Range == LayerOptionRange.AtLeastZero && value < 0)
        {
            report(Descriptors.NumberOutOfRange, attribute.ArgumentLocation(option.Name), [option.Name, value, "at least 0"]);
        }
    }

    private static LayerArgument? Given(LayerOption option, double value) =>
        value == option.Default && !option.IsHashedAtDefault ? null : new LayerArgument(option.Name, value);
}
