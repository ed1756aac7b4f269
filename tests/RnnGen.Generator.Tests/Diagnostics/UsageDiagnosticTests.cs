using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN070 to RNN073: what analyzers say of calls. Their variants are in RnnGen.CodeFixes.Tests.</summary>
public sealed class UsageDiagnosticTests
{
    [Fact]
    public void SizesThatDoNotFit()
    {
        Run("float[] x = new float[4], y = new float[2]; Net.State s = default; net.Step(x, ref s, y);").Reports(
            "RNN070 [x] 'input' of Net.Step takes 3 numbers, and here are 4");
        Run("net.Predict(new SequenceBatch(new float[5 * 3], 1, 5), new float[3]);").Reports(
            "RNN070 [new float[3]] 'outputs' of Net.Predict takes 2 or, at every step, 10 numbers, and here are 3");
    }

    [Fact]
    public void TheLastStepOfAPaddedBatch() => Run(
        "int steps = 5; int[] lengths = [5, 2]; float[] y = new float[2 * steps * 2];\n"
        + "net.Predict(new SequenceBatch(new float[2 * steps * 3], 2, steps) { Lengths = lengths }, y);\n"
        + "float first = y[(steps - 1) * 2];").Reports(
        "RNN071 [(steps - 1) * 2] This reads the last step of the batch in 'y', where shorter rows have zeros: the last step of a row is "
        + "'lengths[row] - 1'");

    [Fact]
    public void AStateThatIsACopy() => Run(
        "Net.State[] states = new Net.State[8]; Net.State s = states[3]; net.Step(new float[3], ref s, new float[2]);").Reports(
        "RNN072 [s] Nobody reads the state that this step leaves in 's', a copy of 'states[3]', which stays as it was: put it back, or "
        + "step with 'ref'");

    [Fact]
    public void APredictionWithinAnEdit() => Run(
        "using (net.Parameters.Edit()) { net.Trace(new SequenceBatch(new float[3], 1, 1)); }").Reports(
        "RNN073 [net.Trace(new SequenceBatch(new float[3], 1, 1))] An edit of the parameters of 'net' is open here, so that Trace throws "
        + "InvalidOperationException: call it when the edit has ended");

    private static GeneratorRun Run(string statements) => GeneratorHost.Run(
        "using RnnGen;\n[RnnModel(InputSize = 3), Gru(4), Dense(2)] partial class Net;\n"
        + $"static class Use {{ static void Run(Net net) {{ {statements} }} }}\n");
}
