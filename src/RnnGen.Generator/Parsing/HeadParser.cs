using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks what follows the recurrent layers, attribute by attribute in source order.</summary>
internal sealed class HeadParser(List<DiagnosticInfo> diagnostics)
{
    private readonly List<DenseSpec> _dense = [];
    private AttributeReader? _lastDense;
    private SequenceReduction? _pooling;
    private AttentionSpec? _attention;
    private bool _everyStep;
    private LossSpec? _loss;

    /// <summary>The head as read.</summary>
    public HeadSpec Spec => new(
        _pooling ?? (_dense.Count == 0 || _everyStep ? SequenceReduction.None : SequenceReduction.Last), _dense.ToEquatable(), _loss)
    {
        Attention = _attention,
        Pools = Pools,
    };

    /// <summary>What it says that it reads; null where it does not.</summary>
    public IReadOnlyList<GraphRead>? Reads { get; set; }

    /// <summary>Whether it pools the steps, so that there must be some.</summary>
    public bool Pools => _pooling is not null;

    /// <summary>What diagnostics call the part of it that reads.</summary>
    public string Text => _pooling is SequenceReduction pooling ? $"[Pooling(Pooling.{pooling})]"
        : _dense.Count > 0 ? $"[Dense({_dense[0].Units})]"
        : "The head";

    /// <summary>Whether nothing has been read.</summary>
    public bool IsEmpty => _pooling is null && _dense.Count == 0 && _loss is null;

    /// <summary>Notes that the steps are reduced; false when the attribute itself does not compile.</summary>
    public bool Pooling(AttributeReader attribute)
    {
        if (attribute.PositionalEnum(0) is not int pooling)
        {
            return false;
        }

        // The runtime's Pooling has no None.
        SequenceReduction reduction = (SequenceReduction)(pooling + 1);
        CheckEnum(reduction, attribute.PositionalLocation(0), "Pooling", pooling, first: 1);
        _pooling = reduction;
        _attention = Attention(attribute, reduction);
        return true;
    }

    private AttentionSpec? Attention(AttributeReader attribute, SequenceReduction reduction)
    {
        int? units = attribute.Named("AttentionUnits") as int?;
        if (reduction != SequenceReduction.Attention)
        {
            foreach (string name in attribute.NamedArguments.Select(argument => argument.Key))
            {
                Report(Descriptors.NoEffect, attribute.ArgumentLocation(name), name, $"[Pooling(Pooling.{reduction})] learns nothing");
            }

            return null;
        }

        if (units is < 1 or > Limits.Units)
        {
            Report(Descriptors.SizeOutOfRange, attribute.ArgumentLocation("AttentionUnits"), "AttentionUnits", units, 1, Limits.Units);
        }

        LayerInitializers initializers = new InitializerParser(attribute, Report).Parse();
        if (units is null && initializers.Bias is not null)
        {
            Report(
                Descriptors.NoEffect, attribute.ArgumentLocation("BiasInitializer"), "BiasInitializer",
                "a score without AttentionUnits has no bias");
        }

        return new AttentionSpec(units ?? 0, initializers);
    }

    /// <summary>Adds a dense layer whose number of units is known.</summary>
    public void Dense(AttributeReader attribute, int units)
    {
        Activation activation = (Activation)(attribute.NamedEnum("Activation") ?? 0);
        CheckEnum(activation, attribute.ArgumentLocation("Activation"), "Activation", (int)activation);
        bool everyStep = attribute.Named("EveryStep") as bool? ?? false;
        if (_dense.Count > 0 && everyStep != _everyStep)
        {
            Report(
                Descriptors.EveryStepDiffers, attribute.ArgumentLocation("EveryStep"), units, Text(everyStep),
                _dense[_dense.Count - 1].Units, Text(_everyStep));
        }
        else if (everyStep && _pooling is SequenceReduction pooling)
        {
            Report(Descriptors.NoStepsLeft, attribute.ArgumentLocation("EveryStep"), pooling, units);
        }

        _everyStep = everyStep;
        _lastDense = attribute;
        _dense.Add(new DenseSpec(units, activation, new InitializerParser(attribute, Report).Parse())
        {
            Name = attribute.Named("Name") as string,
            Bias = attribute.Named("Bias") is not false,
        });

        static string Text(bool value) => value ? "true" : "false";
    }

    /// <summary>Reads the loss; <paramref name="lastLayer"/> is the last recurrent layer as text.</summary>
    public void Loss(AttributeReader attribute, string lastLayer)
    {
        IsLoss(attribute.ShortName, out LossKind kind);
        if (_loss is not null)
        {
            Report(Descriptors.TwoLosses, attribute.Location, kind, _loss.Kind);
        }

        LossReductionKind reduction = (LossReductionKind)(attribute.NamedEnum("Reduction") ?? 0);
        CheckEnum(reduction, attribute.ArgumentLocation("Reduction"), "Reduction", (int)reduction);
        _loss = new LossSpec(kind, reduction);
        CheckFit(attribute, kind, lastLayer);
        Options(attribute);
    }

    private void CheckFit(AttributeReader attribute, LossKind kind, string lastLayer)
    {
        DenseSpec? last = _dense.LastOrDefault();
        (string? needs, bool fits) = kind switch
        {
            LossKind.SoftmaxCrossEntropy => ("a [Dense(classes)] layer of at least 2 classes", last is not null && last.Units != 1),
            LossKind.ConnectionistTemporalClassification =>
                ("a [Dense(labels + 1, EveryStep = true)] layer of at least one label and the blank", last is not null && last.Units != 1),
            LossKind.BinaryCrossEntropy => ("a [Dense(units)] layer", last is not null),
            LossKind.GaussianNegativeLogLikelihood =>
                ("a [Dense(2·n)] layer of n means and n log-variances", last is not null && last.Units % 2 == 0),
            _ => (null, true),
        };
        if (!fits)
        {
            Report(Descriptors.LossDoesNotFit, attribute.Location, kind, needs!, last is null ? lastLayer : $"[Dense({last.Units})]");
        }
        else if (needs is not null && last!.Activation != Activation.Linear)
        {
            string what = kind == LossKind.GaussianNegativeLogLikelihood ? "means and log-variances" : "logits";
            Report(Descriptors.LogitsAreLinear, _lastDense!.ArgumentLocation("Activation"), kind, what, last.Units, last.Activation);
        }
        else if (_loss!.IsOfSequences)
        {
            CheckSequences(attribute, last!);
        }
    }

    /// <summary>What a loss of label sequences needs besides: the steps, a blank among the outputs, and one target a row.</summary>
    private void CheckSequences(AttributeReader attribute, DenseSpec last)
    {
        if (_pooling is SequenceReduction pooling)
        {
            Report(
                Descriptors.LossNeedsSteps, attribute.Location, _loss!.Kind,
                $"[Pooling(Pooling.{pooling})] leaves one vector of each row: take it away, and set EveryStep of [Dense({last.Units})]");
        }
        else if (!_everyStep)
        {
            Report(
                Descriptors.LossNeedsSteps, attribute.Location, _loss!.Kind,
                $"[Dense({last.Units})] has one output of each row: set its EveryStep");
        }

        int blank = attribute.Named("Blank") as int? ?? 0;
        if (blank < 0 || blank >= last.Units)
        {
            Report(Descriptors.BlankOutOfRange, attribute.ArgumentLocation("Blank"), blank, last.Units, last.Units - 1);
        }

        if (_loss!.Reduction == LossReductionKind.PerValidStep)
        {
            Report(Descriptors.NoTargetOfSteps, attribute.ArgumentLocation("Reduction"), _loss.Kind);
        }
    }

    private void Options(AttributeReader attribute)
    {
        double smoothing = attribute.Named("LabelSmoothing") as double? ?? 0;
        if (!(smoothing >= 0 && (float)smoothing < 1))
        {
            OutOfRange(attribute.ArgumentLocation("LabelSmoothing"), "LabelSmoothing", smoothing, "at least 0 and below 1");
        }

        double delta = attribute.Named("Delta") as double? ?? 1;
        if (!((float)delta > 0 && delta <= float.MaxValue))
        {
            OutOfRange(attribute.ArgumentLocation("Delta"), "Delta", delta, "positive and finite, within the range of float");
        }

        IReadOnlyList<double> weights = attribute.NamedDoubles("ClassWeights");
        for (int i = 0; i < weights.Count; i++)
        {
            if (!(weights[i] >= 0 && weights[i] <= float.MaxValue))
            {
                OutOfRange(
                    attribute.ArgumentLocation("ClassWeights"), $"ClassWeights[{i}]", weights[i],
                    "at least 0 and finite, within the range of float");
            }
        }

        if (weights.Count > 0 && _dense.Count > 0 && weights.Count != _dense[_dense.Count - 1].Units)
        {
            Report(
                Descriptors.ClassWeightsDoNotFit, attribute.ArgumentLocation("ClassWeights"), Counted.Of(weights.Count, "weight"),
                _dense[_dense.Count - 1].Units, Counted.Of(_dense[_dense.Count - 1].Units, "class", "classes"));
        }

        _loss = _loss! with
        {
            LabelSmoothing = smoothing,
            ClassWeights = weights.ToEquatable(),
            IgnoreIndex = attribute.Named("IgnoreIndex") as int?,
            Delta = delta,
            Blank = attribute.Named("Blank") as int? ?? 0,
        };
    }

    private static bool IsLoss(string name, out LossKind kind) => Enum.TryParse(name, out kind);

    private void CheckEnum<T>(T value, Location location, string name, int number, int first = 0)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(typeof(T), value) || Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) < first)
        {
            Report(Descriptors.UnknownMember, location, name, number, string.Join(", ", Enum.GetNames(typeof(T)).Skip(first)));
        }
    }

    private void OutOfRange(Location location, string name, object value, string range) =>
        Report(Descriptors.NumberOutOfRange, location, name, value, range);

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
