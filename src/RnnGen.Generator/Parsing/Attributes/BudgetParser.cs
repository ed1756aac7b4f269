using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing.Attributes;

/// <summary>Reads <c>[MemoryBudget("64MB")]</c>.</summary>
internal static class BudgetParser
{
    private const long MostGigabytes = 1_000_000;

    private static readonly (string Name, long Bytes)[] Units = [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30)];

    /// <summary>What has been read of a class, with its budget; without a specification where the budget cannot be read.</summary>
    public static ParseResult Read(INamedTypeSymbol type, Fault fault, ParseResult parsed, CancellationToken cancellation)
    {
        if (type.GetAttributes().FirstOrDefault(data => AttributeNames.Is(data.AttributeClass, AttributeNames.Budget))
            is not AttributeData data || new AttributeReader(data, cancellation) is not { HasErrors: false } attribute)
        {
            return parsed;
        }

        List<DiagnosticInfo> found = [];
        string text = attribute.Positional(0) as string ?? "";
        long? bytes = Bytes(text);
        if (bytes is null)
        {
            found.Add(DiagnosticInfo.Create(Descriptors.BudgetUnreadable, attribute.PositionalLocation(0), text, MostGigabytes));
        }

        foreach (string name in new[] { "BatchSize", "Steps" })
        {
            if (attribute.Named(name) is int number && number < 1)
            {
                found.Add(DiagnosticInfo.Create(
                    Descriptors.NumberOutOfRange, attribute.ArgumentLocation(name), $"{name} of [MemoryBudget]", number, "at least 1"));
            }
        }

        return found.Count > 0
            ? parsed with
            {
                Spec = null,
                Weights = parsed.Weights is null ? null : parsed.Weights with { Model = null },
                Diagnostics = parsed.Diagnostics.Concat(found).ToEquatable(),
            }
            : parsed with { Budget = Request(attribute, text, bytes!.Value, fault) };
    }

    private static BudgetRequest Request(AttributeReader attribute, string text, long bytes, Fault fault) => new(
        text, bytes, attribute.Named("BatchSize") as int? ?? 1, attribute.Named("Steps") as int?, attribute.Named("Training") as bool?,
        new BudgetPlaces(
            SourcePlace.Of(attribute.Location), SourcePlace.Of(attribute.ArgumentLocation("Steps")),
            SourcePlace.Of(attribute.ArgumentLocation("Training"))),
        fault);

    /// <summary>The bytes that a text means; null where it means none.</summary>
    private static long? Bytes(string text)
    {
        string trimmed = text.Trim();
        foreach ((string name, long unit) in Units)
        {
            if (trimmed.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(
                    trimmed.Substring(0, trimmed.Length - name.Length).TrimEnd(), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out decimal number)
                && number > 0 && number <= MostGigabytes * (Units[2].Bytes / unit) && number * unit >= 1)
            {
                return (long)(number * unit);
            }
        }

        return null;
    }
}
