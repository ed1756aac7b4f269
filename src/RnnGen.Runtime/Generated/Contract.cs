using System;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

// For generators: the same key as in libraries with generated code, whose number a runtime lacks.
[assembly: AssemblyMetadata("RnnGen.Package", RnnGen.Generated.PackageContract.Package)]

namespace RnnGen.Generated;

/// <summary>
/// What generated code and the runtime have agreed on, as a number. A library keeps the code that its package generated, and may run beside
/// the runtime of another package; whether the two fit is checked before any code of the library runs.
/// </summary>
/// <remarks>
/// <para>
/// The contract is every type and member of this assembly that generated code names, and what they mean. Its numbers stand in
/// <c>PackageContract</c>, with the rules for raising them.
/// </para>
/// <para>
/// What public generated classes, models and trainers, implement or derive from is beyond its reach: where an interface or a base class is
/// gone, or has gained a member without a body, .NET does not even load a class of an older library, which is before any code of that
/// library runs. So these stay, and whatever member is added to them has a body.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Contract
{
    /// <summary>The newest contract that this runtime keeps: that of the generator in its package.</summary>
    public const int Version = PackageContract.Version;

    /// <summary>The oldest contract that this runtime keeps.</summary>
    public const int Oldest = PackageContract.Oldest;

    /// <summary>The version of the package that this runtime comes from, such as <c>0.1.0</c>.</summary>
    /// <remarks>No constant, whose value would be part of the public surface and so change it with every version.</remarks>
    public static string Package => PackageContract.Package;

    /// <summary>
    /// Checks that this runtime keeps the contract that an assembly was compiled for; the assembly calls it before its other code runs.
    /// </summary>
    /// <param name="version">The contract of the assembly's generated code.</param>
    /// <param name="assembly">The name of the assembly.</param>
    /// <param name="package">The version of the package that generated the code.</param>
    /// <exception cref="InvalidOperationException">The runtime does not keep that contract; the message says what to do.</exception>
    public static void Require(int version, string assembly, string package) =>
        Require(version, assembly, package, Oldest, Version, Package);

    /// <summary>The same for a runtime of any version.</summary>
    internal static void Require(int version, string assembly, string package, int oldest, int newest, string runtimePackage)
    {
        if (version >= oldest && version <= newest)
        {
            return;
        }

        string kept = oldest == newest
            ? string.Create(CultureInfo.InvariantCulture, $"contract {newest}")
            : string.Create(CultureInfo.InvariantCulture, $"contracts {oldest} to {newest}");
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"'{assembly}' was compiled with RnnGen {package}, whose generated code keeps contract {version}, but runs beside " +
            $"RnnGen {runtimePackage}, which keeps {kept}: compile '{assembly}' again with RnnGen {runtimePackage}, or run " +
            $"it with RnnGen {package}."));
    }
}
