using System.Text.Json.Serialization;

namespace RnnGen.Sample.Denoise;

/// <summary>The results, for other programs.</summary>
/// <param name="Input">Which sound was cleaned.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Frames">Blocks that were cleaned.</param>
/// <param name="MicrosecondsPerFrame">Time of one of them, both networks and transforms; the median.</param>
/// <param name="TimesRealTime">How many seconds of sound are cleaned in one.</param>
/// <param name="LevelBefore">Level of the whole sound, dB of full scale.</param>
/// <param name="LevelAfter">The same of the cleaned one.</param>
/// <param name="NoiseBefore">Level of the noise in pauses of the voice; <see langword="null"/> where they are not known.</param>
/// <param name="NoiseAfter">The same of the cleaned one.</param>
internal sealed record DenoiseReport(
    string Input, double Seconds, int Frames, double MicrosecondsPerFrame, double TimesRealTime, double LevelBefore, double LevelAfter,
    double? NoiseBefore, double? NoiseAfter);

/// <summary>Writes the results without reflection.</summary>
[JsonSerializable(typeof(DenoiseReport[]))]
internal sealed partial class DenoiseReportContext : JsonSerializerContext;
