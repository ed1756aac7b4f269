using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Keywords.Networks;

/// <summary>
/// Says at every frame which word has just ended. A causal convolution sees the last five frames, a GRU remembers how the word began
/// (convolutional recurrent networks for keywords: Arik and others, 2017); a frame needs nothing that comes after it.
/// </summary>
[RnnModel(InputSize = LogMelFrames.Bands)]
[Conv1D(64, 5, Activation = Activation.Relu)]
[Gru(64)]
[Dense(KeywordClasses.Outputs, EveryStep = true)]
[SoftmaxCrossEntropy(IgnoreIndex = KeywordClasses.Ignored)]
public sealed partial class KeywordNetwork;
