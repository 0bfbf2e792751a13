"""The network for photographs of a head: a small U-Net that reads colour pixels and draws the region and its hair.

Input   N x 3 x H x W, RGB, (value - 127.5) / 64, H and W multiples of 64, the photograph's longer side one of INPUT_SIDES.
Output  N x 2 x H/2 x W/2 logits, one cell for 2 x 2 pixels (worked out for 4 x 4 pixels at a time):
        0 region   the pixel lies where scalp hair grows or grew, or shows scalp hair
        1 hair     share of the pixel that hair covers, if it lies in the region
"""
import torch
from torch import nn
from torch.nn import functional

from network import DoubleConvolution

LEVEL_WIDTHS = (48, 80, 112, 144, 160)
REGION, HAIR = 0, 1
CELL_PIXELS = 2
STEM_PIXELS = 4
MULTIPLE_OF = 64
INPUT_MEAN = 127.5
INPUT_SCALE = 64.0
# Photographs are looked at in these sizes and the answers averaged.
INPUT_SIDES = (192, 128)


class GlobalNetwork(nn.Module):
    """Space-to-depth stem, U-Net of len(widths) levels, the whole picture's mean mixed in at the bottom."""

    def __init__(self, widths=LEVEL_WIDTHS, dropout=0.1):
        super().__init__()
        stem = 3 * STEM_PIXELS * STEM_PIXELS
        self.down = nn.ModuleList(DoubleConvolution(a, b) for a, b in zip((stem, *widths[:-1]), widths))
        upwards = list(zip(widths[:0:-1], widths[-2::-1]))
        self.narrow = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in upwards)
        self.up = nn.ModuleList(DoubleConvolution(2 * b, b) for _, b in upwards)
        self.whole = nn.Conv2d(widths[-1], widths[-1], 1)
        self.dropout = nn.Dropout2d(dropout)
        self.head = nn.Conv2d(widths[0], 2 * (STEM_PIXELS // CELL_PIXELS) ** 2, 1)

    def forward(self, pixels):
        features = functional.pixel_unshuffle(pixels, STEM_PIXELS)
        skipped = []
        for level, down in enumerate(self.down):
            if level > 0:
                skipped.append(features)
                features = functional.max_pool2d(features, 2)
            features = down(features)
        features = self.dropout(features * torch.sigmoid(self.whole(features.mean((2, 3), keepdim=True))))
        for narrow, up in zip(self.narrow, self.up):
            features = functional.interpolate(narrow(features), scale_factor=2.0, mode="nearest")
            features = up(torch.cat([features, skipped.pop()], 1))
        return functional.pixel_shuffle(self.head(features), STEM_PIXELS // CELL_PIXELS)
