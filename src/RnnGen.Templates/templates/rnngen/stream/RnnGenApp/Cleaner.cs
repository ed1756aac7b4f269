using RnnGen;

namespace RnnGenSpace;

/// <summary>
/// Says at each step what a noisy sensor should have measured. The attributes are the network, from the inputs at the top to the loss at
/// the bottom; the package writes the rest of the class.
/// </summary>
[RnnModel(InputSize = 1)]       // what was measured
[Gru(16)]                       // 16 units that remember what they have seen; [Lstm(16)] is the other one to try
[Dense(1, EveryStep = true)]    // one number out for each number in
[MeanSquaredError]              // what training makes small: the mean of (output - truth)²
public sealed partial class Cleaner;
