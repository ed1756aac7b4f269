using System.Collections.Generic;
using RnnGen.Bench.Generation;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>What unrolling costs and brings: the same network unrolled and as a loop, on one thread.</summary>
internal sealed class UnrollSuite : ISuite
{
    private const int Processes = 3;

    private static readonly int[] Batches = [1, 32];

    /// <inheritdoc/>
    public string Name => "unroll";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        IReadOnlyList<UnrollCase> cases = context.Quick ? [UnrollCase.All[0]] : UnrollCase.All;
        foreach (UnrollCase one in cases)
        {
            foreach (int batch in Batches)
            {
                Run(context, one, batch, FirstCall.Predict);
                Run(context, one, batch, FirstCall.Train);
            }
        }
    }

    private void Run(SuiteContext context, UnrollCase one, int batch, string kind)
    {
        ITrainableModel[] models = [one.Static(), one.Dynamic()];
        if (!context.Wants($"{models[0].GetType().Name} {kind}"))
        {
            return;
        }

        OurWork Work(ITrainableModel model) => kind == FirstCall.Train
            ? OurWork.Training(model, batch, one.Steps, threads: 1)
            : OurWork.Prediction(model, batch, one.Steps, threads: 1, new float[batch * model.Description.OutputSize]);
        OurWork[] works = [Work(models[0]), Work(models[1])];
        RaceResult result = Race.Run(
            [new("static", works[0].Run), new("dynamic", works[1].Run)], [1], context.Quick ? context.Settings : RaceSettings.Fine);
        context.Observe(result.Waiting);
        for (int i = 0; i < works.Length; i++)
        {
            string className = models[i].GetType().Name;
            double gigaflops = works[i].Flop / result.Milliseconds[i] / 1e6;
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = $"{works[i].Work.Name} {kind} {(i == 0 ? "static" : "dynamic")}",
                Threads = 1,
                OursMs = result.Milliseconds[i],
                Gigaflops = gigaflops,
                PeakFraction = gigaflops / result.PeakGigaflops[0],
                AllocatedBytes = Allocations.PerCall(works[i].Run, result.Milliseconds[i]),
                SourceBytes = ClassSizes.Source(models[i].GetType()),
                IlBytes = ClassSizes.Il(models[i].GetType()),
                FirstCallMs = FirstCall.Measure(className, kind, batch, one.Steps, context.Quick ? 1 : Processes),
                StaticOverDynamic = i == 0 ? result.Milliseconds[0] / result.Milliseconds[1] : null,
            });
        }
    }
}
