using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>Every activation, within cells, of dense layers and as a layer.</summary>
internal static class ActivationModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new RnnLinear(1),
        () => new LstmLinear(1),
        () => new GruLinear(1),
        () => new DenseLinear(1),
        () => new ActivationLinear(1),
        () => new DenseTanh(1),
        () => new ActivationTanh(1),
        () => new RnnSigmoid(1),
        () => new LstmSigmoid(1),
        () => new GruSigmoid(1),
        () => new DenseSigmoid(1),
        () => new ActivationSigmoid(1),
        () => new RnnRelu(1),
        () => new LstmRelu(1),
        () => new GruRelu(1),
        () => new DenseRelu(1),
        () => new ActivationRelu(1),
        () => new RnnLeakyRelu(1),
        () => new LstmLeakyRelu(1),
        () => new GruLeakyRelu(1),
        () => new DenseLeakyRelu(1),
        () => new ActivationLeakyRelu(1),
        () => new RnnRelu6(1),
        () => new LstmRelu6(1),
        () => new GruRelu6(1),
        () => new DenseRelu6(1),
        () => new ActivationRelu6(1),
        () => new RnnElu(1),
        () => new LstmElu(1),
        () => new GruElu(1),
        () => new DenseElu(1),
        () => new ActivationElu(1),
        () => new RnnSelu(1),
        () => new LstmSelu(1),
        () => new GruSelu(1),
        () => new DenseSelu(1),
        () => new ActivationSelu(1),
        () => new RnnSoftplus(1),
        () => new LstmSoftplus(1),
        () => new GruSoftplus(1),
        () => new DenseSoftplus(1),
        () => new ActivationSoftplus(1),
        () => new RnnSoftsign(1),
        () => new LstmSoftsign(1),
        () => new GruSoftsign(1),
        () => new DenseSoftsign(1),
        () => new ActivationSoftsign(1),
        () => new RnnHardSigmoid(1),
        () => new LstmHardSigmoid(1),
        () => new GruHardSigmoid(1),
        () => new DenseHardSigmoid(1),
        () => new ActivationHardSigmoid(1),
        () => new RnnSwish(1),
        () => new LstmSwish(1),
        () => new GruSwish(1),
        () => new DenseSwish(1),
        () => new ActivationSwish(1),
    ];
}

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Linear)]
internal sealed partial class RnnLinear;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Linear)]
internal sealed partial class LstmLinear;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Linear)]
internal sealed partial class GruLinear;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Linear, EveryStep = true)]
internal sealed partial class DenseLinear;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Linear)]
internal sealed partial class ActivationLinear;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Tanh, EveryStep = true)]
internal sealed partial class DenseTanh;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Tanh)]
internal sealed partial class ActivationTanh;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Sigmoid)]
internal sealed partial class RnnSigmoid;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Sigmoid)]
internal sealed partial class LstmSigmoid;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Sigmoid)]
internal sealed partial class GruSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Sigmoid, EveryStep = true)]
internal sealed partial class DenseSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Sigmoid)]
internal sealed partial class ActivationSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Relu)]
internal sealed partial class RnnRelu;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Relu)]
internal sealed partial class LstmRelu;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Relu)]
internal sealed partial class GruRelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Relu, EveryStep = true)]
internal sealed partial class DenseRelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Relu)]
internal sealed partial class ActivationRelu;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.LeakyRelu)]
internal sealed partial class RnnLeakyRelu;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.LeakyRelu)]
internal sealed partial class LstmLeakyRelu;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.LeakyRelu)]
internal sealed partial class GruLeakyRelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.LeakyRelu, EveryStep = true)]
internal sealed partial class DenseLeakyRelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.LeakyRelu)]
internal sealed partial class ActivationLeakyRelu;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Relu6)]
internal sealed partial class RnnRelu6;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Relu6)]
internal sealed partial class LstmRelu6;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Relu6)]
internal sealed partial class GruRelu6;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Relu6, EveryStep = true)]
internal sealed partial class DenseRelu6;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Relu6)]
internal sealed partial class ActivationRelu6;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Elu)]
internal sealed partial class RnnElu;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Elu)]
internal sealed partial class LstmElu;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Elu)]
internal sealed partial class GruElu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Elu, EveryStep = true)]
internal sealed partial class DenseElu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Elu)]
internal sealed partial class ActivationElu;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Selu)]
internal sealed partial class RnnSelu;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Selu)]
internal sealed partial class LstmSelu;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Selu)]
internal sealed partial class GruSelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Selu, EveryStep = true)]
internal sealed partial class DenseSelu;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Selu)]
internal sealed partial class ActivationSelu;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Softplus)]
internal sealed partial class RnnSoftplus;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Softplus)]
internal sealed partial class LstmSoftplus;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Softplus)]
internal sealed partial class GruSoftplus;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Softplus, EveryStep = true)]
internal sealed partial class DenseSoftplus;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Softplus)]
internal sealed partial class ActivationSoftplus;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Softsign)]
internal sealed partial class RnnSoftsign;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Softsign)]
internal sealed partial class LstmSoftsign;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Softsign)]
internal sealed partial class GruSoftsign;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Softsign, EveryStep = true)]
internal sealed partial class DenseSoftsign;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Softsign)]
internal sealed partial class ActivationSoftsign;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.HardSigmoid)]
internal sealed partial class RnnHardSigmoid;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.HardSigmoid)]
internal sealed partial class LstmHardSigmoid;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.HardSigmoid)]
internal sealed partial class GruHardSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.HardSigmoid, EveryStep = true)]
internal sealed partial class DenseHardSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.HardSigmoid)]
internal sealed partial class ActivationHardSigmoid;

[RnnModel(InputSize = 3)]
[Rnn(5, Activation = Activation.Swish)]
internal sealed partial class RnnSwish;

[RnnModel(InputSize = 3)]
[Lstm(5, Activation = Activation.Swish)]
internal sealed partial class LstmSwish;

[RnnModel(InputSize = 3)]
[Gru(5, Activation = Activation.Swish)]
internal sealed partial class GruSwish;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Dense(4, Activation = Activation.Swish, EveryStep = true)]
internal sealed partial class DenseSwish;

[RnnModel(InputSize = 3)]
[Rnn(5)]
[Activation(Activation.Swish)]
internal sealed partial class ActivationSwish;
