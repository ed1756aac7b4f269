using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Incrementality;

/// <summary>
/// What the compiler keeps between runs holds no symbol, syntax or compilation: one would keep a whole compilation alive.
/// </summary>
public sealed class CachedGraphTests
{
    [Theory]
    [InlineData("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 500")]
    [InlineData("[Lstm(0)]\n[Dense(-2)]", "InputSize = 0")]
    public void NothingOfTheCompilerIsKept(string layers, string model)
    {
        CSharpCompilation compilation = GeneratorHost.Compilation(
            NullableContextOptions.Enable,
            "using RnnGen;\n[CellEquations(\"state h\")] class Wrong;\n[Lstm(1)] partial class Orphan;\n"
            + $"partial class Outer {{ [RnnModel({model})] {layers} partial class Net; }}");
        GeneratorRunResult result = GeneratorHost.Generate(compilation.AddReferences(MarkedLibrary.Reference("7", "7.0.0")));
        object[] values =
        [
            .. new[]
                {
                    RnnModelGenerator.SpecStep,
                    RnnModelGenerator.DiagnosticsStep,
                    RnnModelGenerator.CellsStep,
                    RnnModelGenerator.ContractStep,
                    RnnModelGenerator.LibrariesStep,
                }
                .Where(result.TrackedSteps.ContainsKey)
                .SelectMany(name => result.TrackedSteps[name])
                .SelectMany(step => step.Outputs)
                .Select(output => output.Value),
        ];
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Equal("", FindForbidden(value)));
    }

    [Fact]
    public void TheWalkFindsWhatIsHidden()
    {
        Compilation compilation = GeneratorHost.Compilation(NullableContextOptions.Enable, "class C;");
        SyntaxNode root = compilation.SyntaxTrees.Single().GetRoot(TestContext.Current.CancellationToken);
        Assert.NotEqual("", FindForbidden(new List<object> { "text", new Lazy<object>(compilation) }));
        Assert.NotEqual("", FindForbidden((1, compilation.GetTypeByMetadataName("C"))));
        Assert.NotEqual("", FindForbidden(new Dictionary<string, object> { ["a"] = root }));
        Assert.NotEqual("", FindForbidden(root.GetLocation()));
        Assert.Equal("", FindForbidden(new[] { "text" }));
    }

    /// <summary>The path to something that must not be cached, or "".</summary>
    private static string FindForbidden(object root)
    {
        HashSet<object> visited = new(ReferenceEqualityComparer.Instance);
        Queue<(object Value, string Path)> pending = new([(root, root.GetType().Name)]);
        while (pending.TryDequeue(out (object Value, string Path) item))
        {
            object value = item.Value;
            if (value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or AttributeData
                or CSharpParseOptions)
            {
                return item.Path;
            }

            Type type = value.GetType();
            if (type.IsPrimitive || value is string or Enum or MemberInfo or Pointer || (!type.IsValueType && !visited.Add(value)))
            {
                continue;
            }

            if (value is Array array)
            {
                foreach (object? element in array)
                {
                    Enqueue(element, $"{item.Path}[]");
                }
            }

            for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
            {
                foreach (FieldInfo field in part.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive)
                    {
                        Enqueue(field.GetValue(value), $"{item.Path}.{field.Name}");
                    }
                }
            }
        }

        return "";

        void Enqueue(object? value, string path)
        {
            if (value is not null)
            {
                pending.Enqueue((value, path));
            }
        }
    }
}
