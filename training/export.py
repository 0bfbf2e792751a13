"""Writes the averaged weights as an ONNX model with its description; see README.md.

The exported graph ends in what a reader of the model wants: probabilities and pixels.
    pixels   1 x 3 x H x W       RGB, (value - 127.5) / 64
    peaks    1 x 3 x H/2 x W/2   probability of a middle, a root, a tip in the cell
    offsets  1 x 4 x H/2 x W/2   to the root (dx, dy) and to the tip (dx, dy), in pixels of the input
    hair     1 x 1 x H x W       probability that the pixel is hair
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from export_graph import write_model, write_reference
from network import (CELL_PIXELS, INPUT_MEAN, INPUT_SCALE, LEVEL_WIDTHS, MASK, MULTIPLE_OF, OFFSET_UNIT_CELLS, OFFSETS, PEAKS,
                     PIXELS_PER_MILLIMETRE, HairNetwork)
from symmetric import SymmetricHairNetwork

# Not a multiple of anything the export was traced at, and not square: shows that both sides are free.
CHECK_HEIGHT, CHECK_WIDTH = 224, 352


class ExportedNetwork(nn.Module):
    """A network with its output brought to probabilities and pixels, split by meaning."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, pixels):
        output = self.network(pixels)
        return (output[:, PEAKS].sigmoid(),
                output[:, OFFSETS] * (OFFSET_UNIT_CELLS * CELL_PIXELS),
                functional.pixel_shuffle(output[:, MASK].sigmoid(), CELL_PIXELS))


class MeanOfAnswers(nn.Module):
    """What several networks answer on average: they make other mistakes, so the mean makes fewer."""

    def __init__(self, networks):
        super().__init__()
        self.networks = nn.ModuleList(ExportedNetwork(network) for network in networks)

    def forward(self, pixels):
        answers = [network(pixels) for network in self.networks]
        return tuple(sum(maps) / len(answers) for maps in zip(*answers))


def load_average(path):
    """The averaged network of a checkpoint or snapshot, in eval mode, and the file's content."""
    state = torch.load(path, map_location="cpu")
    widths, weights = state.get("widths", LEVEL_WIDTHS), state["average"]
    symmetric = "head.peak_bias" in weights
    network = SymmetricHairNetwork(widths) if symmetric else HairNetwork(widths)
    network.load_state_dict(weights)
    return (network.plain() if symmetric else network.eval()), state


CELLS = {2: "cellRows", 3: "cellColumns"}
OUTPUTS = {"peaks": CELLS, "offsets": CELLS, "hair": {2: "height", 3: "width"}}


def describe(name, model_path, states, half):
    """The description beside the model: what goes in, what comes out, which file exactly, and how much the networks in it were trained."""
    return {
        "name": name,
        "file": model_path.name,
        "sha256": hashlib.sha256(model_path.read_bytes()).hexdigest(),
        "input": {"name": "pixels", "layout": "NCHW", "channelOrder": "RGB", "mean": INPUT_MEAN, "scale": INPUT_SCALE,
                  "multipleOf": MULTIPLE_OF, "pixelsPerMillimetre": PIXELS_PER_MILLIMETRE},
        "outputs": {
            "peaks": {"channels": ["mid", "root", "tip"], "meaning": "probability", "pixelsPerCell": CELL_PIXELS},
            "offsets": {"channels": ["rootDx", "rootDy", "tipDx", "tipDy"], "meaning": "input pixels", "pixelsPerCell": CELL_PIXELS},
            "hair": {"channels": ["hair"], "meaning": "probability", "pixelsPerCell": 1},
        },
        "weights": "float16, widened to float32 at load" if half else "float32",
        "trainedSteps": sum(int(state["step"]) for state in states),
        # Kept weights do not all say how long they were trained.
        "trainedMinutes": round(sum(state["elapsed"] for state in states) / 60, 1) if all("elapsed" in state for state in states) else None,
        "trainedCrops": sum(int(state["crops"]) for state in states) if all("crops" in state for state in states) else None,
    }


def main():
    """Reads the command line, exports, and says what to run next."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="sources", type=Path, nargs="+", required=True, help="checkpoint.pt or average-*.pt of a run; of several, the mean of their answers")
    parser.add_argument("--name", required=True, help="model name; writes NAME.onnx and NAME.json")
    parser.add_argument("--to", type=Path, default=Path("models"), help="folder of the models (default: models)")
    parser.add_argument("--float32", action="store_true", help="keep 32-bit weights: twice the file")
    parser.add_argument("--reference", type=Path, help="folder for check-export.mjs's reference answers")
    options = parser.parse_args()
    torch.set_num_threads(1)
    networks, states = zip(*(load_average(source) for source in options.sources))
    network = ExportedNetwork(networks[0]) if len(networks) == 1 else MeanOfAnswers(networks)
    options.to.mkdir(parents=True, exist_ok=True)
    model_path = options.to / f"{options.name}.onnx"
    write_model(network, model_path, torch.zeros(1, 3, 64, 96), OUTPUTS, half=not options.float32)
    description = describe(options.name, model_path, states, not options.float32)
    (options.to / f"{options.name}.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{model_path}: {model_path.stat().st_size} bytes, sha256 {description['sha256']}")
    if options.reference:
        write_reference(network, options.reference, CHECK_HEIGHT, CHECK_WIDTH, OUTPUTS)
        print(f"check with: node training/check-export.mjs --model {model_path} --reference {options.reference}")


if __name__ == "__main__":
    main()
