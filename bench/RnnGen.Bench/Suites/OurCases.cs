using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Bench.Suites;

/// <summary>This project's side of a case, to be made when it is wanted.</summary>
/// <param name="Name">Suite and case.</param>
/// <param name="Create">Makes what runs so many calls.</param>
internal sealed record OurCase(string Name, Func<Action<int>> Create)
{
    /// <summary>The cases of training, prediction and streaming on one thread.</summary>
    public static IReadOnlyList<OurCase> All { get; } = [.. Training(), .. Predictions(), .. Streams()];

    private static IEnumerable<OurCase> Training() => NetworkCase.All.Select(network => new OurCase(
        $"{TrainSuite.SuiteName}: {network.Name(network.TrainingBatch)}",
        () => OurWork.Training(network.Create(), network.TrainingBatch, network.Steps, threads: 1).Run));

    private static IEnumerable<OurCase> Predictions() =>
        from network in NetworkCase.All
        from batch in PredictSuite.Batches
        select new OurCase($"{PredictSuite.SuiteName}: {network.Name(batch)}", () =>
        {
            IRnnModel model = network.Create();
            return OurWork.Prediction(model, batch, network.Steps, threads: 1, new float[batch * model.Description.OutputSize]).Run;
        });

    private static IEnumerable<OurCase> Streams() => StreamCase.All.Select(one => new OurCase(
        $"{StreamSuite.SuiteName}: {one.Name}", () => one.Create().Run));
}
