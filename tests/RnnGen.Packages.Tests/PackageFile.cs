using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;

namespace RnnGen.Packages.Tests;

/// <summary>A package file: what is in it and what it says of itself.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public PackageFile(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using Stream description = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(description).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Its files, without those that the format needs.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. _archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.EndsWith(".nuspec", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Ids of the packages that it needs, each with its version and what of it does not come along.</summary>
    public IReadOnlyList<(string Id, string Version, string Exclude)> Dependencies =>
    [
        .. _metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => (
                element.Attribute("id")!.Value, element.Attribute("version")!.Value, element.Attribute("exclude")?.Value ?? "")),
    ];

    /// <summary>A line of its description; empty where there is none.</summary>
    public string this[string name] =>
        _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

    /// <summary>What kinds of package it is.</summary>
    public IEnumerable<string> Types => _metadata.Descendants()
        .Where(element => element.Name.LocalName == "packageType").Select(element => element.Attribute("name")!.Value);

    /// <summary>The bytes of a file.</summary>
    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
