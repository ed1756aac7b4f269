using System;

namespace RnnGen.Bench.Networks;

/// <summary>A batch of random sequences for one network, in both layouts.</summary>
internal sealed class Workload
{
    /// <summary>Makes the batch.</summary>
    /// <param name="model">The network.</param>
    /// <param name="batchSize">Rows.</param>
    /// <param name="steps">Steps of each row.</param>
    public Workload(ModelDescription model, int batchSize, int steps)
    {
        Model = model;
        Shape = NetworkShape.Of(model);
        BatchSize = batchSize;
        Steps = steps;
        Inputs = TestWeights.Inputs(batchSize * steps * model.InputSize);
        Labels = TestWeights.Labels(batchSize, model.OutputSize);
        TimeMajorInputs = new float[Inputs.Length];
        for (int row = 0; row < batchSize; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                Inputs.AsSpan(((row * steps) + step) * model.InputSize, model.InputSize)
                    .CopyTo(TimeMajorInputs.AsSpan(((step * batchSize) + row) * model.InputSize));
            }
        }
    }

    /// <summary>The network.</summary>
    public ModelDescription Model { get; }

    /// <summary>Its layers.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Rows.</summary>
    public int BatchSize { get; }

    /// <summary>Steps of each row.</summary>
    public int Steps { get; }

    /// <summary>[batch, steps, input]: what a user of this project passes.</summary>
    public float[] Inputs { get; }

    /// <summary>[steps, batch, input]: what the peers read without transposing.</summary>
    public float[] TimeMajorInputs { get; }

    /// <summary>The class of each row.</summary>
    public int[] Labels { get; }

    /// <summary>The batch as this project takes it.</summary>
    public SequenceBatch Batch => new(Inputs, BatchSize, Steps);

    /// <summary>Such as <c>lstm128-gru256 T28 B128</c>.</summary>
    public string Name => $"{Shape.Name} T{Steps} B{BatchSize}";

    /// <summary>Operations of a forward pass: two for each multiply-add of the matrix products.</summary>
    public double ForwardFlop => Operations.Forward(Model, BatchSize, Steps);

    /// <summary>Operations of a training step.</summary>
    public double TrainingFlop => Operations.Training(Model, BatchSize, Steps);
}
