using System.Threading.Tasks;
using RnnGen.CodeFixes.Fixes;
using RnnGen.CodeFixes.Tests.Support;
using RnnGen.Generator.Usage;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Usage;

/// <summary>RNN072: copies of states that nobody reads again; and copies that are meant.</summary>
public sealed class LostStateAnalyzerTests
{
    [Fact]
    public Task CopiesThatNobodyReads() => UsageTest<LostStateAnalyzer>.Methods(
        "",
        "Net.State s = states[3]; net.Step(x, ref [|s|], y);",
        "var s = list[3]; net.Step(x, ref [|s|], y);",
        "Net.State s = states.AsSpan()[3]; net.Step(x, ref [|s|], y);",
        "Session session = new(); Net.State s = session.State; net.Step(x, ref [|s|], y);",
        "Session session = new(); Net.State s = session.Field; net.Step(x, ref [|s|], y);",
        "Net.State s = current; net.Step(x, ref [|s|], y);",
        "Dictionary<string, Net.State> byName = new(); Net.State s = byName[\"a\"]; net.Step(x, ref [|s|], y);",
        "foreach (Net.State each in list) { Net.State s = each; net.Step(x, ref [|s|], y); }",
        "for (int i = 0; i < 8; i++) { Net.State s = states[i]; if (i > 2) { net.Step(x, ref [|s|], y); } }",
        "Action later = () => { Net.State s = states[3]; net.Step(x, ref [|s|], y); };",
        "void Local() { Net.State s = states[3]; net.Step(x, 1, ref [|s|], y); } Local();",
        "net.Step(x, ref [|list.ToArray()[3]|], y);");

    [Fact]
    public Task StatesThatStayOrCopiesThatAreMeant() => UsageTest<LostStateAnalyzer>.Methods(
        "",
        "Net.State s = default; net.Step(x, ref s, y);",
        "Net.State s = new(); net.Step(x, ref s, y);",
        "Net.State s = start; net.Step(x, ref s, y);",
        "net.Step(x, ref states[3], y); net.Step(x, ref current, y);",
        "ref Net.State s = ref states[3]; net.Step(x, ref s, y);",
        "Net.State s = states[3]; net.Step(x, ref s, y); states[3] = s;",
        "Net.State s = states[3]; net.Step(x, ref s, y); net.Step(x, ref s, y);",
        "Net.State s = states[3]; for (int i = 0; i < 9; i++) { net.Step(x, ref s, y); }",
        "Net.State s = states[3]; while (y[0] < 1) { net.Step(x, ref s, y); }",
        "Net.State s = states[3]; Action again = () => net.Step(x, ref s, y); again(); again();",
        "Net.State s = states[3]; void Again() => net.Step(x, ref s, y); Again();",
        "Net.State s = states[3], probe = s; net.Step(x, ref probe, y); states[4] = s;",
        "Session session = new(); Net.State s = session.Fixed; net.Step(x, ref s, y);",
        "Session session = new(); Net.State s = session.State; net.Step(x, ref s, y); session.State = s;",
        "foreach (ref Net.State each in states.AsSpan()) { net.Step(x, ref each, y); }",
        "Net.State Next() { Net.State s = states[3]; net.Step(x, ref s, y); return s; } Next();");

    [Theory]
    [InlineData("Net.State s = states[3];", "ref Net.State s = ref states[3];", "", 0)]
    [InlineData("Net.State s = current;", "ref Net.State s = ref current;", "", 0)]
    [InlineData("var s = states[3];", "var s = states[3];", "states[3] = s;", 1)]
    [InlineData("Net.State s = list[3];", "Net.State s = list[3];", "list[3] = s;", 0)]
    public Task Fixes(string declaration, string expected, string added, int offer)
    {
        string Run(string first, string state, string last) => $$"""
            [RnnModel(InputSize = 3), Gru(4)] partial class Net;
            class Caller
            {
                Net.State current;
                void Run(Net net, Net.State[] states, System.Collections.Generic.List<Net.State> list, float[] x, float[] y)
                {
                    {{first}}
                    net.Step(x, ref {{state}}, y);
            {{last}}    }
            }
            """;
        return FixTest<LostStateAnalyzer, LostStateFix>.Fixes(
            Run(declaration, "{|RNN072:s|}", ""), Run(expected, "s", added.Length == 0 ? "" : $"        {added}\n"),
            change: test => test.CodeActionIndex = offer);
    }
}
