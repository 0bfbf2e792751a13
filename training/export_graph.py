"""What both exports have in common: the ONNX file, its 16-bit weights, and answers to check it against."""
import json
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional

OPSET = 16
# Smaller layers stay as they are: halving them saves little, and those at full resolution round the offsets by up to a pixel.
LEAST_HALVED_VALUES = 60000


def halve_weights(model):
    """Stores large float32 weights as float16 with a Cast to float32 behind each; the runtime folds it at load."""
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < LEAST_HALVED_VALUES:
            continue
        if np.abs(values).max() > np.finfo(np.float16).max:
            raise ValueError(f"{weight.name} does not fit into 16 bits")
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT, name=name + "_widen"))
    for place, cast in enumerate(casts):
        model.graph.node.insert(place, cast)


def write_model(exported, path, example, outputs, half):
    """Writes the ONNX file of a network in eval mode: otherwise normalisation would be traced as in training.

    outputs: names of its outputs, each with the names of its free dimensions.
    """
    with warnings.catch_warnings():
        # It warns of shapes it cannot foresee; check-export.mjs runs the model at another size instead.
        warnings.filterwarnings("ignore", message="The shape inference of prim::Constant")
        torch.onnx.export(exported.eval(), example, str(path), opset_version=OPSET, input_names=["pixels"], output_names=list(outputs),
                          dynamic_axes={"pixels": {2: "height", 3: "width"}, **outputs})
    model = onnx.load(str(path))
    if half:
        halve_weights(model)
    model.producer_name, model.producer_version, model.doc_string = "trichoscore", "", ""
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def write_reference(exported, folder, height, width, names):
    """Writes what torch answers to a seeded random picture, for check-export.mjs."""
    folder.mkdir(parents=True, exist_ok=True)
    coarse = np.random.default_rng(7).normal(0.0, 1.0, (1, 3, height // 8, width // 8)).astype(np.float32)
    pixels = functional.interpolate(torch.from_numpy(coarse), scale_factor=8.0, mode="bilinear")
    with torch.no_grad():
        outputs = exported.eval()(pixels)
    shapes = {}
    for name, value in zip(("pixels", *names), (pixels, *outputs)):
        array = np.ascontiguousarray(value.numpy(), dtype="<f4")
        array.tofile(folder / f"{name}.bin")
        shapes[name] = list(array.shape)
    (folder / "shapes.json").write_text(json.dumps(shapes))
