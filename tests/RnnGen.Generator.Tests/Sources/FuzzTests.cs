using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Sources as they look while one types: the generator never throws (the compiler would say CS8785).</summary>
public sealed class FuzzTests
{
    private const string Legal = """
        using RnnGen;
        using L = RnnGen.LstmAttribute;

        namespace App.Models
        {
            /// <summary>Holds a model.</summary>
            public partial class Outer
            {
                [RnnModel(InputSize = 3 * Width, Steps = 4, Training = true)]
                [L(4, ForgetBias = 0.5), Gru(units: 5)]
                [Dense(2)]
                [SoftmaxCrossEntropy]
                internal sealed partial class Net : System.IDisposable
                {
                    public void Dispose() { }
                }

                private const int Width = 2;
            }
        }

        [RnnModel(InputSize = 1)]
        [Rnn(1)]
        partial class @class;
        """;

    private static readonly string[] Pool =
    [
        "[", "]", "(", ")", "{", "}", ",", ";", ".", "=", ":", "<", ">", "@", "\"", "-", "0", "-1", "99999999999", "2147483647", "1e400",
        "null", "default",
        "class", "struct", "record", "interface", "partial", "static", "abstract", "file", "namespace", "enum", "ulong", "const", "int",
        "using",
        "Net", "Lstm", "Gru", "Dense", "RnnModel", "SoftmaxCrossEntropy", "InputSize", "Steps", "ForgetBias", "State", "Predict", "#if X",
        "#endif", "/*", "//",
    ];

    [Fact]
    public void LegalSourceIsLegal() => GeneratorHost.Run(Legal).Compiles();

    [Fact]
    public void CutAtEveryCharacter()
    {
        GeneratorDriver driver = GeneratorHost.Driver();
        for (int length = 0; length < Legal.Length; length++)
        {
            driver = Check(driver, Legal[..length]);
        }
    }

    [Fact]
    public void CutAtEveryCharacterFromTheStart()
    {
        GeneratorDriver driver = GeneratorHost.Driver();
        for (int start = 0; start < Legal.Length; start += 3)
        {
            driver = Check(driver, Legal[start..]);
        }
    }

    [Fact]
    public void ChangedTokens()
    {
        const int cases = 200;
        string[] tokens = [.. SyntaxFactory.ParseTokens(Legal).Select(token => token.ToFullString())];
        GeneratorDriver driver = GeneratorHost.Driver();
        for (int seed = 0; seed < cases; seed++)
        {
            driver = Check(driver, Mutate(tokens, new Random(seed)));
        }
    }

    private static string Mutate(string[] tokens, Random random)
    {
        string[] changed = [.. tokens];
        int changes = random.Next(1, 5);
        for (int change = 0; change < changes; change++)
        {
            int at = random.Next(changed.Length);
            int other = random.Next(changed.Length);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] = "";
                    break;
                case 1:
                    changed[at] += changed[at];
                    break;
                case 2:
                    (changed[at], changed[other]) = (changed[other], changed[at]);
                    break;
                case 3:
                    changed[at] = $" {Pool[random.Next(Pool.Length)]} ";
                    break;
                default:
                    changed[at] += $" {Pool[random.Next(Pool.Length)]}\n";
                    break;
            }
        }

        StringBuilder text = new();
        foreach (string token in changed)
        {
            text.Append(token);
        }

        return text.ToString();
    }

    private static GeneratorDriver Check(GeneratorDriver driver, string source)
    {
        GeneratorDriver next = driver.RunGenerators(GeneratorHost.Compilation(NullableContextOptions.Enable, source));
        GeneratorRunResult result = next.GetRunResult().Results[0];
        Assert.True(result.Exception is null, $"{result.Exception}\n{source}");
        Assert.DoesNotContain(result.Diagnostics, diagnostic => !diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal));
        return next;
    }
}
