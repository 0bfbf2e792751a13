"""The networks bound to treat a photograph turned by quarter turns alike.

Channels come in fours: the same detector looking up, left, down and right. Trained weights are the first of each
four; the others are made by turning it, so that a turned photograph gives the turned answer and one scalp is not
counted otherwise when the camera is held otherwise (group convolutions, Cohen and Welling, ICML 2016). `plain()`
writes the weights out as those of an ordinary network, which is what is exported.
"""
import torch
from torch import nn
from torch.nn import functional

import global_network
from network import CELL_PIXELS, LEVEL_WIDTHS, MASK, OFFSETS, OUTPUT_CHANNELS, PEAKS, HairNetwork, Levels

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
    """Filters out x 3 x 3·p x 3·p on pixels as plain filters 4·out x 3·p·p x 3 x 3 on cells of p by p pixels."""
    turned = torch.stack([torch.rot90(weight, turn, (2, 3)) for turn in range(TURNS)], 1).flatten(0, 1)
    return functional.pixel_unshuffle(turned, weight.shape[-1] // 3)


def turned_maps(weight):
    """Filters maps x c x c x detectors of maps drawn for c by c pixels of a cell as plain filters maps·c·c x 4·detectors: the pixels change places."""
    turned = [torch.rot90(weight, turn, (1, 2)).flatten(0, 2) for turn in range(TURNS)]
    return torch.stack(turned, 2).flatten(1)


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

    def __init__(self, stem_pixels, channels_out):
        super().__init__()
        plain = nn.Conv2d(3, channels_out // TURNS, 3 * stem_pixels, bias=False)
        self.weight = nn.Parameter(plain.weight.detach().clone())

    def plain(self):
        """As TurnedConvolution's."""
        return turned_stem(self.weight), None

    def forward(self, features):
        as_last = {"memory_format": torch.channels_last}
        return functional.conv2d(features.contiguous(**as_last), self.plain()[0].contiguous(**as_last), None, padding=1)


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

    def __init__(self, first, channels_out):
        super().__init__()
        self.first = first
        self.first_norm = TurnedNormalisation(channels_out)
        self.second = TurnedConvolution(channels_out, channels_out, 3, False)
        self.second_norm = TurnedNormalisation(channels_out)

    def forward(self, features):
        features = functional.relu(self.first_norm(self.first(features)), inplace=True)
        return functional.relu(self.second_norm(self.second(features)), inplace=True)


class TurnedHairHead(nn.Module):
    """The 1 x 1 convolution to the close-up network's outputs: peaks that do not turn, offsets that turn as arrows, a mask."""

    def __init__(self, channels):
        super().__init__()
        plain = nn.Conv2d(channels, OUTPUT_CHANNELS, 1)
        self.weight = nn.Parameter(plain.weight.detach()[:, :channels // TURNS, 0, 0].clone())
        self.peak_bias = nn.Parameter(torch.full((3,), -4.0))
        self.mask_bias = nn.Parameter(torch.full((1,), -2.0))

    def plain(self):
        """As TurnedConvolution's."""
        arrows, turned = self.weight[OFFSETS].view(2, 2, -1), []
        for _ in range(TURNS):
            turned.append(arrows.flatten(0, 1))
            # What pointed right points up after a quarter turn against the clock, what pointed down points right.
            arrows = torch.stack([arrows[:, 1], -arrows[:, 0]], 1)
        peaks = self.weight[PEAKS].repeat_interleave(TURNS, 1)
        mask = turned_maps(self.weight[MASK].view(1, CELL_PIXELS, CELL_PIXELS, -1))
        weight = torch.cat([peaks, torch.stack(turned, 2).flatten(1), mask])[..., None, None]
        return weight, torch.cat([self.peak_bias, self.peak_bias.new_zeros(4), self.mask_bias.expand(4)])

    def forward(self, features):
        return functional.conv2d(features, *self.plain())


class TurnedMapsHead(nn.Module):
    """The 1 x 1 convolution to maps of several pixels a cell."""

    def __init__(self, channels, maps, side):
        super().__init__()
        plain = nn.Conv2d(channels, maps * side * side, 1)
        self.weight = nn.Parameter(plain.weight.detach()[:, :channels // TURNS, 0, 0].clone())
        self.bias = nn.Parameter(torch.zeros(maps))
        self.maps, self.side = maps, side

    def plain(self):
        """As TurnedConvolution's."""
        weight = turned_maps(self.weight.view(self.maps, self.side, self.side, -1))
        return weight[..., None, None], self.bias.repeat_interleave(self.side * self.side)

    def forward(self, features):
        return functional.conv2d(features, *self.plain())


class TurnedUNet(Levels):
    """UNet of network.py with the same widths, each a multiple of four, whose answer turns with the photograph."""

    def __init__(self, stem_pixels, widths, head):
        super().__init__()
        if any(width % TURNS for width in widths):
            raise ValueError("widths of a symmetric network are multiples of four")
        self.stem_pixels, self.widths = stem_pixels, tuple(widths)
        downwards = zip(widths[:-1], widths[1:])
        self.down = nn.ModuleList([TurnedPair(TurnedStem(stem_pixels, widths[0]), widths[0]),
                                   *(TurnedPair(TurnedConvolution(a, b, 3, False), b) for a, b in downwards)])
        upwards = list(zip(widths[:0:-1], widths[-2::-1]))
        self.narrow = nn.ModuleList(TurnedConvolution(a, b, 1, True) for a, b in upwards)
        self.up = nn.ModuleList(TurnedPair(TurnedConvolution(2 * b, b, 3, False), b) for _, b in upwards)
        self.head = head

    @torch.no_grad()
    def write_to(self, network):
        """Gives an ordinary network of the same shape weights that answer the same, and returns it in eval mode."""
        mine = dict(self.named_modules())
        for name, module in network.named_modules():
            if isinstance(module, nn.Conv2d):
                weight, bias = mine[name].plain()
                module.weight.copy_(weight)
                if bias is not None:
                    module.bias.copy_(bias)
            elif isinstance(module, nn.BatchNorm2d):
                for target, value in zip((module.weight, module.bias, module.running_mean, module.running_var), mine[name].plain()):
                    target.copy_(value)
        return network.eval()


class SymmetricHairNetwork(TurnedUNet):
    """The close-up network that answers turned photographs alike."""

    def __init__(self, widths=LEVEL_WIDTHS):
        super().__init__(CELL_PIXELS, widths, TurnedHairHead(widths[0]))

    def plain(self):
        """An ordinary HairNetwork that answers the same."""
        return self.write_to(HairNetwork(self.widths))


class SymmetricGlobalNetwork(TurnedUNet):
    """The network for heads that answers turned photographs alike."""

    def __init__(self, widths=global_network.LEVEL_WIDTHS, dropout=0.1):
        side = global_network.STEM_PIXELS // global_network.CELL_PIXELS
        super().__init__(global_network.STEM_PIXELS, widths, TurnedMapsHead(widths[0], global_network.OUTPUTS, side))
        self.whole = TurnedConvolution(widths[-1], widths[-1], 1, True)
        self.dropout = nn.Dropout2d(dropout)
        self.side = side

    def at_bottom(self, features):
        return self.dropout(features * torch.sigmoid(self.whole(features.mean((2, 3), keepdim=True))))

    def forward(self, pixels):
        return functional.pixel_shuffle(super().forward(pixels), self.side)

    def plain(self):
        """An ordinary GlobalNetwork that answers the same."""
        return self.write_to(global_network.GlobalNetwork(self.widths))
