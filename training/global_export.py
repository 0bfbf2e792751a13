"""Writes the averaged weights of a network for heads as an ONNX model with its description; see README.md.

    pixels  1 x 3 x H x W         RGB, (value - 127.5) / 64
global:
    scalp   1 x 1 x H/2 x W/2     probability that the cell shows scalp hair, or scalp where it grows or grew
    hair    1 x 1 x H/2 x W/2     share of the cell that hair covers, if it is scalp
worn:
    worn    1 x 1 x H/2 x W/2     probability that something worn on the head, or laid on it, hides it there
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import nn

from export_graph import write_model, write_reference
from global_network import CELL_PIXELS, HAIR, INPUT_MEAN, INPUT_SCALE, INPUT_SIDES, LEVEL_WIDTHS, MULTIPLE_OF, REGION, WORN, GlobalNetwork, with_all_outputs
from symmetric import SymmetricGlobalNetwork

# Not what the export was traced at, and not square: shows that both sides are free.
CHECK_HEIGHT, CHECK_WIDTH = 192, 256


class ExportedNetwork(nn.Module):
    """The network with its output brought to shares, split by meaning; only those that a model gives."""

    def __init__(self, network, outputs):
        super().__init__()
        self.network, self.channels = network, [CHANNELS[output] for output in outputs]

    def forward(self, pixels):
        output = self.network(pixels).sigmoid()
        return tuple(output[:, channel:channel + 1] for channel in self.channels)


def average_of(paths):
    """The mean of the averages of one or more snapshots of one form of the network, in eval mode, and the last file's content."""
    states = [torch.load(path, map_location="cpu") for path in paths]
    symmetric = states[0]["average"]["head.weight"].dim() == 2
    newest = max(states, key=lambda state: len(state["average"]["head.bias"]))["average"]

    def mean_of(name, value):
        if not value.is_floating_point():
            return value
        # Weights from before there was a map of things worn have no say in it.
        sums, counts = torch.zeros_like(value, dtype=torch.double), torch.zeros_like(value, dtype=torch.double)
        for state in states:
            own = state["average"][name].double()
            sums[:len(own)] += own
            counts[:len(own)] += 1
        return (sums / counts).to(value.dtype) if value.dim() > 0 else torch.stack([state["average"][name].double() for state in states]).mean().to(value.dtype)

    mean = {name: mean_of(name, value) for name, value in newest.items()}
    mean, network = (mean, SymmetricGlobalNetwork) if symmetric else (with_all_outputs(mean), GlobalNetwork)
    network = network(states[-1].get("widths", LEVEL_WIDTHS))
    network.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in mean.items()})
    return network.eval(), states[-1]


WORN_SIDES = (192,)
CELLS = {2: "cellRows", 3: "cellColumns"}
CHANNELS = {"scalp": REGION, "hair": HAIR, "worn": WORN}
MEANINGS = {"scalp": "probability that the cell shows scalp hair, or scalp where hair grows or grew",
            "hair": "share of the cell that hair covers, if it is scalp",
            "worn": "probability that something worn on the head, or laid on it, hides it there"}
# What each model gives, and the sizes at which photographs are shown to it.
MODELS = {"global": (("scalp", "hair"), INPUT_SIDES), "worn": (("worn",), WORN_SIDES)}


def main():
    """Reads the command line, exports, and says what to run next."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", choices=MODELS, default="global", help="which model (default: global)")
    parser.add_argument("--from", dest="sources", type=Path, nargs="+", required=True, help="snapshots average-*.pt; several are averaged, one named twice counts twice")
    parser.add_argument("--to", type=Path, default=Path("models"), help="folder of the models (default: models)")
    parser.add_argument("--keep", type=Path, help="also keeps the averaged weights in 16 bits here, to start from later")
    parser.add_argument("--reference", type=Path, help="folder for check-export.mjs's reference answers")
    options = parser.parse_args()
    torch.set_num_threads(1)
    averaged, state = average_of(options.sources)
    network = averaged.plain() if isinstance(averaged, SymmetricGlobalNetwork) else averaged
    # A snapshot named twice counts twice in the mean, and once here.
    runs = [torch.load(path, map_location="cpu") for path in dict.fromkeys(options.sources)]
    trained = {name: sum(run.get(name, 0) for run in runs) for name in ("step", "elapsed", "crops")}
    names, sides = MODELS[options.name]
    outputs, model_path = {name: CELLS for name in names}, options.to / f"{options.name}.onnx"
    write_model(ExportedNetwork(network, names), model_path, torch.zeros(1, 3, 128, 192), outputs, half=True)
    sha256 = hashlib.sha256(model_path.read_bytes()).hexdigest()
    description = {
        "name": options.name, "file": model_path.name, "sha256": sha256,
        "input": {"name": "pixels", "layout": "NCHW", "channelOrder": "RGB", "mean": INPUT_MEAN, "scale": INPUT_SCALE, "multipleOf": MULTIPLE_OF, "longerSides": list(sides)},
        "pixelsPerCell": CELL_PIXELS,
        "outputs": {name: {"meaning": MEANINGS[name]} for name in names},
        "weights": "float16, widened to float32 at load",
        "averagedRuns": len(runs), "trainedSteps": int(trained["step"]), "trainedMinutes": round(trained["elapsed"] / 60, 1), "trainedCrops": int(trained["crops"]),
    }
    (options.to / f"{options.name}.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{model_path}: {model_path.stat().st_size} bytes, sha256 {sha256}")
    if options.keep:
        torch.save({"average": {name: value.half() if value.is_floating_point() else value for name, value in averaged.state_dict().items()},
                    "widths": state.get("widths", LEVEL_WIDTHS)}, options.keep)
    if options.reference:
        write_reference(ExportedNetwork(network, names), options.reference, CHECK_HEIGHT, CHECK_WIDTH, outputs)
        print(f"check with: node training/check-export.mjs --model {model_path} --reference {options.reference}")


if __name__ == "__main__":
    main()
