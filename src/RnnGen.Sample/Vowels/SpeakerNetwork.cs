namespace RnnGen.Sample.Vowels;

/// <summary>Tells speakers by how they say two vowels: a loop over any number of steps, since utterances are of many lengths.</summary>
[RnnModel(InputSize = VowelSets.Coefficients)]
[Gru(64)]
[Dense(VowelSets.Speakers)]
[SoftmaxCrossEntropy]
public sealed partial class SpeakerNetwork;
