using System;

namespace RnnGen.Sample.Mnist;

/// <summary>The lines that the post's program prints.</summary>
internal static class PostFormat
{
    /// <summary>The line after the last training step.</summary>
    public const string Finished = "Optimization Finished!";

    /// <summary>The line of a training step.</summary>
    /// <param name="images">Images seen so far.</param>
    /// <param name="loss">Mean loss of the batch after the step.</param>
    /// <param name="accuracy">Accuracy on the batch after the step.</param>
    public static string Iteration(long images, double loss, double accuracy) =>
        FormattableString.Invariant($"Iter {images}, Minibatch Loss= {loss:F6}, Training Accuracy= {accuracy:F5}");

    /// <summary>The line of the first test images.</summary>
    /// <param name="accuracy">Accuracy on them.</param>
    public static string TestingAccuracy(float accuracy) => FormattableString.Invariant($"Testing Accuracy: {accuracy:0.0#####}");
}
