using System;
using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnGen.Reports.Tests;

public sealed class ChartLibraryTests
{
    [Fact]
    public void TheVersionIsTheDocumentedOne()
    {
        string version = Regex.Match(Assets.ChartScript, @"^/\*! \S+ \(v(\d+\.\d+\.\d+)\) \*/").Groups[1].Value;
        Assert.NotEmpty(version);
        Assert.Contains($" {version} (MIT)", File.ReadAllText(Page()));
    }

    [Fact]
    public void TheLicenceGoesWithEveryCopy() =>
        Assert.Contains("Permission is hereby granted, free of charge", HtmlReport.ToHtml(new TrainingReport { Title = "licence" }));

    private static string Page()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RnnGen.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException($"There is no RnnGen.sln above {AppContext.BaseDirectory}."), "docs",
            "reports.md");
    }
}
