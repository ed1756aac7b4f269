using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Tests.Support;

/// <summary>A library that says which contract its generated code keeps.</summary>
internal static class MarkedLibrary
{
    /// <summary>Its source: it uses the runtime.</summary>
    public static string Source(string contract, string package) =>
        "using System.Reflection;\n" +
        $"[assembly: AssemblyMetadata(\"RnnGen.Contract\", \"{contract}\"), AssemblyMetadata(\"RnnGen.Package\", \"{package}\")]\n" +
        "public class Holder { public RnnGen.IRnnModel? Model; }\n";

    /// <summary>The library, as a package brings it.</summary>
    public static MetadataReference Reference(string contract, string package) => GeneratorHost.Reference(Source(contract, package));
}
