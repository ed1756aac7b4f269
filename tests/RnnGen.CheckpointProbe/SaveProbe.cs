using System;
using System.Threading;
using RnnGen.Training;
using RnnGen.Training.Tests;

namespace RnnGen.CheckpointProbe;

/// <summary>
/// Goes on from the newest checkpoint of a folder, then updates and saves without pause. Tells each step once it is saved. An update is one
/// of a gradient of ones, so that the parameters are a function of the step.
/// </summary>
internal static class SaveProbe
{
    public static void Run(string path)
    {
        Thread watch = new(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        })
        {
            IsBackground = true,
        };
        watch.Start();
        CheckpointFolder folder = new(path, keep: 2);
        SmallModel model = new(seed: 1);
        Sgd optimizer = new(0.5f, momentum: 0.9f);
        CheckpointState state = new();
        float[] gradients = new float[model.Parameters.Values.Length];
        Array.Fill(gradients, 1f);
        long step = 0;
        if (folder.ReadNewest() is TrainingCheckpoint newest)
        {
            newest.Restore(model, optimizer);
            step = newest.State.GetInt64("step");
        }

        while (true)
        {
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                optimizer.Update(edit.Values, gradients);
            }

            state.Set("step", ++step);
            folder.Save(step, model, optimizer, state);
            Console.WriteLine(step);
        }
    }
}
