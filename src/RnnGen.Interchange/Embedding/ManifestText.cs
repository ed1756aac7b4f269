using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Interchange.Embedding;

/// <summary>The manifest: what the generator has to know of a resource. Lines of fields with a tab between, the declaration last.</summary>
internal static class ManifestText
{
    private const string Version = "1";

    /// <summary>What stands in the resource.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="content">What the file gave.</param>
    /// <param name="layout">Where it stands.</param>
    /// <param name="hash">The first bytes of the resource.</param>
    public static string Of(EmbeddingRequest request, EmbeddedContent content, BlobLayout layout, ReadOnlySpan<byte> hash)
    {
        StringBuilder text = Begin(request);
        Append(text, "format", content.Format.ToString());
        Append(text, "resource", request.Resource);
        Append(text, "hash", Convert.ToHexStringLower(hash));
        Append(text, "bytes", Number(layout.Length));
        if (content.SpecHash is not null)
        {
            Append(text, "spec", content.SpecHash);
        }

        foreach (string note in content.Notes)
        {
            Append(text, "note", note);
        }

        foreach (EmbeddedTensor tensor in content.Tensors)
        {
            Append(text, "tensor", tensor.Name, string.Join(',', tensor.Shape.Select(Number)));
            foreach (EmbeddedRows part in tensor.Parts)
            {
                (long elements, long scales) = layout[part];
                Append(
                    text, "part", Number(part.First), Number(part.Count), part.Type.ToString(), Number(elements),
                    scales < 0 ? "-" : Number(scales));
            }
        }

        return content.Declaration is null ? text.ToString() : text.Append("declaration\n").Append(content.Declaration).ToString();
    }

    /// <summary>Why there is nothing in the resource.</summary>
    public static string OfError(EmbeddingRequest request, string message)
    {
        StringBuilder text = Begin(request);
        Append(text, "error", message);
        return text.ToString();
    }

    private static StringBuilder Begin(EmbeddingRequest request)
    {
        StringBuilder text = new();
        Append(text, "rnngen-weights", Version);
        Append(text, "file", request.Name);
        return text;
    }

    private static void Append(StringBuilder text, string key, params IEnumerable<string> fields)
    {
        text.Append(key);
        foreach (string field in fields)
        {
            text.Append('\t').Append(field
                .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal));
        }

        text.Append('\n');
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
