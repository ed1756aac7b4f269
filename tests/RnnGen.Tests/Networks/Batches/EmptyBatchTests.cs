using System;
using System.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Where there is nothing to do, nothing is done: not a step of no rows, not a row of no steps.</summary>
public sealed class EmptyBatchTests
{
    private const int Most = int.MaxValue;

    [Fact]
    public void NoRowsOfAnyNumberOfStepsTakeNoTime() => AtOnce(() =>
    {
        Passes(new DynamicStack(1));
        Passes(new DynamicThree(1));
        TokenPasses(new TokenDirections(1));
        TokenPasses(new TokenDropout(1));
    });

    [Fact]
    public void AnyNumberOfRowsOfNoStepsTakesNoTimeWhereNothingIsWanted() =>
        AtOnce(() => ((IRnnModel)new TokenDirections(1)).Predict(new TokenBatch([], Most, 0), []));

    [Fact]
    public void ExtentsWhoseProductComesBackToTheNumberOfValuesAreRefused()
    {
        // 2³⁰ rows x 2³⁰ steps x 16 features are 2⁶⁴ values: none, in 64 bits.
        IRnnModel model = new SixteenFeatures(1);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Trace(new SequenceBatch([], 1 << 30, 1 << 30)));
        Assert.Contains("The inputs hold 0 values; 9223372036854775807 were expected", exception.Message, StringComparison.Ordinal);
    }

    private static void Passes(ITrainableModel model)
    {
        SequenceBatch batch = new([], 0, Most);
        model.Predict(batch, []);
        Assert.Equal(Most, model.Trace(batch)["x"].Steps);
        IRnnTrainer trainer = model.CreateTrainer();
        trainer.Forward(batch, []);
        trainer.Backward([]);
        Expect.Filled(trainer.Gradients, 0, "a gradient of nothing");
    }

    private static void TokenPasses(IRnnModel model)
    {
        TokenBatch batch = new([], 0, Most);
        model.Predict(batch, []);
        Assert.Equal(Most, model.Trace(batch)["x"].Steps);
        IRnnTrainer trainer = ((ITrainableModel)model).CreateTrainer();
        trainer.Forward(batch, []);
        trainer.Backward([]);
        Expect.Filled(trainer.Gradients, 0, "a gradient of nothing");
    }

    /// <summary>On a thread of its own, which is left to itself where it does not end: 2³¹ steps take minutes.</summary>
    private static void AtOnce(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)), "It goes through steps or rows that do not exist.");
        Assert.Null(failure);
    }
}

[RnnModel(InputSize = 16), Rnn(4)]
internal sealed partial class SixteenFeatures;
