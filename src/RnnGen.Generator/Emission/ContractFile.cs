using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generated;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>
/// The file that a project with models gets once: the contract that its generated code keeps, checked where the assembly is first used and
/// written down for whoever compiles against it.
/// </summary>
internal static class ContractFile
{
    /// <summary>Its name, which no file of a class has: the hyphen in theirs is followed by a hash.</summary>
    public const string Hint = "RnnGen-Contract.g.cs";

    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializer";
    private const string Metadata = "global::System.Reflection.AssemblyMetadataAttribute";

    /// <summary>Writes the file.</summary>
    /// <param name="assembly">The name of the user's assembly.</param>
    /// <remarks>
    /// A module initializer, because it runs before any method of the assembly, and a method is compiled only then: a type or a member that
    /// the runtime no longer has would fail there. The class is local to its file, so that it has no name that a class of the user's, or
    /// one of an assembly whose internals are visible, could have too.
    /// </remarks>
    public static SourceFile Emit(string assembly)
    {
        CodeWriter w = new(Surroundings.Plain);
        w.Line(GeneratedFile.FirstLine);
        w.Line("#nullable enable");
        w.Line("#pragma warning disable CS0436 // A project may have a ModuleInitializerAttribute; the compiler takes any of that name.");
        w.Line();
        w.Line($"[assembly: {Metadata}(\"{ContractMetadata.VersionKey}\", \"{PackageContract.Version}\")]");
        w.Line($"[assembly: {Metadata}(\"{ContractMetadata.PackageKey}\", \"{PackageContract.Package}\")]");
        w.Line();
        w.Line("/// <summary>Checks, before other code of this assembly runs, that the runtime keeps its contract.</summary>");
        using (w.Block("file static class RnnGenContract"))
        {
            w.Line($"[global::{ModuleInitializer}]");
            w.Line(
                "internal static void Require() => global::RnnGen.Generated.Contract.Require(" +
                $"{PackageContract.Version}, {SymbolDisplay.FormatLiteral(assembly, quote: true)}, \"{PackageContract.Package}\");");
        }

        return new SourceFile(Hint, w.ToString());
    }

    /// <summary>Whether a declaration of the user's gives another meaning to a name in the file.</summary>
    public static bool IsHidden(SourceFile file, HidingName name) => name.Name != ModuleInitializer + "Attribute" && name.IsIn(file.Text);
}
