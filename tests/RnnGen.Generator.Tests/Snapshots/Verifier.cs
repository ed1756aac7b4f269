using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Snapshots;

/// <summary>
/// Compares generated files of models with <c>Class.Method#Hint.verified.cs</c> beside the tests. <c>RNNGEN_ACCEPT=1 dotnet test</c>
/// rewrites them.
/// </summary>
internal static class Verifier
{
    private static readonly bool Accept = Environment.GetEnvironmentVariable("RNNGEN_ACCEPT") == "1";

    public static void Verify(GeneratorRun run, string className, Func<string, bool>? which = null, [CallerMemberName] string method = "")
    {
        Dictionary<string, string> actual = run.Files.Where(file => file.Key != ContractFile.Hint
            && (which?.Invoke(file.Key) ?? true)).ToDictionary(
            file => $"{className}.{method}#{file.Key[..^".cs".Length]}", file => WithoutVersion(file.Value));
        List<string> differences = [];
        foreach ((string name, string text) in actual)
        {
            differences.AddRange(Differences(name, text, PathOf(name, "verified"), PathOf(name, "received")));
        }

        foreach (string stale in Directory.GetFiles(Folder, $"{className}.{method}#*.verified.cs")
            .Where(path => !actual.ContainsKey(NameOf(path))))
        {
            differences.Add($"{NameOf(stale)}: no longer generated.");
            if (Accept)
            {
                File.Delete(stale);
            }
        }

        Assert.True(
            Accept || differences.Count == 0,
            $"{string.Join("\n", differences)}\nCompare .received.cs with .verified.cs in Snapshots; to accept: "
            + "RNNGEN_ACCEPT=1 dotnet test");
    }

    /// <summary>Compares a text with a file of the repository.</summary>
    public static void VerifyFile(string text, params string[] path)
    {
        string verified = Path.Combine([ProjectFolder.Find(), .. path]);
        string[] found = [.. Differences(Path.GetFileName(verified), text, verified, Path.ChangeExtension(verified, ".received"))];
        Assert.True(
            Accept || found.Length == 0,
            $"{string.Join("\n", found)}\nCompare the .received file beside it; to accept: RNNGEN_ACCEPT=1 dotnet test");
    }

    /// <summary>The first difference from the accepted text, none where they are equal; leaves what has been received beside it.</summary>
    private static IEnumerable<string> Differences(string name, string text, string verified, string received)
    {
        File.Delete(received);
        string? accepted = File.Exists(verified) ? WithoutCarriageReturns(File.ReadAllText(verified)) : null;
        if (accepted != text)
        {
            File.WriteAllText(Accept ? verified : received, text);
            yield return accepted is null ? $"{name}: not accepted yet." : FirstDifference(name, accepted, text);
        }
    }

    private static string Folder => Path.Combine(ProjectFolder.Find(), "Snapshots");

    private static string PathOf(string name, string state) => Path.Combine(Folder, $"{name}.{state}.cs");

    private static string NameOf(string path) => Path.GetFileName(path)[..^".verified.cs".Length];

    private static string WithoutCarriageReturns(string text) => text.Replace("\r", "");

    private static string WithoutVersion(string text)
    {
        string version = typeof(RnnModelGenerator).Assembly.GetName().Version!.ToString(3);
        return text.Replace($"GeneratedCode(\"RnnGen\", \"{version}\")", "GeneratedCode(\"RnnGen\", \"<version>\")");
    }

    private static string FirstDifference(string name, string verified, string received)
    {
        string[] before = verified.Split('\n');
        string[] after = received.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
        {
            line++;
        }

        return $"{name}, line {line + 1}:\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }
}
