using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>The catalogue of diagnostics, its release notes and its tests agree.</summary>
public sealed class CatalogueTests
{
    internal static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().OrderBy(
                descriptor => descriptor.Id, StringComparer.Ordinal),
    ];

    [Fact]
    public void ReleaseNotesListExactlyTheDescriptors()
    {
        string folder = Path.Combine(ProjectFolder.Find(), "..", "..", "src", "RnnGen.Generator");
        IEnumerable<string> rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadLines(Path.Combine(folder, file)))
            .Where(line => line.StartsWith("RNN", StringComparison.Ordinal));
        Assert.Equal(
            All.Select(descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}"), rows);
    }

    [Fact]
    public void EveryDescriptorHasAnAssertedMessage()
    {
        string tests = string.Concat(
            Directory.GetFiles(Path.Combine(ProjectFolder.Find(), "Diagnostics"), "*.cs").Select(File.ReadAllText));
        Assert.All(All, descriptor => Assert.Contains($"\"{descriptor.Id} ", tests));
        Assert.True(All.Length >= 16);
    }

    [Fact]
    public void DescriptorsAreEnabledAndNumberedOnce()
    {
        Assert.All(All, descriptor => Assert.True(descriptor.IsEnabledByDefault));
        Assert.All(All, descriptor => Assert.Matches("^RNN[01][0-9][0-9]$", descriptor.Id));
        Assert.Equal(All.Length, All.Select(descriptor => descriptor.Id).Distinct().Count());
    }
}
