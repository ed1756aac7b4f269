using System;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Detection;

/// <summary>A command that was heard.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Frame">The frame at which it was told.</param>
/// <param name="Score">Its mean probability there.</param>
internal sealed record DetectedWord(int Class, int Frame, double Score)
{
    /// <summary>Samples that had been heard.</summary>
    public int Samples => (Frame * LogMelFrames.Hop) + LogMelFrames.Length;
}

/// <summary>
/// From the probabilities of frames to commands (Chen, Parada, Heigold: Small-footprint keyword spotting using deep neural networks, 2014):
/// probabilities are averaged over the last frames, a command is told when its mean exceeds a threshold, and then none for a while.
/// </summary>
/// <param name="classes">Values of a frame.</param>
/// <param name="options">Threshold and times.</param>
internal sealed class KeywordDetector(int classes, DetectionOptions options)
{
    private const int Window = DetectionOptions.Window;

    private readonly int _refractory = (int)Math.Round(options.Refractory * SoundFormat.SampleRate / LogMelFrames.Hop);
    private readonly float[] _last = new float[classes * Window];
    private readonly double[] _means = new double[classes];
    private int _frame = -1, _quiet;

    /// <summary>The means after the last frame, [classes]; before the first one there were zeros.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Takes a frame.</summary>
    /// <param name="probabilities">The probabilities of its classes, [classes].</param>
    /// <returns>The command that is told now, or <see langword="null"/>.</returns>
    public DetectedWord? Next(ReadOnlySpan<float> probabilities)
    {
        _frame++;
        probabilities.CopyTo(_last.AsSpan(_frame % Window * classes, classes));
        int best = KeywordClasses.FirstWord;
        for (int label = 0; label < classes; label++)
        {
            // Summed anew: what is added and taken away again leaves rounding behind.
            double sum = 0;
            for (int at = label; at < _last.Length; at += classes)
            {
                sum += _last[at];
            }

            _means[label] = sum / Window;
            best = label > best && _means[label] > _means[best] ? label : best;
        }

        if (_quiet > 0)
        {
            _quiet--;
            return null;
        }

        if (!(_means[best] > options.Threshold))
        {
            return null;
        }

        _quiet = _refractory;
        return new DetectedWord(best, _frame, _means[best]);
    }
}
