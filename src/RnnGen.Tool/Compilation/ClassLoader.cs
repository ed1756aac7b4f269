using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace RnnGen.Tool.Compilation;

/// <summary>Loads classes of models from an assembly that has been built.</summary>
internal static class ClassLoader
{
    /// <summary>The public and internal classes that can be made with a seed.</summary>
    /// <param name="path">The assembly; what it needs is looked for beside it, the runtime's own parts are the tool's.</param>
    /// <exception cref="InvalidDataException">It is no assembly, or needs what is not there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<Type> Load(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new FileNotFoundException("there is no such file.", full);
        }

        try
        {
            AssemblyLoadContext context = new("model", isCollectible: true);
            AssemblyDependencyResolver beside = new(full);
            context.Resolving += (loader, name) =>
                beside.ResolveAssemblyToPath(name) is string found ? loader.LoadFromAssemblyPath(found) : null;
            return
            [
                .. context.LoadFromAssemblyPath(full).GetTypes()
                    .Where(type => type.IsAssignableTo(typeof(IRnnModel)) && type.GetConstructor([typeof(ulong)]) is not null),
            ];
        }
        catch (ReflectionTypeLoadException failure)
        {
            throw new InvalidDataException(
                $"it does not load: {failure.LoaderExceptions.FirstOrDefault()?.Message ?? failure.Message}", failure);
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new InvalidDataException($"it is no assembly of .NET: {failure.Message}", failure);
        }
    }
}
