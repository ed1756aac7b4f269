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
            string verified = PathOf(name, "verified");
            string received = PathOf(name, "received");
            File.Delete(received);
            if (File.Exists(verified) && WithoutCarriageReturns(File.ReadAllText(verified)) == text)
            {
                continue;
            }

            File.WriteAllText(Accept ? verified : received, text);
            differences.Add(
                File.Exists(verified)
                    ? FirstDifference(name, WithoutCarriageReturns(File.ReadAllText(verified)), text)
                    : $"{name}: not accepted yet.");
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
