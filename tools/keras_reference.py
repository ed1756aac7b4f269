"""Keras' layers in double precision with NumPy: equations, weights in Keras' layouts, and configurations as Keras writes them."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


FUNCTIONS = {
    "linear": lambda x: x,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "softmax": softmax,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "swish": lambda x: x * sigmoid(x),
    "hard_sigmoid": lambda x: np.clip(0.2 * x + 0.5, 0, 1),  # of Keras 2; Keras 3 has x / 6
}


class Layer:
    """A layer: its class in Keras, its configuration, its weights' shapes, its equations."""

    def __init__(self, class_name, **config):
        self.class_name, self.config, self.weights = class_name, config, []

    def parts(self):
        """Where Keras 3 puts the weights below the layer: a path and their number."""
        return [("", len(self.weights))]

    def build(self, shapes, draw):
        self.weights = [draw(shape) for shape in self.shapes(*shapes)]

    def shapes(self, *inputs):
        return []


class Dense(Layer):
    def __init__(self, units, activation="linear", use_bias=True):
        super().__init__("Dense", units=units, activation=activation, use_bias=use_bias)

    def shapes(self, shape):
        units = self.config["units"]
        return [(shape[-1], units)] + ([(units,)] if self.config["use_bias"] else [])

    def run(self, x):
        return FUNCTIONS[self.config["activation"]](x @ self.weights[0] + (self.weights[1] if len(self.weights) > 1 else 0))


def windows(x, taps, dilation, padding):
    """The steps of each window, [batch, steps, taps, features], NaN where there are none; of "same" the odd one stands behind."""
    reach = (taps - 1) * dilation
    left = reach if padding == "causal" else reach // 2
    padded = np.pad(x, ((0, 0), (left, reach - left), (0, 0)), constant_values=np.nan)
    return np.stack([padded[:, tap * dilation:tap * dilation + x.shape[1]] for tap in range(taps)], axis=2)


class Conv1D(Layer):
    def __init__(self, filters, kernel_size, padding="causal", dilation_rate=1, activation="linear", use_bias=True):
        super().__init__(
            "Conv1D", filters=filters, kernel_size=[kernel_size], strides=[1], padding=padding, data_format="channels_last",
            dilation_rate=[dilation_rate], groups=1, activation=activation, use_bias=use_bias)

    def shapes(self, shape):
        filters = self.config["filters"]
        return [(self.config["kernel_size"][0], shape[-1], filters)] + ([(filters,)] if self.config["use_bias"] else [])

    def run(self, x):
        steps = windows(x, self.config["kernel_size"][0], self.config["dilation_rate"][0], self.config["padding"])
        z = np.einsum("btki,kio->bto", np.nan_to_num(steps), self.weights[0])
        return FUNCTIONS[self.config["activation"]](z + (self.weights[1] if len(self.weights) > 1 else 0))


class Pooling1D(Layer):
    def __init__(self, class_name, pool_size):
        super().__init__(class_name, pool_size=[pool_size], strides=[1], padding="same", data_format="channels_last")

    def run(self, x):
        steps = windows(x, self.config["pool_size"][0], 1, "same")
        return np.nanmax(steps, axis=2) if self.class_name == "MaxPooling1D" else np.nanmean(steps, axis=2)


class Recurrent(Layer):
    GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}

    def __init__(self, class_name, units, return_sequences=False, go_backwards=False, activation="tanh", use_bias=True, **more):
        gates = {} if class_name == "SimpleRNN" else {"recurrent_activation": "sigmoid"}
        reset = {"reset_after": True} if class_name == "GRU" else {}
        super().__init__(
            class_name, return_sequences=return_sequences, return_state=False, go_backwards=go_backwards, stateful=False, unroll=False,
            units=units, activation=activation, **gates, use_bias=use_bias, dropout=0.0, recurrent_dropout=0.0, **(reset | more))

    def parts(self):
        return [("cell", len(self.weights))]

    def shapes(self, shape):
        units = self.config["units"]
        columns = self.GATES[self.class_name] * units
        bias = (2, columns) if self.config.get("reset_after") else (columns,)
        return [(shape[-1], columns), (units, columns)] + ([bias] if self.config["use_bias"] else [])

    def run(self, x):
        """Outputs in the order in which Keras gives them: of go_backwards from the last step to the first."""
        units, act = self.config["units"], FUNCTIONS[self.config["activation"]]
        kernel, recurrent = self.weights[:2]
        bias = self.weights[2] if len(self.weights) > 2 else np.zeros((2, kernel.shape[1]) if self.config.get("reset_after") else kernel.shape[1])
        h, c, outputs = np.zeros((len(x), units)), np.zeros((len(x), units)), []
        for t in reversed(range(x.shape[1])) if self.config["go_backwards"] else range(x.shape[1]):
            if self.class_name == "LSTM":
                i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent + bias, 4, -1)
                c = sigmoid(f) * c + sigmoid(i) * act(g)
                h = sigmoid(o) * act(c)
            elif self.class_name == "SimpleRNN":
                h = act(x[:, t] @ kernel + h @ recurrent + bias)
            elif self.config["reset_after"]:
                (xz, xr, xh), (hz, hr, hh) = np.split(x[:, t] @ kernel + bias[0], 3, -1), np.split(h @ recurrent + bias[1], 3, -1)
                z = sigmoid(xz + hz)
                h = z * h + (1 - z) * act(xh + sigmoid(xr + hr) * hh)
            else:
                xz, xr, xh = np.split(x[:, t] @ kernel + bias, 3, -1)
                uz, ur, uh = np.split(recurrent, 3, -1)
                z, r = sigmoid(xz + h @ uz), sigmoid(xr + h @ ur)
                h = z * h + (1 - z) * act(xh + (r * h) @ uh)
            outputs.append(h)
        return np.stack(outputs, 1) if self.config["return_sequences"] else h


class Bidirectional(Layer):
    def __init__(self, forward, merge_mode="concat"):
        super().__init__("Bidirectional", merge_mode=merge_mode)
        self.forward = forward
        self.backward = Recurrent(forward.class_name, **{k: v for k, v in forward.config.items() if k in (
            "units", "return_sequences", "activation", "use_bias", "reset_after")}, go_backwards=True)

    def parts(self):
        return [("forward_layer/cell", len(self.forward.weights)), ("backward_layer/cell", len(self.backward.weights))]

    def build(self, shapes, draw):
        self.forward.build(shapes, draw)
        self.backward.build(shapes, draw)
        self.weights = self.forward.weights + self.backward.weights

    def run(self, x):
        a, b = self.forward.run(x), self.backward.run(x)
        b = b[:, ::-1] if self.forward.config["return_sequences"] else b
        merge = self.config["merge_mode"]
        return {"concat": lambda: np.concatenate([a, b], -1), "sum": lambda: a + b, "ave": lambda: (a + b) / 2, "mul": lambda: a * b}[merge]()


class TimeDistributed(Layer):
    def __init__(self, layer):
        super().__init__("TimeDistributed")
        self.layer = layer

    def parts(self):
        return [("layer", len(self.weights))]

    def build(self, shapes, draw):
        self.layer.build(shapes, draw)
        self.weights = self.layer.weights

    def run(self, x):
        return self.layer.run(x)


class LayerNormalization(Layer):
    def __init__(self, epsilon=1e-3, center=True, scale=True):
        super().__init__("LayerNormalization", axis=-1, epsilon=epsilon, center=center, scale=scale)

    def shapes(self, shape):
        return [(shape[-1],)] * (self.config["center"] + self.config["scale"])

    def run(self, x):
        weights = list(self.weights)
        gamma = weights.pop(0) if self.config["scale"] else 1
        y = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.config["epsilon"]) * gamma
        return y + (weights.pop(0) if self.config["center"] else 0)


class Embedding(Layer):
    def __init__(self, vocabulary, units):
        super().__init__("Embedding", input_dim=vocabulary, output_dim=units, mask_zero=False)

    def shapes(self, shape):
        return [(self.config["input_dim"], self.config["output_dim"])]

    def run(self, x):
        return self.weights[0][x.astype(int)]


class Plain(Layer):
    """A layer without weights."""

    RUN = {
        "Add": lambda config, *x: sum(x),
        "Multiply": lambda config, *x: np.prod(np.stack(x), 0),
        "Concatenate": lambda config, *x: np.concatenate(x, -1),
        "GlobalAveragePooling1D": lambda config, x: x.mean(1),
        "GlobalMaxPooling1D": lambda config, x: x.max(1),
        "RepeatVector": lambda config, x: np.repeat(x[:, None], config["n"], 1),
        "Activation": lambda config, x: FUNCTIONS[config["activation"]](x),
        "Dropout": lambda config, x: x,
        "SpatialDropout1D": lambda config, x: x,
    }

    def run(self, *x):
        return self.RUN[self.class_name](self.config, *x)
