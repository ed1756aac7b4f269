using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using RnnGen.CodeFixes.Common;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Fixes;

/// <summary>What editors find in the assembly, and what the documentation says of it.</summary>
public sealed class CatalogueTests
{
    private static readonly Type[] Types = [.. typeof(TextFixProvider).Assembly.GetTypes().Where(type => !type.IsAbstract)];

    [Fact]
    public void TheIndexSaysWhatIsFixed()
    {
        string[] described =
        [
            .. File.ReadLines(Repository.At("docs", "diagnostics.md"))
                .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Where(cells => cells[4].Length > 0)
                .Select(cells => cells[1][1..7]),
        ];
        Assert.Equal(
            Types.Where(typeof(CodeFixProvider).IsAssignableFrom)
                .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).Distinct().Order(),
            described);
    }

    /// <summary>Editors look for the attributes.</summary>
    [Fact]
    public void EveryProviderIsExported()
    {
        Assert.All(
            Types.Where(typeof(CodeFixProvider).IsAssignableFrom),
            type => Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()?.Name));
        Assert.All(
            Types.Where(typeof(CodeRefactoringProvider).IsAssignableFrom),
            type => Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeRefactoringProviderAttribute>()?.Name));
    }

    /// <summary>The compiler loads the generator, and has no workspaces.</summary>
    [Fact]
    public void TheGeneratorKnowsNoWorkspaces() => Assert.DoesNotContain(
        typeof(RnnGen.Generator.RnnModelGenerator).Assembly.GetReferencedAssemblies(),
        assembly => assembly.Name!.Contains("Workspaces", StringComparison.Ordinal));
}
