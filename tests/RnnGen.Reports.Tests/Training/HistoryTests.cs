using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace RnnGen.Reports.Tests;

public sealed class HistoryTests
{
    [Fact]
    public void EqualCurvesOfTwoRunsAreOne()
    {
        JsonElement data = Data(ExampleReport.History("static", 0), ExampleReport.History("dynamic", 1));
        Assert.Equal(["training, each step", "training, mean of 7 steps", "validation"], data.Chart("Loss").CurveNames());
        Assert.Equal(["milliseconds (static)", "milliseconds (dynamic)"], data.Chart("Time of a step, ms").CurveNames());
    }

    [Fact]
    public void CurvesThatDifferHaveTheNamesOfTheirRuns()
    {
        ReportRun first = Losses("a", 1, 2), second = Losses("b", 1, 3), third = Losses("c", 1, 2);
        JsonElement loss = Data(first, second, third).Chart("Loss");
        Assert.Equal(["training (a, c: equal)", "training (b)"], loss.CurveNames());
        Assert.Equal([1, 3], loss.Curve("training (b)").Numbers("y"));
        Assert.NotEqual(
            loss.Curve("training (b)").GetProperty("color").GetInt32(),
            loss.Curve("training (a, c: equal)").GetProperty("color").GetInt32());
    }

    [Fact]
    public void WhatWasNotMeasuredHasNoChart()
    {
        JsonElement data = Data(Losses("", 2, 1));
        Assert.Equal("Loss", Assert.Single(data.GetProperty("charts").EnumerateArray()).GetProperty("title").GetString());
        Assert.Empty(Data(new ReportRun()).GetProperty("charts").EnumerateArray());
    }

    [Fact]
    public void TrainingAndValidationShareAChart()
    {
        ReportEvaluation[] evaluations =
        [
            new(1, "training", "accuracy", 0.5), new(1, "validation", "accuracy", 0.4), new(2, "training", "loss", 0.9),
            new(2, "validation", "accuracy", 0.6),
        ];
        JsonElement data = Data(Losses("", 2, 1) with { Evaluations = evaluations });
        Assert.Equal(["training", "validation"], data.Chart("Accuracy").CurveNames());
        Assert.Equal([0.4, 0.6], data.Chart("Accuracy").Curve("validation").Numbers("y"));
        Assert.Equal(["training", "training, evaluated"], data.Chart("Loss").CurveNames());
    }

    [Fact]
    public void ACurveThatGoesBackIsRefused()
    {
        ArgumentException back = Assert.Throws<ArgumentException>(() => new Curve("loss", [1, 2, 2], [0, 0, 0]));
        Assert.StartsWith("Curve 'loss' has place 2 at index 2 after 2; places must be finite and ascend.", back.Message);
        ArgumentException infinite = Assert.Throws<ArgumentException>(() => new Curve("loss", [double.PositiveInfinity], [0]));
        Assert.StartsWith("Curve 'loss' has place Infinity at index 0; places must be finite and ascend.", infinite.Message);
        ArgumentException lengths = Assert.Throws<ArgumentException>(() => new Curve("loss", [1], [0, 1]));
        Assert.StartsWith("Curve 'loss' has 1 places and 2 values", lengths.Message);
        Assert.Throws<ArgumentException>(() => new Forecast("f", [1], [1], [2], [2], [1], []));
    }

    [Fact]
    public void AHistoryOfFitKeepsItsNumbers()
    {
        RnnGen.Training.StepRecord step = new(4, 1, 0.5, 0.25f, 2, 0.125);
        RnnGen.Training.EpochRecord epoch = new(
            1, 5, 0.5, new Dictionary<string, double> { ["validation loss"] = 0.75, ["speaker/accuracy"] = 0.875 }, 0.25f, 2, 1, 1);
        ReportRun run = ReportRun.Of(new RnnGen.Training.TrainingHistory([epoch], [step], "speaker/accuracy", 1, 0.875, null), "run");
        Assert.Equal("run", run.Name);
        Assert.Equal([new ReportStep(5, 0.5) { LearningRate = 0.25, GradientNorm = 2, Milliseconds = 125 }], run.Steps);
        Assert.Equal(
            [new ReportEvaluation(5, "validation", ReportRun.Loss, 0.75), new ReportEvaluation(5, "validation", "speaker/accuracy", 0.875)],
            run.Evaluations);
        Assert.Contains("Speaker/accuracy", Data(run).ToString(), StringComparison.Ordinal);
    }

    private static ReportRun Losses(string name, params IReadOnlyList<double> losses) => new()
    {
        Name = name,
        Steps = [.. losses.Select((loss, index) => new ReportStep(index + 1, loss))],
    };

    private static JsonElement Data(params ReportRun[] histories) =>
        Embedded.Data(HtmlReport.ToHtml(new TrainingReport { Title = "histories", Runs = histories }));
}
