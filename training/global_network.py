"""The network for photographs of a head: a small U-Net that reads colour pixels and draws the region and its hair.

Input   N x 3 x H x W, RGB, (value - 127.5) / 64, H and W multiples of 64, the photograph's longer side one of INPUT_SIDES.
Output  N x 3 x H/2 x W/2 logits, one cell for 2 x 2 pixels (worked out for 4 x 4 pixels at a time):
        0 region   the pixel lies where scalp hair grows or grew, or shows scalp hair
        1 hair     share of the pixel that hair covers, if it lies in the region
        2 worn     something worn on the head, or laid on it, hides it there
"""
import math

import torch
from torch import nn
from torch.nn import functional

from network import UNet

LEVEL_WIDTHS = (48, 80, 112, 144, 160)
REGION, HAIR, WORN = 0, 1, 2
OUTPUTS = 3
CELL_PIXELS = 2
STEM_PIXELS = 4
MULTIPLE_OF = 64
INPUT_MEAN = 127.5
INPUT_SCALE = 64.0
# Chance of something worn, before anything is known of it.
RARELY = 0.03
# Photographs are looked at in these sizes and the answers averaged.
INPUT_SIDES = (320, 256, 192)


class GlobalNetwork(UNet):
    """The U-Net with the whole picture's mean mixed in at the bottom."""

    def __init__(self, widths=LEVEL_WIDTHS, dropout=0.1):
        super().__init__(STEM_PIXELS, widths, OUTPUTS * (STEM_PIXELS // CELL_PIXELS) ** 2)
        self.whole = nn.Conv2d(widths[-1], widths[-1], 1)
        self.dropout = nn.Dropout2d(dropout)

    def at_bottom(self, features):
        return self.dropout(features * torch.sigmoid(self.whole(features.mean((2, 3), keepdim=True))))

    def forward(self, pixels):
        return functional.pixel_shuffle(super().forward(pixels), STEM_PIXELS // CELL_PIXELS)


def with_all_outputs(state):
    """A state of earlier weights that drew fewer maps: the new ones begin as found hardly anywhere, the others answer as before."""
    weight, bias = state["head.weight"], state["head.bias"]
    missing = OUTPUTS * (STEM_PIXELS // CELL_PIXELS) ** 2 - len(bias)
    if missing == 0:
        return state
    return {**state, "head.weight": torch.cat([weight, weight.new_zeros((missing, *weight.shape[1:]))]),
            "head.bias": torch.cat([bias, bias.new_full((missing,), math.log(RARELY))])}
