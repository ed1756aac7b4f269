using System.Collections.Generic;
using System.Linq;
using RnnGen.Generated;

namespace RnnGen.Reports.Tests;

/// <summary>A report with every part, small and without chance, full of what breaks HTML, scripts and JSON.</summary>
internal static class ExampleReport
{
    /// <summary>Ends a script, a comment, an attribute and an element, and is no ASCII.</summary>
    public const string Nasty = "</script><script>alert('x')</script> --> \"&<b>\u2028é😀";

    public const int Steps = 300, GapAt = 120;

    public static string[] Classes { get; } = ["zero", Nasty, "two"];

    public static TrainingReport Create() => new()
    {
        Title = $"Report {Nasty}",
        Summary = $"Summary {Nasty}",
        Figures = [new ReportFigure($"figure {Nasty}", $"0.97 {Nasty}", $"note {Nasty}")],
        Models = [Model("Static", 28), Model(Nasty, null)],
        Runs = [History("first", 0), History($"second {Nasty}", 1)],
        Charts =
        [
            new CurveChart(
                $"chart {Nasty}", $"x {Nasty}",
                [new Curve(Nasty, [0, 1, 2, 3], [1, double.NaN, 3, 2]) { Style = CurveStyle.Dashed }]) { Note = Nasty },
        ],
        Forecasts =
        [
            new Forecast(
                $"forecast {Nasty}", [0, 1, 2, 3, 4], [1, 2, 3, 2, 1], [3, 4], [2.5, 1.5], [2, 0.5],
                [3, double.PositiveInfinity]) { Note = Nasty },
        ],
        ConfusionMatrices = [new ConfusionMatrix(Classes, [8, 1, 1, 0, 10, 0, 2, 0, 0]) { Title = Nasty }],
        MisreadImages = [Image(3), Image(5)],
        States = [States()],
    };

    /// <summary>A loss that falls, with a NaN and an infinite value on the way; the second run differs in its times only.</summary>
    public static ReportRun History(string name, int run) => new()
    {
        Name = name,
        Steps = [.. Enumerable.Range(1, Steps).Select(step => new ReportStep(step, Loss(step))
        {
            LearningRate = 0.001,
            GradientNorm = 10.0 / step,
            Milliseconds = 5 + run + (step % 3),
        })],
        Evaluations = [.. Enumerable.Range(1, 3).SelectMany(part => Evaluations(part * 100))],
    };

    public static double Loss(int step) => step switch
    {
        GapAt => double.NaN,
        GapAt + 1 => double.PositiveInfinity,
        _ => 2.5 / step,
    };

    public static ModelDescription Model(string name, int? steps) => new()
    {
        Name = name,
        InputSize = 28,
        OutputSize = 10,
        OutputsEveryStep = false,
        Steps = steps,
        Parameters =
        [
            new ParameterInfo("lstm0/kernel", [36, 32], 0, ParameterInitializer.Zeros),
            new ParameterInfo("lstm0/bias", [32], 1152, ParameterInitializer.Zeros),
            new ParameterInfo("dense1/kernel", [8, 10], 1184, ParameterInitializer.Zeros),
        ],
        States = [new StateInfo("lstm0/c", 8, 0), new StateInfo("lstm0/h", 8, 8)],
        MultiplyAddsPerStep = 1152,
        MultiplyAddsPerSequence = 80,
        SpecHash = "0123456789abcdef",
        Layers =
        [
            new LayerInfo("input", "Input(28)", LayerRole.Input, 28, HasSteps: true, 0),
            new LayerInfo(Nasty, "Lstm(8)", LayerRole.Layer, 8, HasSteps: true, 1184)
            {
                Options = [Nasty],
                Reads = [new LayerRead(0, 0, 20)],
            },
            new LayerInfo("output", Nasty, LayerRole.Output, 8, HasSteps: true, 0) { Reads = [new LayerRead(1, 0, 8)] },
        ],
    };

    public static MisreadImage Image(int index) => new(index, 4, [0, 0.25f, 0.5f, 1, float.NaN, -1, 2, 0.1f])
    {
        Label = Nasty,
        Prediction = "two",
        LabelProbability = 0.00001,
        PredictionProbability = 0.998,
    };

    public static SequenceStates States() => new($"states {Nasty}", [Map($"lstm0/h {Nasty}", 8), Map("gru1/h", 16)])
    {
        Input = new StateMap($"input {Nasty}", 2, [0, 1, 0.5f, 0, 1, 0.25f]),
        Note = Nasty,
    };

    /// <summary>A traced value of two rows, of which the second is asked for.</summary>
    public static TraceTensor Tensor(string name, int steps, int units)
    {
        StepBuffer buffer = StepBuffer.Shape(default, steps + 1, 2, units);
        for (int step = 0; step < steps; step++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                buffer.Row(step + 1, 1, units)[unit] = Value(step, unit);
            }
        }

        return new TraceTensor(name, buffer, units, steps, rows: 2, firstSlot: 1, lengths: null, isState: true);
    }

    public static float Value(int step, int unit) => (step == 1 && unit == 1) ? float.NaN : ((step + 1) * (unit - 3)) / 16f;

    private static StateMap Map(string name, int units) => StateMap.Of(Tensor(name, 3, units), 1);

    private static IEnumerable<ReportEvaluation> Evaluations(int step) =>
    [
        new ReportEvaluation(step, "validation", ReportRun.Loss, 3.0 / step),
        new ReportEvaluation(step, "training", "accuracy", 1 - (20.0 / step)),
        new ReportEvaluation(step, $"validation {Nasty}", "accuracy", 1 - (30.0 / step)),
    ];
}
