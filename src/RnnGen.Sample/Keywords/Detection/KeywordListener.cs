using System;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Detection;

/// <summary>
/// Hears a sound as it arrives: each 10 ms one frame, one step of the network, and the probabilities of the classes. All that is kept from
/// frame to frame is the rest of the samples and the state of the network.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="standardization">What was learned of the frames.</param>
/// <param name="classes">Classes that are used of the network's outputs.</param>
internal sealed class KeywordListener(KeywordNetwork network, Standardization standardization, int classes)
{
    private readonly LogMelFrames _frames = new();
    private readonly float[] _frame = new float[LogMelFrames.Bands], _outputs = new float[KeywordClasses.Outputs];
    private KeywordNetwork.State _state;

    /// <summary>Takes samples up to the end of a frame.</summary>
    /// <param name="samples">What has arrived; those that were taken are cut off.</param>
    /// <param name="probabilities">Receives the probabilities of the frame, [classes].</param>
    /// <returns>Whether there was a whole frame; otherwise all samples have been taken.</returns>
    public bool Next(ref ReadOnlySpan<float> samples, Span<float> probabilities)
    {
        if (!_frames.Next(ref samples, _frame))
        {
            return false;
        }

        standardization.Apply(_frame);
        network.Step(_frame, ref _state, _outputs);

        // Outputs that no word uses have never been right: without them the others add up to 1.
        Softmax.Rows(_outputs.AsSpan(0, classes), classes, probabilities);
        return true;
    }
}
