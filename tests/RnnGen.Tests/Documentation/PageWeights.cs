using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Tests.Documentation;

/// <summary>
/// Pages show classes whose weights a build has put into the assembly. Here is no build: the manifests that it would write are made from
/// the parameters that the classes have.
/// </summary>
internal static class PageWeights
{
    /// <summary>The network of every ONNX file that a page names.</summary>
    private const string Network =
        "[RnnGen.RnnModel(InputSize = 257, Training = false), RnnGen.Lstm(128), RnnGen.Dense(257, EveryStep = true)]";

    /// <summary>The manifests that sources need.</summary>
    /// <param name="sources">C# files.</param>
    /// <param name="compile">Generates and compiles sources that need none.</param>
    public static IReadOnlyList<AdditionalText> Of(IReadOnlyList<string> sources, Func<IEnumerable<string>, Compilation> compile)
    {
        Dictionary<string, (string File, bool IsNetwork)> files = new(StringComparer.Ordinal);
        string[] plain = [.. sources.Select(source => WithoutFiles(source, files))];
        if (files.Count == 0)
        {
            return [];
        }

        using MemoryStream image = new();
        if (!compile(plain).Emit(image).Success)
        {
            // The errors are found again with the manifests that there are not.
            return [];
        }

        image.Position = 0;
        AssemblyLoadContext context = new("page", isCollectible: true);
        Type[] types = context.LoadFromStream(image).GetTypes();
        AdditionalText[] manifests =
        [
            .. files.Select(file => new Manifest(file.Value.File, Text(
                file.Value.File, file.Value.IsNetwork, (ModelDescription)types.Single(type => type.Name == file.Key)
                    .GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!))),
        ];
        context.Unload();
        return manifests;
    }

    private static string WithoutFiles(string source, Dictionary<string, (string File, bool IsNetwork)> files)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        Dictionary<TextSpan, string> edits = [];
        foreach (ClassDeclarationSyntax type in root.DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            foreach (AttributeListSyntax list in type.AttributeLists)
            {
                AttributeArgumentSyntax? argument = list.Attributes[0].ArgumentList?.Arguments.FirstOrDefault();
                bool isNetwork = argument?.NameEquals?.Name.Identifier.ValueText == "FromOnnx";
                if (argument?.Expression is LiteralExpressionSyntax file && (isNetwork || list.Attributes[0].Name.ToString() == "Weights"))
                {
                    files.Add(type.Identifier.ValueText, (file.Token.ValueText, isNetwork));
                    edits.Add(list.Span, isNetwork ? Network : "");
                }
            }
        }

        StringBuilder text = new(source);
        foreach ((TextSpan span, string replacement) in edits.OrderByDescending(edit => edit.Key.Start))
        {
            text.Remove(span.Start, span.Length).Insert(span.Start, replacement);
        }

        return text.ToString();
    }

    private static string Text(string file, bool isNetwork, ModelDescription description)
    {
        StringBuilder text = new();
        text.Append($"rnngen-weights\t1\nfile\t{file}\nformat\t{(isNetwork ? "Onnx" : "Safetensors")}\n");
        text.Append($"resource\tRnnGen.Weights/{file}\nhash\t{new string('0', 64)}\n");
        foreach (ParameterInfo parameter in description.Parameters)
        {
            int rows = parameter.Shape.Count < 2 ? 1 : parameter.Shape[0];
            text.Append($"tensor\t{parameter.Name}\t{string.Join(',', parameter.Shape)}\n");
            text.Append($"part\t0\t{rows}\tFloat32\t{parameter.Offset * 4L}\t-\n");
        }

        return isNetwork ? $"{text}declaration\n{Network}\npublic sealed partial class FromFile;\n" : text.ToString();
    }

    private sealed class Manifest(string file, string text) : AdditionalText
    {
        public override string Path { get; } = $"{file}.rnnweights";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
