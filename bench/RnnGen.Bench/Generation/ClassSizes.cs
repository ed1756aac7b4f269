using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RnnGen.Bench.Generation;

/// <summary>How much code a generated class is.</summary>
internal static class ClassSizes
{
    private const string Declarations = "UnrollModels.cs";

    private static readonly Lazy<ImmutableArray<GeneratedSourceResult>> Sources = new(Generate);

    /// <summary>Bytes of its generated source, as UTF-8.</summary>
    /// <param name="type">A class of this program's unrolled models.</param>
    public static long Source(Type type) => Sources.Value
        .Where(source => source.HintName.Split('.').Contains(type.Name))
        .Sum(source => (long)Encoding.UTF8.GetByteCount(source.SourceText.ToString()));

    /// <summary>Bytes of intermediate language of its methods and those of its nested types.</summary>
    /// <param name="type">A class of this program.</param>
    public static long Il(Type type)
    {
        using PEReader file = new(File.OpenRead(type.Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        return Il(file, reader, (TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken));
    }

    private static long Il(PEReader file, MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        IEnumerable<int> bodies = type.GetMethods().Select(method => reader.GetMethodDefinition(method).RelativeVirtualAddress)
            .Where(address => address != 0).Select(address => file.GetMethodBody(address).GetILContent().Length);
        return bodies.Sum(length => (long)length) + type.GetNestedTypes().Sum(nested => Il(file, reader, nested));
    }

    private static ImmutableArray<GeneratedSourceResult> Generate()
    {
        using Stream stream = typeof(ClassSizes).Assembly.GetManifestResourceStream(Declarations)!;
        using StreamReader text = new(stream);
        return GeneratorHost.Sources(GeneratorHost.Driver().RunGenerators(GeneratorHost.Compilation(text.ReadToEnd())));
    }
}
