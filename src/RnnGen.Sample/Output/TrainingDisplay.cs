using System;
using System.Collections.Generic;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>The line that stands below the others while a network is trained: bar, steps, loss with its curve, rate, time left.</summary>
internal sealed class TrainingDisplay
{
    /// <summary>Characters of the curve, of a bar in a usual terminal at least, and of the time left.</summary>
    private const int CurveWidth = 30, LeastCurve = 8, LeastBar = 10, MostBar = 40, TimeWidth = 8;

    private readonly List<float> _losses = [];
    private readonly StepRate _rate;

    /// <summary>Lays the line out.</summary>
    /// <param name="title">What is being trained; left out where there is no room for it.</param>
    /// <param name="steps">Steps of the training.</param>
    /// <param name="width">Characters of a line of the terminal.</param>
    /// <param name="clock">What tells the time.</param>
    public TrainingDisplay(string title, int steps, int width, TimeProvider clock)
    {
        _rate = new StepRate(clock);
        CounterColumn counter = new(steps);

        // A space between each two of the six columns.
        int room = width - (counter.Width + LossColumn.Width + RateColumn.Width + TimeWidth + 5);
        int curve = Math.Clamp(room - LeastBar, LeastCurve, CurveWidth);
        bool hasTitle = room - curve - title.Length - 1 >= LeastBar;
        int bar = Math.Clamp(room - curve - (hasTitle ? title.Length + 1 : 0), 1, MostBar);
        ProgressColumn[] columns =
        [
            new ProgressBarColumn { Width = bar }, counter, new LossColumn(_losses), new SparklineColumn(_losses, curve),
            new RateColumn(_rate),
            new RemainingTimeColumn { Style = Style.Plain },
        ];
        Columns = hasTitle ? [new TaskDescriptionColumn { Alignment = Justify.Left }, .. columns] : columns;
    }

    /// <summary>The columns, from left to right.</summary>
    public ProgressColumn[] Columns { get; }

    /// <summary>Takes the loss of a step; a step that is reported again, as at the end of an epoch, counts once.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="loss">Loss of the last of them.</param>
    public void Add(int done, float loss)
    {
        if (done > _losses.Count)
        {
            _losses.Add(loss);
        }
    }

    /// <summary>Brings bar and rate up to date.</summary>
    /// <param name="task">What the bar shows.</param>
    /// <param name="done">Steps done.</param>
    public void Update(ProgressTask task, int done)
    {
        _rate.Sample(done);
        task.Value = done;
    }
}
