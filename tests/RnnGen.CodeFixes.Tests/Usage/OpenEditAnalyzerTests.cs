using System.Threading.Tasks;
using RnnGen.CodeFixes.Tests.Support;
using RnnGen.Generator.Usage;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Usage;

/// <summary>RNN073: predictions while an edit is open; and those before, after, elsewhere and of others.</summary>
public sealed class OpenEditAnalyzerTests
{
    [Fact]
    public Task WithinAnEdit() => UsageTest<OpenEditAnalyzer>.Methods(
        "Net.State s = default; ",
        "using (ParameterEdit edit = net.Parameters.Edit()) { [|net.Predict(new(x, 1, 1), y)|]; }",
        "using (net.Parameters.Edit()) { if (y[0] > 0) { [|net.Step(x, ref s, y)|]; } }",
        "using ParameterEdit edit = net.Parameters.Edit(); edit.Values.Clear(); [|net.Trace(new(x, 1, 1))|];",
        "using var edit = net.Parameters.Edit(); for (int i = 0; i < 2; i++) { [|net.StepBatch(x, states, y)|]; }",
        "Net own = new(); using (own.Parameters.Edit()) { [|own.Predict(new(x, 1, 1), y)|]; }",
        "using (net.Parameters.Edit()) using (heads.Parameters.Edit()) [|net.Predict(new(x, 1, 1), y)|];",
        "using (this.net.Parameters.Edit()) { [|net.Predict(new(x, 1, 1), y)|]; }",
        "Action later = () => { using var edit = net.Parameters.Edit(); [|net.Step(x, ref current, y)|]; };",
        "void Local(Net one) { using (one.Parameters.Edit()) { [|one.Predict(new(x, 1, 1), y)|]; } } Local(net);");

    [Fact]
    public Task OutsideOfIt() => UsageTest<OpenEditAnalyzer>.Methods(
        "",
        "using (ParameterEdit edit = net.Parameters.Edit()) { edit.Values.Clear(); } net.Predict(new(x, 1, 1), y);",
        "net.Predict(new(x, 1, 1), y); using ParameterEdit edit = net.Parameters.Edit();",
        "{ using ParameterEdit edit = net.Parameters.Edit(); } net.Predict(new(x, 1, 1), y);",
        "using ParameterEdit edit = net.Parameters.Edit(); edit.Dispose(); net.Predict(new(x, 1, 1), y);",
        "Net other = new(); using (net.Parameters.Edit()) { other.Predict(new(x, 1, 1), y); }",
        "Net one = net, two = one; using (one.Parameters.Edit()) { two.Predict(new(x, 1, 1), y); }",
        "Net one = net; using (one.Parameters.Edit()) { one = new(); one.Predict(new(x, 1, 1), y); }",
        "Action later; using (net.Parameters.Edit()) { later = () => net.Predict(new(x, 1, 1), y); } later();",
        "using (net.Parameters.Edit()) { Assert.Throws(() => net.Predict(new(x, 1, 1), y)); }",
        "using (net.Parameters.Edit()) { try { net.Predict(new(x, 1, 1), y); } catch (InvalidOperationException) { } }",
        "using (System.IO.MemoryStream stream = new()) { net.Predict(new(x, 1, 1), y); }",
        "Net[] many = [net]; using (many[0].Parameters.Edit()) { many[1].Predict(new(x, 1, 1), y); }");
}
