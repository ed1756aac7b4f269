using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Reporting;
using RnnGen.Training;

namespace RnnGen.Bench.Suites;

/// <summary>
/// What shrinks from step to step: gradients on their way back through long sequences, a state without inputs, moments of rows that are
/// not seen again. All of it comes near the subnormal numbers, on which processors are slow, so a time step of a long sequence is compared
/// with one of a short sequence.
/// </summary>
internal sealed class LongSuite : ISuite
{
    private const int Batch = 16, PeerSteps = 400, Decay = 2000;
    private const int Vocabulary = 20_000, Units = 32;

    private static readonly int[] Lengths = [50, 200, 800, 3200, 10_000], FewLengths = [50, 200];

    private static readonly Func<ITrainableModel>[] Networks = [static () => new LongLstm64(seed: 1), static () => new LongGru64(seed: 1)];

    /// <inheritdoc/>
    public string Name => "long";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (Func<ITrainableModel> create in Networks)
        {
            OurWork[] works =
            [
                .. (context.Quick ? FewLengths : Lengths).Select(steps => OurWork.Training(create(), Batch, steps, threads: 1)),
            ];
            Compare(context, [.. works.Select(work => (work.Work.Name, work.Run, work.Work.Steps))]);
            Peers(context, create());
        }

        Compare(context, [("step gru64, inputs", Stream(scale: 1), 1), ("step gru64, decayed", Stream(scale: 0), 1)]);
        Compare(
            context,
            [("adam 20000 x 32, gradients", Update(Decay, scale: 1), 1), ("adam 20000 x 32, decayed", Update(Decay, scale: 0), 1)]);
    }

    /// <summary>Races cases that do the same work a step; the first is what the others are compared with.</summary>
    private void Compare(SuiteContext context, IReadOnlyList<(string Name, Action<int> Run, int Steps)> cases)
    {
        RaceResult result = Race.Run([.. cases.Select(one => new Contender(one.Name, one.Run))], [1], context.Settings);
        context.Observe(result.Waiting);
        for (int i = 0; i < cases.Count; i++)
        {
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = cases[i].Name,
                Threads = 1,
                OursMs = result.Milliseconds[i],
                StepMs = result.Milliseconds[i] / cases[i].Steps,
                StepOverFirst = result.Milliseconds[i] / cases[i].Steps / (result.Milliseconds[0] / cases[0].Steps),
            });
        }
    }

    private void Peers(SuiteContext context, ITrainableModel model)
    {
        OurWork ours = OurWork.Training(model, Batch, PeerSteps, threads: 1);
        Duel duel = new(Name, ours.Work.Name, threads: 1, ours.Run, ours.Flop);
        bool any = false;
        foreach (Peer peer in context.Peers)
        {
            if (peer.Training(ours.Work, threads: 1) is { } run)
            {
                Agreement.Check(peer, model, run, () => Agreement.Training($"{peer.Name}, {ours.Work.Name}", model, ours.Work, run));
                duel.Add(peer, run);
                any = true;
            }
        }

        if (any)
        {
            duel.Run(context);
        }
    }

    /// <summary>Steps of one sequence, after its state has had time to decay.</summary>
    private static Action<int> Stream(float scale)
    {
        LongGru64 model = new(seed: 1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // PyTorch's biases would keep the state up.
            foreach (ParameterInfo parameter in LongGru64.Description.Parameters.Where(parameter => parameter.Shape.Count == 1))
            {
                edit[parameter.Name].Clear();
            }
        }

        float[] input = [.. TestWeights.Inputs(LongGru64.Description.InputSize).Select(value => scale * value)];
        float[] output = new float[LongGru64.Description.OutputSize];
        LongGru64.State state = default;
        TestWeights.Inputs(Units).CopyTo(state.Gru0H);
        Run(Decay);
        return Run;

        void Run(int count)
        {
            LongGru64.State current = state;
            for (int i = 0; i < count; i++)
            {
                model.Step(input, ref current, output);
            }

            state = current;
        }
    }

    /// <summary>Updates of an embedding's size, after the moments of the first gradient have had time to decay.</summary>
    private static Action<int> Update(int decay, float scale)
    {
        float[] parameters = TestWeights.Inputs(Vocabulary * Units);
        float[] first = [.. TestWeights.Inputs(parameters.Length).Select(value => 1e-3f * value)];
        float[] gradients = [.. first.Select(value => scale * value)];
        Adam adam = new(TrainingRate.Value);
        adam.Update(parameters, first);
        Run(decay);
        return Run;

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                adam.Update(parameters, gradients);
            }
        }
    }
}
