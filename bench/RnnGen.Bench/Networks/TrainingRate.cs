namespace RnnGen.Bench.Networks;

/// <summary>Adam's learning rate while training steps are timed.</summary>
internal static class TrainingRate
{
    /// <summary>Small: after hundreds of steps on one batch the network is still one in training, with no unit at its limits.</summary>
    public const float Value = 1e-5f;
}
