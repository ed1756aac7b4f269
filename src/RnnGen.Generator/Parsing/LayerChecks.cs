using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>What layers ask of each other and of the model.</summary>
internal sealed class LayerChecks(
    IReadOnlyList<LayerSpec> layers, IReadOnlyList<AttributeReader> attributes, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private static readonly string[] Dropouts = ["InputDropout", "StateDropout", "OutputDropout"];

    /// <summary>
    /// A layer can add its input to its output only where both are equally wide, and read it unit by unit only where it has as many
    /// features as the layer has units.
    /// </summary>
    /// <param name="width">Features of the first layer's input.</param>
    /// <param name="isComplete">Whether the layers are all there, so that inputs of layers above have the widths that were meant.</param>
    public void Widths(int width, bool isComplete)
    {
        for (int index = 0; index < layers.Count; index++)
        {
            LayerSpec layer = layers[index];
            if (layer.Equations is string text && layer.Units != width && isComplete && CellText.Read(text).ReadsInputByUnit)
            {
                object[] found = [$"{layer.Kind}({layer.Units})", Counted.Of(layer.Units, "feature"), width];
                report(Descriptors.CellInputWidth, attributes[index].Location, found);
            }

            if (layer.Residual && layer.OutputSize != width)
            {
                object[] found = [index, Counted.Of(width, "feature"), layer.OutputSize];
                report(Descriptors.ResidualWidths, attributes[index].ArgumentLocation("Residual"), found);
            }

            width = layer.OutputSize;
        }
    }

    /// <summary>Only training drops, and there is none.</summary>
    public void NothingDrops()
    {
        foreach (AttributeReader attribute in attributes)
        {
            foreach (string name in Dropouts)
            {
                if (attribute.Named(name) is > 0.0)
                {
                    report(Descriptors.NoEffect, attribute.ArgumentLocation(name), [name, "the model has Training = false"]);
                }
            }
        }
    }
}
