using RnnGen.Sample.Measurement;

namespace RnnGen.Sample.Mnist;

/// <summary>All that is known of one network: a column of the table.</summary>
/// <param name="Training">What came out of training.</param>
/// <param name="OneThread">The training step on one thread.</param>
/// <param name="Generator">The generator's figures; <see langword="null"/> if they were not measured.</param>
internal sealed record ModeReport(TrainingResult Training, OneThread OneThread, GeneratorFigures? Generator);
