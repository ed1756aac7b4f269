using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>What layers ask of each other and of the model.</summary>
internal sealed class LayerChecks(IReadOnlyList<GraphNode> nodes, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private static readonly string[] Dropouts = ["InputDropout", "StateDropout", "OutputDropout"];

    /// <summary>A name that a layer without one gets cannot be that of another: files and traces have one value for a name.</summary>
    /// <param name="parts">The attributes, as far as they have names.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="heads">The heads.</param>
    public void Names(IEnumerable<AttributeReader> parts, IReadOnlyList<LayerSpec> layers, IReadOnlyList<HeadSpec> heads)
    {
        (string Name, string Kind)[] given = [.. LayerNames.Given(layers, heads)];
        foreach (AttributeReader part in parts)
        {
            if (part.Named("Name") is string name
                && given.FirstOrDefault(layer => Casing.IsAlike(layer.Name, name)) is { Kind: string kind })
            {
                report(Descriptors.ValueNameTaken, part.ValueLocation("Name"), [name, $"a [{kind}] without a Name"]);
            }
        }
    }

    /// <summary>
    /// A layer can add its input to its output only where both are equally wide, and read it unit by unit only where it has as many
    /// features as the layer has units.
    /// </summary>
    /// <param name="isComplete">Whether the layers are all there, so that inputs of layers above have the widths that were meant.</param>
    public void Widths(bool isComplete)
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            LayerSpec layer = nodes[index].Spec;
            int width = nodes[index].Reads.Sum(read => read.Columns);
            CellDefinition? cell = layer.IsRecurrent ? Define(layer) : null;
            if (layer.Units != width && isComplete && cell?.ReadsInputByUnit == true)
            {
                object[] found = [$"{layer.Kind}({layer.Units})", Counted.Of(layer.Units, "feature"), width];
                report(Descriptors.CellInputWidth, nodes[index].Attribute.Location, found);
            }

            foreach (CellStage.Matrix product in (cell?.Stages.OfType<CellStage.Matrix>() ?? []).Where(
                product => product.Extent.Size % Math.Max(1, product.Heads) != 0))
            {
                object[] found = [$"{layer.Kind}({layer.Units})", product.Extent.Size, product.Heads];
                report(Descriptors.HeadsDoNotDivide, nodes[index].Attribute.Location, found);
            }

            if (layer.Residual && layer.OutputSize != width)
            {
                object[] found = [index, Counted.Of(width, "feature"), layer.OutputSize];
                report(Descriptors.ResidualWidths, nodes[index].Attribute.ArgumentLocation("Residual"), found);
            }
        }
    }

    /// <summary>Only training drops, and there is none.</summary>
    public void NothingDrops()
    {
        foreach (AttributeReader attribute in nodes.Select(node => node.Attribute))
        {
            foreach (string name in Dropouts)
            {
                if (attribute.Named(name) is > 0.0)
                {
                    report(Descriptors.NoEffect, attribute.ArgumentLocation(name), [name, "the model has Training = false"]);
                }
            }
        }

        foreach (GraphNode node in nodes.Where(node => node.Spec.Role == LayerRole.Dropout && node.Attribute.Positional(0) is > 0.0))
        {
            report(Descriptors.NoEffect, node.Attribute.Location, ["[Dropout]", "the model has Training = false"]);
        }
    }

    /// <summary>The equations of a layer; null of one whose equations have mistakes of their own.</summary>
    private static CellDefinition? Define(LayerSpec layer) =>
        layer.Equations is null && CellCatalogue.Find(layer.Kind) is null ? null : CellText.Define(layer);

    /// <summary>What is declared and read by nobody would be computed, or asked of callers, for nothing.</summary>
    public void Unread(IReadOnlyList<GraphHead> heads, InputListParser inputs)
    {
        GraphRead[] reads = [.. nodes.SelectMany(node => node.AllReads).Concat(heads.SelectMany(head => head.Reads))];
        for (int index = 0; index < nodes.Count; index++)
        {
            GraphNode node = nodes[index];
            if (!node.IsRead && reads.All(read => read.Source != index))
            {
                string cure = node.Spec.Name is null ? "give it a Name and put that into a From, or take the layer out"
                    : "put its name into a From, or take the layer out";
                report(Descriptors.ValueUnread, node.Attribute.Location, [node.Text, cure]);
            }
        }

        foreach (InputSpec input in inputs.Inputs)
        {
            int source = input.PerSequence ? ReadSpec.SequenceInputs : ReadSpec.Inputs;
            if (!reads.Any(read => read.Source == source && read.FirstColumn < input.FirstColumn + input.Size
                && input.FirstColumn < read.FirstColumn + read.Columns))
            {
                report(
                    Descriptors.ValueUnread, inputs.PlaceOf(input),
                    [$"the input '{input.Name}'", "put its name into a From, or take it out"]);
            }
        }
    }
}
