namespace RnnGen.Bench.Models;

[RnnModel(InputSize = 32), Lstm(32), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm32;

[RnnModel(InputSize = 32), Lstm(64), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm64;

[RnnModel(InputSize = 32), Lstm(128), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm128;

[RnnModel(InputSize = 32), Lstm(256), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm256;

[RnnModel(InputSize = 32), Lstm(512), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm512;

[RnnModel(InputSize = 32), Lstm(1024), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Lstm1024;
