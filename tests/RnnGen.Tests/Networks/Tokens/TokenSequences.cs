using System;
using System.Collections.Generic;

namespace RnnGen.Tests.Networks;

/// <summary>A batch of tokens with everything a pass may be given, in arrays.</summary>
internal sealed record TokenSequences(int[] Tokens, int Rows, int Steps)
{
    /// <summary>Valid steps of each row; empty when all are full.</summary>
    public int[] Lengths { get; init; } = [];

    /// <summary>Initial states, [rows, state size]; empty for none.</summary>
    public float[] States { get; init; } = [];

    public SequenceLayout Layout { get; init; }

    /// <summary>The view that the library takes.</summary>
    public TokenBatch View => new(Tokens, Rows, Steps) { Lengths = Lengths, Layout = Layout };

    /// <summary>Rows, steps and states as a batch without values: what random upstream gradients are made for.</summary>
    public NetworkBatch Shape => new([], Rows, Steps) { Lengths = Lengths, States = States, Layout = Layout };

    /// <summary>Random tokens; of random lengths row 0 has 0 and row 1 is full.</summary>
    public static TokenSequences Random(ModelDescription model, int seed, int rows, int steps, bool lengths = false, bool states = false)
    {
        Random random = new(seed);
        int[] tokens = new int[rows * steps];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = random.Next(model.Vocabulary!.Value);
        }

        NetworkBatch shape = NetworkBatch.Random(model, seed, rows, steps, lengths, states);
        return new TokenSequences(tokens, rows, steps) { Lengths = shape.Lengths, States = shape.States };
    }

    /// <summary>The same with tokens past the rows' lengths that no vocabulary has.</summary>
    public TokenSequences WithGarbage()
    {
        int[] tokens = (int[])Tokens.Clone();
        for (int row = 0; row < Lengths.Length; row++)
        {
            tokens.AsSpan((row * Steps) + Lengths[row], Steps - Lengths[row]).Fill(row % 2 == 0 ? int.MinValue : int.MaxValue);
        }

        return this with { Tokens = tokens };
    }

    /// <summary>Some rows.</summary>
    public TokenSequences Pick(params int[] rows)
    {
        List<int> tokens = [];
        foreach (int row in rows)
        {
            tokens.AddRange(Tokens.AsSpan(row * Steps, Steps));
        }

        NetworkBatch shape = Shape;
        return new TokenSequences([.. tokens], rows.Length, Steps)
        {
            Lengths = Lengths.Length > 0 ? Array.ConvertAll(rows, row => Lengths[row]) : [],
            States = States.Length > 0 ? shape.Take(States, rows) : [],
        };
    }

    public Prediction Predict(IRnnModel model)
    {
        float[] outputs = new float[Passes.OutputCount(model, Shape)], states = new float[Rows * model.Description.StateSize];
        model.Predict(View, outputs, States, states);
        return new Prediction(outputs, states);
    }

    /// <summary>Forward and backward with the random upstream gradients of <see cref="Passes"/>.</summary>
    public (Prediction Forward, Gradients Backward) Backpropagate(IRnnTrainer trainer)
    {
        Prediction forward = Forward(trainer);
        float[] inputs = new float[Rows * Steps * trainer.Model.Description.InputSize], states = new float[forward.FinalStates.Length];
        trainer.Backward(Passes.OutputUpstream(trainer.Model, Shape), Passes.StateUpstream(trainer.Model, Shape), inputs, states);
        return (forward, new Gradients(trainer.Gradients.ToArray(), inputs, states));
    }

    public Prediction Forward(IRnnTrainer trainer)
    {
        float[] outputs = new float[Passes.OutputCount(trainer.Model, Shape)];
        float[] states = new float[Rows * trainer.Model.Description.StateSize];
        trainer.Forward(View, outputs, States, states);
        return new Prediction(outputs, states);
    }
}
