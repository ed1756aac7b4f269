using RnnGen;

namespace RnnGenSpace;

/// <summary>
/// Says which gesture a motion was. The attributes are the network, from the inputs at the top to the loss at the bottom; the package
/// writes the rest of the class.
/// </summary>
[RnnModel(InputSize = 2)]   // where the hand is at each step: x and y. Sequences may have any number of steps.
[Gru(16)]                   // 16 units that remember what they have seen; [Lstm(16)] is the other one to try
[Dense(3)]                  // after the last step, a number for each class: the higher, the more likely
[SoftmaxCrossEntropy]       // what training makes small: -log of the probability of the right class
public sealed partial class GestureReader;
