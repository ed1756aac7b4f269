using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generated;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Whether the runtime that a project refers to keeps the contract of this generator, and of the libraries beside it.</summary>
internal static class ContractChecks
{
    /// <summary>What is wrong with the runtime of a model, or null.</summary>
    public static DiagnosticInfo? ProblemOf(IAssemblySymbol runtime, Location location)
    {
        RuntimeContract contract = RuntimeContract.Of(runtime);
        return contract.Keeps(PackageContract.Version)
            ? null
            : DiagnosticInfo.Create(
                Descriptors.OtherRuntime, location, PackageContract.Package, PackageContract.Version, contract.Package, contract.Text);
    }

    /// <summary>The libraries whose generated code the runtime would refuse as soon as they are used.</summary>
    public static EquatableArray<DiagnosticInfo> FindLibraries(Compilation compilation, CancellationToken cancellation)
    {
        IReadOnlyList<IAssemblySymbol> references = compilation.SourceModule.ReferencedAssemblySymbols;
        if (references.FirstOrDefault(reference => reference.Name == AttributeNames.Assembly) is not IAssemblySymbol runtime)
        {
            return default;
        }

        RuntimeContract contract = RuntimeContract.Of(runtime);
        List<DiagnosticInfo> found = [];
        foreach (IAssemblySymbol library in references.Where(reference => reference.Modules.Any(RefersToTheRuntime)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Metadata(library, ContractMetadata.VersionKey) is string text &&
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && !contract.Keeps(version))
            {
                string package = Metadata(library, ContractMetadata.PackageKey) ?? "";
                found.Add(DiagnosticInfo.Create(
                    Descriptors.OtherLibrary, Location.None, library.Name, package, version, contract.Package, contract.Text));
            }
        }

        return found.ToEquatable();
    }

    private static bool RefersToTheRuntime(IModuleSymbol module) =>
        module.ReferencedAssemblies.Any(reference => reference.Name == AttributeNames.Assembly);

    private static string? Metadata(IAssemblySymbol assembly, string key) => assembly.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.ToDisplayString() == "System.Reflection.AssemblyMetadataAttribute")
        .Where(attribute => attribute.ConstructorArguments.Length == 2 && attribute.ConstructorArguments[0].Value as string == key)
        .Select(attribute => attribute.ConstructorArguments[1].Value as string)
        .FirstOrDefault();

    /// <summary>The constants of a runtime's class <c>Contract</c>, and its version; a runtime without the class keeps none.</summary>
    private sealed record RuntimeContract(int? Oldest, int? Newest, string Package)
    {
        public static RuntimeContract Of(IAssemblySymbol runtime)
        {
            INamedTypeSymbol? type = runtime.GetTypeByMetadataName("RnnGen.Generated.Contract");
            string package = Metadata(runtime, ContractMetadata.PackageKey) ?? runtime.Identity.Version.ToString(3);
            return new RuntimeContract(Constant("Oldest") as int?, Constant("Version") as int?, package);

            object? Constant(string name) => type?.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue;
        }

        public string Text => Newest is null ? "none" : Oldest == Newest ? $"contract {Newest}" : $"contracts {Oldest} to {Newest}";

        public bool Keeps(int version) => version >= Oldest && version <= Newest;
    }
}
