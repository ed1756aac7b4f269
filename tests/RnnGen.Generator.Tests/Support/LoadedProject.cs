using System;
using System.Reflection;

namespace RnnGen.Generator.Tests.Support;

/// <summary>A user's project that has been compiled and loaded.</summary>
internal sealed class LoadedProject(Assembly assembly)
{
    /// <summary>The class <c>Samples.Net</c>.</summary>
    public Type Net { get; } = assembly.GetType("Samples.Net")!;

    /// <summary>A new instance of it; without arguments one of seed 0, unless its weights are in the assembly.</summary>
    public IRnnModel CreateNet(params object[] arguments) => (IRnnModel)Activator.CreateInstance(
        Net, arguments.Length == 0 && Net.GetConstructor([]) is null ? [0UL] : arguments)!;

    /// <summary>The value of a public constant, or of a static property.</summary>
    public object? Static(string name) => Net.GetField(name)?.GetValue(null) ?? Net.GetProperty(name)!.GetValue(null);
}
