using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>
/// The voice before the vocal tract: the derivative of Rosenberg's pulse (1971), which rises as 3x² - 2x³ while the glottis opens and falls
/// as 1 - x² while it closes; periods and heights differ a little.
/// </summary>
/// <param name="speaker">Whose voice.</param>
/// <param name="draws">Differences from one period to the next.</param>
internal sealed class GlottalSource(Speaker speaker, Draws draws)
{
    // The part of the open phase in which the glottis opens; it closes faster.
    private const double Opening = 0.65;

    private double _phase, _rate = 1, _height = 1, _smoothed;

    /// <summary>Whether the glottis is open: then there is more breath.</summary>
    public bool IsOpen => _phase < speaker.Openness;

    /// <summary>The next sample.</summary>
    /// <param name="pitch">Periods a second.</param>
    public double Next(double pitch)
    {
        _phase += pitch * _rate / SoundFormat.SampleRate;
        if (_phase >= 1)
        {
            _phase -= 1;
            _rate = 1 + (speaker.Jitter * draws.Normal());
            _height = 1 + (2 * speaker.Jitter * draws.Normal());
        }

        double opening = speaker.Openness * Opening, closing = speaker.Openness - opening, pulse = 0;
        if (_phase < opening)
        {
            double x = _phase / opening;
            pulse = 6 * x * (1 - x) / opening;
        }
        else if (_phase < speaker.Openness)
        {
            pulse = -2 * (_phase - opening) / (closing * closing);
        }

        // As loud at low frequencies, whatever the speaker's voice loses at high ones.
        _smoothed += (1 - speaker.Softness) * ((_height * pulse) - _smoothed);
        return _smoothed;
    }
}
