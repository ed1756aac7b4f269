using System;
using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Reports;

/// <summary>The files that are embedded in the assembly and, from there, in every report.</summary>
internal static class Assets
{
    /// <summary>The style of the page.</summary>
    public static string Style { get; } = Read("report.css");

    /// <summary>The script of the page.</summary>
    public static string Script { get; } = Read("report.js");

    /// <summary>uPlot, which draws the curves.</summary>
    public static string ChartScript { get; } = Read("uPlot.iife.min.js");

    /// <summary>uPlot's style.</summary>
    public static string ChartStyle { get; } = Read("uPlot.min.css");

    /// <summary>uPlot's licence, which goes with every copy.</summary>
    public static string ChartLicense { get; } = Read("LICENSE");

    /// <summary>What a content security policy calls a script.</summary>
    /// <param name="script">Its text.</param>
    public static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);

        // A browser hashes a script after it has turned all line ends into \n.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
