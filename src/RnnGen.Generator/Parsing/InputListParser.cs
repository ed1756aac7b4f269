using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads what a model reads: tokens, one input without a name, or several with names.</summary>
internal sealed class InputListParser(
    AttributeReader model, string type, ValueTable values, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private const string InputSize = "InputSize";

    private readonly List<InputSpec> _inputs = [];
    private readonly List<AttributeReader> _attributes = [];

    /// <summary>The embedding, if there is one.</summary>
    public EmbeddingSpec? Embedding { get; private set; }

    /// <summary>The inputs that have names.</summary>
    public IReadOnlyList<InputSpec> Inputs => _inputs;

    /// <summary>Features of a step.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Features of a row, for the whole sequence.</summary>
    public int SequenceSize { get; private set; }

    /// <summary>Whether all of it could be read.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>All inputs, as the first layer reads them.</summary>
    public IReadOnlyList<GraphRead> All =>
    [
        .. Size > 0 ? [new GraphRead(ReadSpec.Inputs, 0, Size, model.Location)] : Array.Empty<GraphRead>(),
        .. SequenceSize > 0 ? [new GraphRead(ReadSpec.SequenceInputs, 0, SequenceSize, model.Location)] : Array.Empty<GraphRead>(),
    ];

    /// <summary>Where an input is declared.</summary>
    public Location PlaceOf(InputSpec input) => _attributes[_inputs.IndexOf(input)].Location;

    /// <summary>Reads the attributes, which stand above all layers.</summary>
    public void Parse(IReadOnlyList<Part> parts)
    {
        List<(InputSpec Spec, AttributeReader Attribute)> named = [];
        bool hasEmbedding = false;
        for (int index = 0; index < parts.Count; index++)
        {
            string? previous = parts.Take(index).FirstOrDefault(part => part.Role is not (PartRole.Input or PartRole.Embedding))?.Name;
            if (parts[index].Role == PartRole.Embedding)
            {
                string? before = index == 0 ? null : $"[{parts[index - 1].Name}]";
                EmbeddingSpec? embedding = new EmbeddingParser(parts[index].Attribute, report).Parse(before);
                Embedding ??= embedding;
                IsComplete &= embedding is not null;
                hasEmbedding = true;
            }
            else if (parts[index].Role == PartRole.Input)
            {
                if (previous is not null)
                {
                    report(
                        Descriptors.WrongOrder, parts[index].Attribute.Location, ["Input", previous, "inputs stand above all layers"]);
                }

                Input(parts[index].Attribute, named);
            }
        }

        Sizes(named, hasEmbedding);
        Names();
    }

    private void Input(AttributeReader attribute, List<(InputSpec Spec, AttributeReader Attribute)> named)
    {
        if (attribute.Positional(1) is not int size)
        {
            IsComplete = false;
            return;
        }

        string name = attribute.Positional(0) as string ?? "";
        if (size is < 1 or > Limits.InputSize)
        {
            report(Descriptors.SizeOutOfRange, attribute.PositionalLocation(1), [$"The size of input '{name}'", size, 1, Limits.InputSize]);
            IsComplete = false;
        }

        named.Add((new InputSpec(name, Math.Max(size, 1), attribute.Named("PerSequence") is true, 0), attribute));
    }

    private void Sizes(List<(InputSpec Spec, AttributeReader Attribute)> named, bool hasEmbedding)
    {
        object? given = model.Named(InputSize);
        if (Embedding is not null && given is not null)
        {
            report(
                Descriptors.NoEffect, model.ArgumentLocation(InputSize),
                [InputSize, $"{Embedding.Text} reads tokens and gives {Embedding.Units} features"]);
        }
        else if (named.Count > 0 && given is not null)
        {
            report(
                Descriptors.NoEffect, model.ArgumentLocation(InputSize), [InputSize, $"[Input(\"{named[0].Spec.Name}\", ...)] says it"]);
        }
        else if (Embedding is null && named.Count == 0 && given is not int)
        {
            // An embedding in the wrong place has been reported.
            if (!model.HasErrors && !hasEmbedding)
            {
                report(Descriptors.InputSizeMissing, model.Location, [type]);
            }

            IsComplete = false;
            return;
        }

        if (Embedding is null && named.Count == 0)
        {
            Size = (int)given!;
            if (Size is < 1 or > Limits.InputSize)
            {
                report(Descriptors.SizeOutOfRange, model.ArgumentLocation(InputSize), [InputSize, Size, 1, Limits.InputSize]);
            }

            return;
        }

        long columns = Embedding?.Units ?? 0, whole = 0;
        foreach ((InputSpec input, AttributeReader attribute) in named)
        {
            _attributes.Add(attribute);
            _inputs.Add(input with { FirstColumn = (int)Math.Min(int.MaxValue, input.PerSequence ? whole : columns) });
            columns += input.PerSequence ? 0 : input.Size;
            whole += input.PerSequence ? input.Size : 0;
        }

        if (Math.Max(columns, whole) > Limits.InputSize)
        {
            report(
                Descriptors.SizeOutOfRange, model.Location,
                ["The sum of the inputs' sizes", Math.Max(columns, whole), 1, Limits.InputSize]);
            IsComplete = false;
        }
        else if (columns == 0)
        {
            report(
                Descriptors.InputsDoNotFit, model.Location,
                [$"Class '{type}' has inputs of whole sequences alone: a sequence needs an input of every step"]);
            IsComplete = false;
        }

        Size = (int)Math.Min(columns, Limits.InputSize);
        SequenceSize = (int)Math.Min(whole, Limits.InputSize);
    }

    private void Names()
    {
        if (Embedding is not null)
        {
            Location location = model.Location;
            values.Add(Embedding.Name, new GraphRead(ReadSpec.Inputs, 0, Embedding.Units, location), "the embedding", location);
        }
        else if (_inputs.Count == 0)
        {
            values.Add("input", new GraphRead(ReadSpec.Inputs, 0, Size, model.Location), "the input", model.Location);
        }

        for (int index = 0; index < _inputs.Count; index++)
        {
            InputSpec input = _inputs[index];
            int source = input.PerSequence ? ReadSpec.SequenceInputs : ReadSpec.Inputs;
            AttributeReader attribute = _attributes[index];
            values.Add(
                input.Name, new GraphRead(source, input.FirstColumn, input.Size, attribute.Location), "an input",
                attribute.PositionalLocation(0));
        }
    }
}
