"""The close-up network: a small U-Net that reads colour pixels and draws hairs as oriented segments.

Input   N x 3 x H x W, RGB, (value - 127.5) / 64, H and W multiples of 32, about 120 pixels per millimetre.
Output  N x 11 x H/2 x W/2, one cell for 2 x 2 pixels:
        0 middle, 1 root, 2 tip      logits of the three peaks
        3-4 to the root (dx, dy)     in units of OFFSET_UNIT_CELLS cells
        5-6 to the tip (dx, dy)      likewise
        7-10 hair mask               logits of the cell's four pixels, in pixel_shuffle order
"""
import torch
from torch import nn
from torch.nn import functional

LEVEL_WIDTHS = (32, 48, 80, 112, 144)
OUTPUT_CHANNELS = 11
PEAKS = slice(0, 3)
OFFSETS = slice(3, 7)
MASK = slice(7, 11)

CELL_PIXELS = 2
OFFSET_UNIT_CELLS = 16.0
MULTIPLE_OF = 32
INPUT_MEAN = 127.5
INPUT_SCALE = 64.0
PIXELS_PER_MILLIMETRE = 120


class DoubleConvolution(nn.Module):
    """Twice a 3 x 3 convolution, batch normalisation and ReLU; keeps height and width."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.first = nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(channels_out)
        self.second = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(channels_out)

    def forward(self, features):
        features = functional.relu(self.first_norm(self.first(features)), inplace=True)
        return functional.relu(self.second_norm(self.second(features)), inplace=True)


class Levels(nn.Module):
    """The way through a U-Net: down its levels and up again. Who derives from it makes stem_pixels, down, narrow, up and head."""

    def at_bottom(self, features):
        """What happens to the features of the lowest level; here nothing."""
        return features

    def forward(self, pixels):
        features = functional.pixel_unshuffle(pixels, self.stem_pixels)
        skipped = []
        for level, down in enumerate(self.down):
            if level > 0:
                skipped.append(features)
                features = functional.max_pool2d(features, 2)
            features = down(features)
        features = self.at_bottom(features)
        for narrow, up in zip(self.narrow, self.up):
            features = functional.interpolate(narrow(features), scale_factor=2.0, mode="nearest")
            features = up(torch.cat([features, skipped.pop()], 1))
        return self.head(features)


class UNet(Levels):
    """Space-to-depth stem, U-Net of len(widths) levels, one 1 x 1 convolution as the head."""

    def __init__(self, stem_pixels, widths, outputs):
        super().__init__()
        self.stem_pixels = stem_pixels
        self.down = nn.ModuleList(DoubleConvolution(a, b) for a, b in zip((3 * stem_pixels * stem_pixels, *widths[:-1]), widths))
        upwards = list(zip(widths[:0:-1], widths[-2::-1]))
        # The 1 x 1 convolution comes before upsampling: the same result for a quarter of the work.
        self.narrow = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in upwards)
        self.up = nn.ModuleList(DoubleConvolution(2 * b, b) for _, b in upwards)
        self.head = nn.Conv2d(widths[0], outputs, 1)


class HairNetwork(UNet):
    """The U-Net with the close-up network's outputs."""

    def __init__(self, widths=LEVEL_WIDTHS):
        super().__init__(CELL_PIXELS, widths, OUTPUT_CHANNELS)
        with torch.no_grad():
            # Peaks and hair are rare: starting near their true share avoids a violent first minute.
            self.head.bias[PEAKS] = -4.0
            self.head.bias[OFFSETS] = 0.0
            self.head.bias[MASK] = -2.0


def count_parameters(network):
    """Number of trained values in a network."""
    return sum(parameter.numel() for parameter in network.parameters())
