"""The close-up network bound to treat a photograph turned by quarter turns alike.

Channels come in fours: the same detector looking up, left, down and right. Trained weights are the first of each
four; the others are made by turning it, so that a turned photograph gives the turned answer and one scalp is not
counted otherwise when the camera is held otherwise (group convolutions, Cohen and Welling, ICML 2016). `plain()`
writes the weights out as those of an ordinary HairNetwork, which is what is measured and exported.
"""
import torch
from torch import nn
from torch.nn import functional

from network import CELL_PIXELS, LEVEL_WIDTHS, MASK, OFFSETS, OUTPUT_CHANNELS, PEAKS, HairNetwork

TURNS = 4


def turned_filters(weight):
    """Filters out x 4·in x k x k of one direction as plain filters 4·out x 4·in x k x k.

    Channel 4·i + r of a plain feature is detector i turned by r quarter turns.
    """
    out, into, side, _ = weight.shape
    by_direction = weight.reshape(out, into // TURNS, TURNS, side, side)
    turned = [torch.rot90(by_direction.roll(turn, 2), turn, (3, 4)) for turn in range(TURNS)]
    return torch.stack(turned, 1).reshape(out * TURNS, into, side, side)


def turned_stem(weight):
    """Filters out x 3 x 6 x 6 on pixels as plain filters 4·out x 12 x 3 x 3 on cells of two by two pixels."""
    turned = torch.stack([torch.rot90(weight, turn, (2, 3)) for turn in range(TURNS)], 1).flatten(0, 1)
    return functional.pixel_unshuffle(turned, CELL_PIXELS)


class TurnedConvolution(nn.Module):
    """A convolution of features of four directions, without bias (a normalisation follows) or with one a detector."""

    def __init__(self, channels_in, channels_out, side, bias):
        super().__init__()
        plain = nn.Conv2d(channels_in, channels_out // TURNS, side, bias=bias)
        self.weight = nn.Parameter(plain.weight.detach().clone())
        self.bias = nn.Parameter(plain.bias.detach().clone()) if bias else None

    def plain(self):
        """Weight and bias of the ordinary convolution that does the same."""
        return turned_filters(self.weight), None if self.bias is None else self.bias.repeat_interleave(TURNS)

    def forward(self, features):
        weight, bias = self.plain()
        return functional.conv2d(features, weight.contiguous(memory_format=torch.channels_last), bias, padding=self.weight.shape[-1] // 2)


class TurnedStem(nn.Module):
    """The first convolution, from pixels."""

    def __init__(self, channels_out):
        super().__init__()
        plain = nn.Conv2d(3, channels_out // TURNS, 3 * CELL_PIXELS, bias=False)
        self.weight = nn.Parameter(plain.weight.detach().clone())

    def plain(self):
        """As TurnedConvolution's."""
        return turned_stem(self.weight), None

    def forward(self, features):
        return functional.conv2d(features, self.plain()[0].contiguous(memory_format=torch.channels_last), None, padding=1)


class TurnedNormalisation(nn.Module):
    """Batch normalisation with the same scale and shift for the four directions of a detector."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels // TURNS))
        self.bias = nn.Parameter(torch.zeros(channels // TURNS))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def plain(self):
        """Scale, shift, mean and variance of the ordinary normalisation; mean and variance are those of all four directions."""
        def of_all(values):
            return values.view(-1, TURNS).mean(1).repeat_interleave(TURNS)
        return self.weight.repeat_interleave(TURNS), self.bias.repeat_interleave(TURNS), of_all(self.running_mean), of_all(self.running_var)

    def forward(self, features):
        weight, bias, mean, variance = self.plain()
        if self.training:
            # The crops of a batch are turned at random, so that the four have nearly the same mean and spread.
            mean, variance = self.running_mean, self.running_var
        return functional.batch_norm(features, mean, variance, weight, bias, self.training)


class TurnedPair(nn.Module):
    """DoubleConvolution of network.py for features of four directions."""

    def __init__(self, channels_in, channels_out, from_pixels=False):
        super().__init__()
        self.first = TurnedStem(channels_out) if from_pixels else TurnedConvolution(channels_in, channels_out, 3, False)
        self.first_norm = TurnedNormalisation(channels_out)
        self.second = TurnedConvolution(channels_out, channels_out, 3, False)
        self.second_norm = TurnedNormalisation(channels_out)

    def forward(self, features):
        features = functional.relu(self.first_norm(self.first(features)), inplace=True)
        return functional.relu(self.second_norm(self.second(features)), inplace=True)


class TurnedHead(nn.Module):
    """The 1 x 1 convolution to the outputs: peaks that do not turn, offsets that turn as arrows, a mask whose four pixels change places."""

    def __init__(self, channels):
        super().__init__()
        detectors = channels // TURNS
        plain = nn.Conv2d(channels, OUTPUT_CHANNELS, 1)
        self.weight = nn.Parameter(plain.weight.detach()[:, :detectors, 0, 0].clone())
        self.peak_bias = nn.Parameter(torch.full((3,), -4.0))
        self.mask_bias = nn.Parameter(torch.full((1,), -2.0))

    def plain(self):
        """As TurnedConvolution's."""
        turns = []
        peaks, mask = self.weight[PEAKS], self.weight[MASK].view(CELL_PIXELS, CELL_PIXELS, -1)
        arrows = self.weight[OFFSETS].view(2, 2, -1)
        for turn in range(TURNS):
            turns.append(torch.cat([peaks, arrows.flatten(0, 1), torch.rot90(mask, turn, (0, 1)).flatten(0, 1)]))
            # What pointed right points up after a quarter turn against the clock, what pointed down points right.
            arrows = torch.stack([arrows[:, 1], -arrows[:, 0]], 1)
        weight = torch.stack(turns, 2).reshape(OUTPUT_CHANNELS, -1, 1, 1)
        return weight, torch.cat([self.peak_bias, self.peak_bias.new_zeros(4), self.mask_bias.expand(4)])

    def forward(self, features):
        return functional.conv2d(features, *self.plain())


class SymmetricHairNetwork(nn.Module):
    """HairNetwork of the same widths, each a multiple of four, whose answer turns with the photograph."""

    def __init__(self, widths=LEVEL_WIDTHS):
        super().__init__()
        self.widths = tuple(widths)
        if any(width % TURNS for width in widths):
            raise ValueError("widths of a symmetric network are multiples of four")
        self.down = nn.ModuleList(TurnedPair(a, b, a == 0) for a, b in zip((0, *widths[:-1]), widths))
        upwards = list(zip(widths[:0:-1], widths[-2::-1]))
        self.narrow = nn.ModuleList(TurnedConvolution(a, b, 1, True) for a, b in upwards)
        self.up = nn.ModuleList(TurnedPair(2 * b, b) for _, b in upwards)
        self.head = TurnedHead(widths[0])

    def forward(self, pixels):
        features = functional.pixel_unshuffle(pixels, CELL_PIXELS).contiguous(memory_format=torch.channels_last)
        skipped = []
        for level, down in enumerate(self.down):
            if level > 0:
                skipped.append(features)
                features = functional.max_pool2d(features, 2)
            features = down(features)
        for narrow, up in zip(self.narrow, self.up):
            features = functional.interpolate(narrow(features), scale_factor=2.0, mode="nearest")
            features = up(torch.cat([features, skipped.pop()], 1))
        return self.head(features)

    @torch.no_grad()
    def plain(self):
        """An ordinary HairNetwork in eval mode that answers the same."""
        network = HairNetwork(self.widths)
        for name, module in network.named_modules():
            mine = dict(self.named_modules()).get(name)
            if isinstance(module, nn.Conv2d):
                weight, bias = mine.plain()
                module.weight.copy_(weight)
                if bias is not None:
                    module.bias.copy_(bias)
            elif isinstance(module, nn.BatchNorm2d):
                for target, value in zip((module.weight, module.bias, module.running_mean, module.running_var), mine.plain()):
                    target.copy_(value)
        return network.eval()
