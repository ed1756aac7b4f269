namespace RnnGen.Sample.Vowels;

/// <summary>
/// Tells speakers by how they say two vowels: a loop over any number of steps, since utterances are of many lengths, in both directions,
/// since each is whole before it is judged.
/// </summary>
[RnnModel(InputSize = VowelSets.Coefficients)]
[Gru(64, Direction = Direction.Bidirectional)]
[Dense(VowelSets.Speakers)]
[SoftmaxCrossEntropy]
public sealed partial class SpeakerNetwork;
