#!/usr/bin/env python3
"""Writes networks of PyTorch as its own exporter writes them, with the outputs that PyTorch computes: <name>.onnx and <name>.json.

    apt-get install python3-torch python3-onnx
    /usr/bin/python3 tools/make-torch-files.py tests/RnnGen.Interchange.Tests/Torch/Files
"""
import json
import pathlib
import sys
import warnings

import torch
import torch.onnx
from torch import nn

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])


class Classifier(nn.Module):
    """Two layers in two directions, the last step of both."""
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        y, _ = self.lstm(x)
        return torch.softmax(self.fc(y[:, -1]), dim=-1)


class LastStates(nn.Module):
    """The states after the last step, of both directions."""
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, bidirectional=True, batch_first=True)
        self.fc1, self.fc2 = nn.Linear(8, 5), nn.Linear(5, 2)

    def forward(self, x):
        _, h = self.gru(x)
        return self.fc2(torch.relu(self.fc1(torch.cat([h[-2], h[-1]], dim=1))))


class EveryStep(nn.Module):
    """A dense layer before, a normalisation, a skip around it all."""
    def __init__(self):
        super().__init__()
        self.first, self.norm = nn.Linear(3, 6), nn.LayerNorm(6)
        self.gru = nn.GRU(6, 6, batch_first=True)
        self.last = nn.Linear(6, 3)
        with torch.no_grad():
            self.norm.weight.uniform_(0.5, 1.5)
            self.norm.bias.uniform_(-0.5, 0.5)

    def forward(self, x):
        z = self.norm(torch.tanh(self.first(x)))
        y, _ = self.gru(z)
        return self.last(y + z) + x


class Streaming(nn.Module):
    """States in and out."""
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 4, 2, batch_first=True)
        self.fc = nn.Linear(4, 1)

    def forward(self, x, h, c):
        y, (h, c) = self.lstm(x, (h, c))
        return self.fc(y), h, c


class Mean(nn.Module):
    """The mean over the steps."""
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(3, 5, nonlinearity="relu", batch_first=True)
        self.fc = nn.Linear(5, 2)

    def forward(self, x):
        y, _ = self.rnn(x)
        return torch.sigmoid(self.fc(y.mean(dim=1)))


class Largest(nn.Module):
    """The largest of each unit over the steps, two outputs."""
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 5, batch_first=True)
        self.one, self.two = nn.Linear(5, 2), nn.Linear(5, 1)

    def forward(self, x):
        y, _ = self.gru(x)
        return self.one(y.amax(dim=1)), torch.tanh(self.two(y))


class Translator(nn.Module):
    """A decoder that starts from the encoder's states."""
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.LSTM(3, 4, batch_first=True), nn.LSTM(2, 4, batch_first=True)
        self.fc = nn.Linear(4, 2)

    def forward(self, x, known):
        _, states = self.encoder(x)
        y, _ = self.decoder(known, states)
        return self.fc(y)


class Characters(nn.Module):
    """Tokens, and the logarithms of probabilities at every step."""
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.gru = nn.GRU(4, 5, batch_first=True)
        self.fc = nn.Linear(5, 7)

    def forward(self, tokens):
        y, _ = self.gru(self.embedding(tokens))
        return torch.log_softmax(self.fc(y), dim=-1)


class LstmCells(nn.Module):
    """Two cells, one step: the exporter writes them out."""
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LSTMCell(3, 4), nn.LSTMCell(4, 5)
        self.fc = nn.Linear(5, 2)

    def forward(self, x, h1, c1, h2, c2):
        h1, c1 = self.first(x, (h1, c1))
        h2, c2 = self.second(h1, (h2, c2))
        return self.fc(h2), h1, c1, h2, c2


class GruCell(nn.Module):
    """A cell that is written out, and one of a plain RNN."""
    def __init__(self):
        super().__init__()
        self.gru, self.rnn = nn.GRUCell(3, 4), nn.RNNCell(4, 3)

    def forward(self, x, h, s):
        h = self.gru(x, h)
        s = self.rnn(h, s)
        return torch.relu(s), h, s


class Masked(nn.Module):
    """A gate on the input (a mask), silu, time-major."""
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 4)
        self.gate, self.out = nn.Linear(4, 4), nn.Linear(4, 2, bias=False)

    def forward(self, x):
        y, _ = self.gru(x)
        return self.out(nn.functional.silu(torch.sigmoid(self.gate(y)) * x))


class Reshaped(nn.Module):
    """Rows and steps joined for the dense layer and parted again; fixed shapes; factors and shifts."""
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(3, 4, batch_first=True, bias=False), nn.Linear(4, 2)

    def forward(self, x):
        y, _ = self.lstm(x * 0.5 - 0.25)
        rows, steps, units = y.shape
        return self.fc(y.reshape(rows * steps, units)).reshape(rows, steps, 2) / 3


class Lengths(nn.Module):
    """Rows of several lengths, packed."""
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)
        y, h = self.gru(packed)
        y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True)
        return y, h


class Directions(nn.Module):
    """The sum of both directions; a learned state before the first step; all last states."""
    def __init__(self):
        super().__init__()
        self.rnn, self.fc = nn.RNN(3, 4, 2, batch_first=True, bidirectional=True), nn.Linear(4, 2)
        self.h0 = nn.Parameter(torch.zeros(4, 1, 4))

    def forward(self, x):
        y, h = self.rnn(x, self.h0.expand(-1, x.shape[0], -1).contiguous())
        return self.fc(y[..., :4] + y[..., 4:]), h


class Channels(nn.Module):
    """Features before steps, a convolution of width 1, ELU, an output with the steps last."""
    def __init__(self):
        super().__init__()
        self.conv, self.lstm, self.last = nn.Conv1d(3, 5, 1), nn.LSTM(5, 4, 2, batch_first=True, dropout=0.3), nn.Conv1d(4, 2, 1)

    def forward(self, x):
        z = nn.functional.elu(self.conv(x)).transpose(1, 2)
        y, _ = self.lstm(z)
        return torch.tanh(self.last(y.transpose(1, 2)))


class OneRow(nn.Module):
    """A row alone: no axis of rows in the input and the output."""
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(3, 4), nn.Linear(4, 2)

    def forward(self, x):
        y, (h, c) = self.lstm(x.unsqueeze(1))
        return self.fc(y.squeeze(1)), h.reshape(-1), c.reshape(-1)


def save(name, module, *inputs, open_axes=True, batch=0, time=1):
    torch.manual_seed(len(name))
    for parameter in module.parameters():
        with torch.no_grad():
            if parameter.dim() > 1 or name != "EveryStep":
                parameter.uniform_(-0.6, 0.6)
    module.eval()
    names = [f"in{index}" for index in range(len(inputs))]
    with torch.no_grad():
        outputs = module(*inputs)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    results = [f"out{index}" for index in range(len(outputs))]
    axes = {names[index]: {batch: "rows", time: "steps"} for index in range(len(inputs)) if inputs[index].dim() == 3 or inputs[index].dtype == torch.int64}
    if name == "Channels":
        axes = {"in0": {0: "rows", 2: "steps"}}
    if name == "OneRow":
        axes = {"in0": {0: "steps"}}
    if name == "Lengths":
        axes = {"in0": {0: "rows", 1: "steps"}, "in1": {0: "rows"}}
    if name == "Streaming":
        axes = {"in0": {0: "rows", 1: "steps"}, "in1": {1: "rows"}, "in2": {1: "rows"}}
    torch.onnx.export(module, inputs, str(folder / f"{name}.onnx"), opset_version=15, input_names=names, output_names=results,
                      dynamic_axes=axes if open_axes else None)
    pairs = {"inputs": {key: value.tolist() for key, value in zip(names, inputs)},
             "outputs": {key: value.tolist() for key, value in zip(results, outputs)}}
    (folder / f"{name}.json").write_text(json.dumps(pairs))


def noise(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)))


save("Classifier", Classifier(), noise(2, 5, 3))
save("ClassifierFixed", Classifier(), noise(2, 5, 3), open_axes=False)
save("LastStates", LastStates(), noise(2, 5, 3))
save("EveryStep", EveryStep(), noise(2, 5, 3))
save("Streaming", Streaming(), noise(2, 5, 2), noise(2, 2, 4), noise(2, 2, 4) + 0.1)
save("StreamingFixed", Streaming(), noise(1, 1, 2), noise(2, 1, 4), noise(2, 1, 4) + 0.1, open_axes=False)
save("Mean", Mean(), noise(2, 5, 3))
save("Largest", Largest(), noise(2, 5, 3))
save("Translator", Translator(), noise(2, 5, 3), noise(2, 5, 2))
save("Characters", Characters(), torch.tensor([[1, 0, 6, 3], [2, 2, 5, 4]]))
save("LstmCells", LstmCells(), noise(1, 3), noise(1, 4), noise(1, 4) + 0.2, noise(1, 5), noise(1, 5) + 0.3, open_axes=False)
save("GruCell", GruCell(), noise(1, 3), noise(1, 4), noise(1, 3) + 1, open_axes=False)
save("Masked", Masked(), noise(5, 2, 4), batch=1, time=0)
save("Reshaped", Reshaped(), noise(2, 5, 3), open_axes=False)
save("ReshapedOpen", Reshaped(), noise(2, 5, 3))
save("Lengths", Lengths(), noise(3, 5, 3), torch.tensor([5, 4, 2]))
save("Directions", Directions(), noise(2, 5, 3))
save("Channels", Channels(), noise(2, 3, 5))
save("OneRow", OneRow(), noise(5, 3))
