#!/usr/bin/python3
"""
Writes small networks in the file formats of Keras 2 and Keras 3 with h5py, and what they give in double precision with NumPy.
No Keras takes part: the formats are those that Keras' sources describe. Needs python3-h5py of Debian.

    /usr/bin/python3 tools/make-keras-files.py tests/RnnGen.Interchange.Tests/Keras/Files
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

from keras_reference import (
    Bidirectional, Conv1D, Dense, Embedding, LayerNormalization, Plain, Pooling1D, Recurrent, TimeDistributed)


class Model:
    """Layers with names and what each reads; the first entries are inputs (name, None, shape of a row, None for any)."""

    def __init__(self, entries, outputs=None, seed=1, dtype=np.float32):
        self.entries = [(name, layer, reads if layer is None else ([reads] if isinstance(reads, str) else reads)) for name, layer, reads in entries]
        self.sequential = outputs is None
        self.outputs = outputs or [entries[-1][0]]
        rng = np.random.default_rng(seed)
        draw = lambda shape: rng.uniform(-0.6, 0.6, shape).astype(dtype).astype(np.float32).astype(np.float64)
        self.dtype, self.inputs, values = dtype, {}, {}
        for name, layer, reads in self.entries:
            if layer is None:
                shape = [2] + [6 if extent is None else extent for extent in reads]
                tokens = any(isinstance(other, Embedding) and name in sources for _, other, sources in self.entries)
                values[name] = rng.integers(0, 7, shape).astype(float) if tokens else rng.uniform(-1, 1, shape).astype(np.float32).astype(np.float64)
                self.inputs[name] = values[name]
            else:
                x = [values[source] for source in reads]
                layer.build([each.shape for each in x], draw)
                values[name] = layer.run(*x)
        self.results = {name: values[name] for name in self.outputs}
        self.values = values

    def config(self, keras):
        nodes = [self.node(name, layer, reads, keras) for name, layer, reads in self.entries]
        refs = lambda names: [[name, 0, 0] for name in names]
        inside = {"name": "model", "trainable": True, "layers": nodes}
        if not self.sequential:
            inside |= {"input_layers": refs(self.inputs), "output_layers": refs(self.outputs)}
        module = {"module": "keras"} if keras == 3 else {}
        return module | {"class_name": "Sequential" if self.sequential else "Functional", "config": inside}

    def node(self, name, layer, reads, keras):
        if layer is None:
            key = "batch_shape" if keras == 3 else "batch_input_shape"
            node = {"class_name": "InputLayer", "config": {key: [None] + list(reads), "dtype": "float32", "name": name}}
            reads = []
        else:
            node = self.plain(name, layer, keras)
        if keras == 3:
            node = {"module": "keras.layers"} | node | {"registered_name": None}
        if self.sequential:
            return node
        if keras == 3:
            tensors = [{"class_name": "__keras_tensor__", "config": {
                "shape": [None] + list(self.values[source].shape[1:]), "dtype": "float32", "keras_history": [source, 0, 0]}} for source in reads]
            args = [tensors] if len(tensors) > 1 else tensors
            inbound = [{"args": args, "kwargs": {"mask": None} if len(tensors) == 1 else {}}] if reads else []
        else:
            inbound = [[[source, 0, 0, {}] for source in reads]] if reads else []
        return node | {"name": name, "inbound_nodes": inbound}

    def plain(self, name, layer, keras):
        config = {"name": name, "trainable": True, "dtype": "float32"} | layer.config
        for key, inner in (("layer", getattr(layer, "forward", None) or getattr(layer, "layer", None)), ("backward_layer", getattr(layer, "backward", None))):
            if inner is not None and (keras == 3 or key == "layer"):
                prefix = "" if key == "layer" else "backward_"
                config[key] = self.plain(f"{prefix}{name}_{inner.class_name.lower()}", inner, keras)
        return {"class_name": layer.class_name, "config": config}

    def save_variables(self, group, layers="layers"):
        """Keras 3: below the layers' classes, numbered where one occurs again."""
        used = {}
        group.create_group("vars")
        for _, layer, _ in self.entries:
            if layer is None:
                continue
            snake = re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", layer.class_name)).lower()
            number = used[snake] = used.get(snake, -1) + 1
            own, weights = group.create_group(f"{layers}/{snake}_{number}" if number else f"{layers}/{snake}"), iter(layer.weights)
            for part, count in layer.parts():
                target = own.create_group(f"{part}/vars" if part else "vars")
                for index in range(count):
                    target[str(index)] = next(weights).astype(self.dtype)

    def save_weights(self, group):
        """Keras 2: below the layers' names, in the order of get_weights."""
        layers = [(name, layer) for name, layer, _ in self.entries if layer is not None or not self.sequential]
        group.attrs["layer_names"] = [name.encode() for name, _ in layers]
        group.attrs["backend"], group.attrs["keras_version"] = b"tensorflow", b"2.15.0"
        for name, layer in layers:
            own = group.create_group(name)
            weights = [] if layer is None else layer.weights
            own.attrs["weight_names"] = [f"{name}/weight_{index}:0".encode() for index in range(len(weights))]
            for index, weight in enumerate(weights):
                own.create_dataset(f"{name}/weight_{index}:0", data=weight.astype(self.dtype))

    def save(self, folder, name, form, layers="layers"):
        if form == "keras":
            memory = io.BytesIO()
            with h5py.File(memory, "w") as file:
                self.save_variables(file, layers)
            with zipfile.ZipFile(folder / f"{name}.keras", "w") as archive:
                for entry, data in (("metadata.json", json.dumps({"keras_version": "3.5.0", "date_saved": "2026-01-01@00:00:00"}).encode()),
                                    ("config.json", json.dumps(self.config(3)).encode()), ("model.weights.h5", memory.getvalue())):
                    archive.writestr(zipfile.ZipInfo(entry), data)
        elif form == "weights":
            with h5py.File(folder / f"{name}.weights.h5", "w") as file:
                self.save_variables(file, layers)
            (folder / f"{name}.config.json").write_text(json.dumps(self.config(3)) + "\n")
        else:
            with h5py.File(folder / f"{name}.h5", "w") as file:
                file.attrs["backend"], file.attrs["keras_version"] = b"tensorflow", b"2.15.0"
                file.attrs["model_config"] = json.dumps(self.config(2)).encode()
                self.save_weights(file.create_group("model_weights"))
        tensors = lambda values: {key: value.tolist() for key, value in values.items()}
        (folder / f"{name}.expected.json").write_text(json.dumps({"inputs": tensors(self.inputs), "outputs": tensors(self.results)}) + "\n")


def models():
    steps = lambda layer, units, **more: Recurrent(layer, units, return_sequences=True, **more)
    x = ("x", None, [None, 3])
    yield "classifier", "keras", Model([x, ("a", steps("LSTM", 4), "x"), ("b", Recurrent("LSTM", 5), "a"), ("c", Dense(3, "softmax"), "b")])
    yield "weights_alone", "weights", Model([x, ("a", steps("GRU", 4), "x"), ("b", Dense(2), "a")])
    yield "stack", "h5", Model([x, ("a", steps("GRU", 4), "x"), ("b", steps("GRU", 3, reset_after=False), "a"),
                                ("c", steps("SimpleRNN", 4, activation="relu"), "b"), ("d", Dense(2, "tanh"), "c")])
    yield "without_bias", "keras", Model([x, ("a", steps("LSTM", 4, use_bias=False), "x"), ("b", steps("GRU", 4, use_bias=False), "a"),
                                          ("c", steps("GRU", 3, use_bias=False, reset_after=False), "b"),
                                          ("d", steps("SimpleRNN", 3, use_bias=False), "c"), ("e", Dense(2, use_bias=False), "d")])
    directions = [x, ("a", Bidirectional(steps("LSTM", 3)), "x"), ("b", Bidirectional(steps("GRU", 4), "sum"), "a"),
                  ("c", Bidirectional(steps("SimpleRNN", 4), "mul"), "b")]
    for merge in ("concat", "sum", "mul", "ave"):
        yield f"directions_{merge}", "keras" if merge != "sum" else "h5", Model(
            directions + [("d", Bidirectional(Recurrent("LSTM", 3), merge), "c"), ("e", Dense(2), "d")])
    yield "directions_ave_normalized", "keras", Model(
        [x, ("a", Bidirectional(Recurrent("GRU", 3), "ave"), "x"), ("b", LayerNormalization(), "a"), ("c", Dense(2, "sigmoid"), "b")])
    yield "backwards", "h5", Model([x, ("a", Recurrent("GRU", 4, go_backwards=True, reset_after=False), "x"), ("b", Dense(2), "a")])
    yield "backwards_pooled", "keras", Model(
        [x, ("a", steps("LSTM", 4, go_backwards=True), "x"), ("b", Plain("GlobalMaxPooling1D"), "a"), ("c", Dense(2), "b")])
    yield "last_state", "keras", Model([x, ("a", Bidirectional(Recurrent("LSTM", 3)), "x")])
    yield "normalized", "h5", Model([x, ("a", LayerNormalization(epsilon=0.01), "x"), ("b", steps("LSTM", 3), "a"),
                                     ("c", LayerNormalization(center=False), "b"), ("d", LayerNormalization(scale=False), "c"), ("e", Dense(2), "d")])
    yield "text", "keras", Model([("x", None, [None]), ("a", Embedding(7, 3), "x"), ("b", Plain("SpatialDropout1D", rate=0.2), "a"),
                                  ("c", Recurrent("LSTM", 4), "b"), ("d", Plain("Dropout", rate=0.5), "c"), ("e", Dense(2), "d")])
    graph = [("sound", None, [None, 3]), ("knobs", None, [2]), ("a", steps("LSTM", 4), "sound"), ("b", TimeDistributed(Dense(4, "relu")), "sound"),
             ("c", Plain("Add"), ["a", "b"]), ("d", Plain("Multiply"), ["c", "b"]), ("e", Plain("Concatenate", axis=-1), ["d", "sound"]),
             ("f", Plain("GlobalAveragePooling1D"), "e"), ("g", Plain("GlobalMaxPooling1D"), "d"),
             ("h", Plain("Concatenate", axis=-1), ["f", "g", "knobs"]), ("i", Dense(3, "elu"), "h"), ("j", Dense(2), "d")]
    yield "graph", "keras", Model(graph, ["i", "j"])
    yield "graph_of_keras_2", "h5", Model(graph, ["i", "j"])
    yield "several_outputs", "keras", Model(
        [x, ("a", steps("GRU", 4), "x"), ("b", Recurrent("LSTM", 3), "a"), ("c", Dense(3, "softmax"), "b"), ("d", Dense(4), "a"),
         ("e", Plain("Add"), ["a", "d"])], ["a", "b", "c", "d", "e"])
    yield "autoencoder", "keras", Model([("x", None, [6, 3]), ("a", Recurrent("GRU", 4), "x"), ("b", Plain("RepeatVector", n=6), "a"),
                                         ("c", steps("LSTM", 4), "b"), ("d", TimeDistributed(Dense(3)), "c")])
    functions = ["tanh", "sigmoid", "relu", "relu6", "elu", "selu", "softplus", "softsign", "swish"]
    chain = lambda names: [x] + [("r", steps("LSTM", 4, activation="softsign"), "x")] + [
        (f"f{index}", Plain("Activation", activation=name), f"f{index - 1}" if index else "r") for index, name in enumerate(names)]
    yield "functions", "keras", Model(chain(functions))
    yield "functions_of_keras_2", "h5", Model(chain(["hard_sigmoid", "elu"]))
    yield "convolutions", "keras", Model([x, ("a", Conv1D(5, 3, dilation_rate=2, activation="tanh"), "x"), ("b", steps("GRU", 4), "a"),
                                          ("c", Conv1D(4, 4, "same", use_bias=False), "b"), ("d", Pooling1D("MaxPooling1D", 3), "c"),
                                          ("e", Pooling1D("AveragePooling1D", 4), "d"), ("f", Conv1D(3, 2), "e")])
    yield "convolutions_alone", "h5", Model([x, ("a", Conv1D(6, 5, "same", activation="relu"), "x"), ("b", Conv1D(4, 1), "a"),
                                             ("c", Plain("GlobalAveragePooling1D"), "b"), ("d", Dense(2), "c")])
    yield "half_precision", "keras", Model([x, ("a", Recurrent("LSTM", 4), "x"), ("b", Dense(2), "a")], dtype=np.float16)
    yield "double_precision", "h5", Model([x, ("a", Recurrent("LSTM", 4), "x"), ("b", Dense(2), "a")], dtype=np.float64)
    yield "checkpoint_dependencies", "keras", Model([x, ("a", Recurrent("LSTM", 4), "x"), ("b", Dense(2), "a")])


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, form, model in models():
        model.save(folder, name, form, layers="_layer_checkpoint_dependencies" if name == "checkpoint_dependencies" else "layers")


main()
