"""Makes a wider close-up network out of trained weights that answers the same and has room to learn more (Net2Wider, Chen et al., ICLR 2016); see README.md."""
import argparse
from pathlib import Path

import torch

from export import load_average
from network import CELL_PIXELS, HairNetwork

# Copies of a channel would stay copies for ever; so much of a weight's spread sets them apart.
NOISE = 0.02


def choose_originals(generator, narrow, wide):
    """For each channel of the wide layer the channel of the narrow one that it copies: all of them once, some twice."""
    return torch.cat([torch.arange(narrow), torch.randperm(narrow, generator=generator)[:wide - narrow]])


def widen(generator, weight, outputs, inputs):
    """A convolution's weight with copied outputs, and inputs that share out what one original gave."""
    copies = torch.bincount(inputs, minlength=weight.shape[1]).to(weight.dtype)
    wide = (weight / copies[None, :, None, None])[outputs][:, inputs]
    return wide + NOISE * wide.std() * torch.randn(wide.shape, generator=generator)


def grow(network, widths, generator):
    """State of a network of those widths, each at least the given network's and at most twice as many."""
    old, grown = network.state_dict(), HairNetwork(widths)
    state = grown.state_dict()
    levels = [choose_originals(generator, len(old[f"down.{level}.second_norm.weight"]), width) for level, width in enumerate(widths)]

    def copy_block(name, inputs, outputs):
        for convolution, norm, read in (("first", "first_norm", inputs), ("second", "second_norm", outputs)):
            state[f"{name}.{convolution}.weight"] = widen(generator, old[f"{name}.{convolution}.weight"], outputs, read)
            for part in ("weight", "bias", "running_mean", "running_var"):
                state[f"{name}.{norm}.{part}"] = old[f"{name}.{norm}.{part}"][outputs]

    inputs = torch.arange(3 * CELL_PIXELS * CELL_PIXELS)
    for level, outputs in enumerate(levels):
        copy_block(f"down.{level}", inputs, outputs)
        inputs = outputs
    for step, outputs in enumerate(levels[-2::-1]):
        state[f"narrow.{step}.weight"] = widen(generator, old[f"narrow.{step}.weight"], outputs, inputs)
        state[f"narrow.{step}.bias"] = old[f"narrow.{step}.bias"][outputs]
        # Read side by side: what came up, then what was kept of the way down.
        narrow = len(old[f"narrow.{step}.bias"])
        copy_block(f"up.{step}", torch.cat([outputs, narrow + outputs]), outputs)
        inputs = outputs
    state["head.weight"], state["head.bias"] = widen(generator, old["head.weight"], torch.arange(len(old["head.bias"])), inputs), old["head.bias"]
    grown.load_state_dict(state)
    return grown.eval()


def main():
    """Reads the command line and writes weights for train.py's --start-from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="checkpoint.pt, average-*.pt or training/weights/closeup.pt")
    parser.add_argument("--widths", required=True, help="channels of the levels, top first, as 48,72,120,168,216")
    parser.add_argument("--to", type=Path, required=True, help="file to write")
    parser.add_argument("--seed", type=int, default=1, help="for the choice of copies and what sets them apart")
    options = parser.parse_args()
    network, content = load_average(options.source)
    network.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in network.state_dict().items()})
    widths = tuple(int(part) for part in options.widths.split(","))
    grown = grow(network.float(), widths, torch.Generator().manual_seed(options.seed))
    with torch.no_grad():
        picture = torch.rand(1, 3, 224, 224, generator=torch.Generator().manual_seed(1)) * 3 - 1.5
        before, after = network(picture), grown(picture)
    torch.save({**content, "average": grown.state_dict(), "widths": widths}, options.to)
    print(f"{options.to}: answers to noise differ by {float((before - after).abs().mean()):.4f} on average, of {float(before.abs().mean()):.4f}")


if __name__ == "__main__":
    main()
