#!/usr/bin/env python3
"""Writes what PyTorch computes of connectionist temporal classifications, in float64: losses of rows and gradients, a file a case.

    apt-get install python3-torch
    /usr/bin/python3 tools/make-ctc-golden.py tests/RnnGen.Training.Tests/Golden/ctc

A case has logits [rows, steps, units] for log_softmax and ctc_loss, or inputs of an RNN with a linear layer on top, whose parameters have
gradients too. Losses are those of the rows (reduction="none"); gradients are those of their mean over the rows.
"""
import json
import pathlib
import sys

import torch
from torch import nn

folder = pathlib.Path(sys.argv[1])
torch.set_default_dtype(torch.float64)


def write(name, case):
    """A line a key; numbers as floats have them, so that nobody rounds twice."""
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in case.items())
    (folder / f"{name}.json").write_text("{\n" + lines + "\n}\n")


def rounded(tensor):
    """Numbers that are floats: both sides start from the same."""
    return tensor.to(torch.float32).to(torch.float64)


def losses(logits, labels, lengths, blank):
    """The loss of each row."""
    targets = torch.tensor([label for row in labels for label in row], dtype=torch.long)
    counts = torch.tensor([len(row) for row in labels], dtype=torch.long)
    log_probabilities = torch.log_softmax(logits, dim=-1).transpose(0, 1)
    return torch.nn.functional.ctc_loss(
        log_probabilities, targets, torch.tensor(lengths), counts, blank=blank, reduction="none", zero_infinity=False)


def padded(labels):
    """Rows of one width, and how long each is."""
    width = max(len(row) for row in labels)
    return [row + [0] * (width - len(row)) for row in labels]


def of_logits(name, seed, steps, units, labels, lengths, blank, scale=1.0):
    """Logits that are given."""
    generator = torch.Generator().manual_seed(seed)
    logits = rounded(torch.randn(len(labels), steps, units, generator=generator) * scale).requires_grad_()
    rows = losses(logits, labels, lengths, blank)
    rows.mean().backward()
    write(name, {
        "name": name, "source": f"PyTorch {torch.__version__} log_softmax and ctc_loss, float64", "blank": blank,
        "lengths": lengths, "label_lengths": [len(row) for row in labels], "labels": padded(labels),
        "logits": logits.tolist(), "losses": rows.tolist(), "gradients": logits.grad.tolist(),
    })


def of_network(name, seed, steps, inputs, hidden, units, labels, lengths, blank):
    """A network of a tanh layer and a linear one."""
    torch.manual_seed(seed)
    rnn, fc = nn.RNN(inputs, hidden, batch_first=True), nn.Linear(hidden, units)
    with torch.no_grad():
        for parameter in [*rnn.parameters(), *fc.parameters()]:
            parameter.copy_(rounded(parameter * 2))
    x = rounded(torch.randn(len(labels), steps, inputs))
    y, _ = rnn(x)
    rows = losses(fc(y), labels, lengths, blank)
    rows.mean().backward()
    write(name, {
        "name": name, "source": f"PyTorch {torch.__version__} RNN, Linear, log_softmax and ctc_loss, float64", "blank": blank,
        "lengths": lengths, "label_lengths": [len(row) for row in labels], "labels": padded(labels), "inputs": x.tolist(),
        "weight_ih": rnn.weight_ih_l0.tolist(), "weight_hh": rnn.weight_hh_l0.tolist(),
        "bias": (rnn.bias_ih_l0 + rnn.bias_hh_l0).tolist(), "weight": fc.weight.tolist(), "linear_bias": fc.bias.tolist(),
        "losses": rows.tolist(), "weight_ih_gradients": rnn.weight_ih_l0.grad.tolist(),
        "weight_hh_gradients": rnn.weight_hh_l0.grad.tolist(), "bias_gradients": rnn.bias_ih_l0.grad.tolist(),
        "weight_gradients": fc.weight.grad.tolist(), "linear_bias_gradients": fc.bias.grad.tolist(),
    })


folder.mkdir(parents=True, exist_ok=True)
of_logits("one_row", 1, 5, 4, [[1, 2, 3]], [5], 0)
of_logits("lengths", 2, 9, 5, [[1, 2], [4, 3, 1], [2]], [9, 6, 4], 0)
of_logits("repeats", 3, 8, 3, [[1, 1, 2], [2, 2, 2, 2], [1, 2, 1, 2]], [8, 7, 5], 0)
of_logits("empty", 4, 6, 4, [[], [3, 1], []], [6, 5, 3], 0)
of_logits("blank_last", 5, 7, 5, [[0, 3, 0], [2, 2]], [7, 4], 4)
of_logits("blank_middle", 6, 7, 6, [[0, 5, 1, 3], [4]], [6, 7], 2)
of_logits("tight", 7, 6, 4, [[1, 1, 2, 2], [3, 1, 2, 3, 1, 2]], [6, 6], 0)
of_logits("steep", 8, 12, 5, [[1, 2, 3, 4], [4, 4, 1]], [12, 10], 0, scale=12.0)
of_logits("wide", 9, 20, 40, [list(range(1, 18)), [39, 39, 7, 20, 20]], [20, 17], 0)
of_logits("long", 10, 120, 7, [[1 + (3 * i) % 6 for i in range(40)], [5, 5, 1] * 11], [120, 97], 0, scale=2.0)
of_network("network", 11, 8, 3, 6, 5, [[1, 4, 4], [2], [3, 1, 2, 3]], [8, 5, 7], 0)
