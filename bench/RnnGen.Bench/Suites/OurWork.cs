using System;
using RnnGen.Bench.Networks;
using RnnGen.Training;

namespace RnnGen.Bench.Suites;

/// <summary>This project's side of a case: a model, a batch, and what is done with them.</summary>
internal sealed class OurWork
{
    private OurWork(Workload work, double flop, Action<int> run) => (Work, Flop, Run) = (work, flop, run);

    /// <summary>Network and batch.</summary>
    public Workload Work { get; }

    /// <summary>Operations of a call.</summary>
    public double Flop { get; }

    /// <summary>Makes so many calls.</summary>
    public Action<int> Run { get; }

    /// <summary>Training steps: forward, loss, backward, Adam.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batchSize">Rows.</param>
    /// <param name="steps">Steps of a sequence.</param>
    /// <param name="threads">Threads to use.</param>
    public static OurWork Training(ITrainableModel model, int batchSize, int steps, int threads)
    {
        Workload work = new(model.Description, batchSize, steps);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(threads);
        Adam adam = new(TrainingRate.Value);
        return new OurWork(work, work.TrainingFlop, count =>
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Train(work.Batch, work.Labels, adam);
            }
        });
    }

    /// <summary>Predictions of whole sequences.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batchSize">Rows.</param>
    /// <param name="steps">Steps of a sequence.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="outputs">Receives the outputs.</param>
    public static OurWork Prediction(IRnnModel model, int batchSize, int steps, int threads, float[] outputs)
    {
        Workload work = new(model.Description, batchSize, steps);
        model.Threads = threads;
        return new OurWork(work, work.ForwardFlop, count =>
        {
            for (int i = 0; i < count; i++)
            {
                model.Predict(work.Batch, outputs);
            }
        });
    }
}
