"""What the network is punished for, given its raw output and the targets of targets.py."""
import torch
from torch.nn import functional

from network import MASK, OFFSETS, PEAKS
from targets import TARGET_MASK, TARGET_OFFSET_WEIGHT, TARGET_OFFSETS, TARGET_PEAKS

PEAK_NAMES = ("mid", "root", "tip")
PEAK_WEIGHTS = (1.0, 0.8, 0.3)
# The first outweighs the second, so that a hair the wrong way round is always worth turning.
OFFSET_WEIGHT = 3.0
EITHER_WAY_WEIGHT = 2.0
# Offsets are judged by their share of the hair's length (plus this, in units of 16 cells): a long hair's offsets are many,
# large and often end outside the crop, and would drown those of short hair.
OFFSET_LENGTH_ALLOWANCE = 0.5
MASK_WEIGHT = 0.7
# Added above and below in Dice, so that a batch with next to no hair does not swing it.
DICE_SMOOTHING_PIXELS = 80.0


def focal_peak_loss(logits, heights):
    """Penalty-reduced focal loss of CornerNet (Law and Deng, ECCV 2018), one value a channel.

    logits, heights: N x C x H x W. A height of exactly 1 is a peak; heights near 1 cost nothing
    (that is how an ignore zone is written). Divided by the number of peaks, at least 1.
    """
    probability = logits.sigmoid()
    miss = functional.softplus(-logits)
    false_alarm = miss + logits
    is_peak = heights.ge(1.0).to(logits.dtype)
    away = (1.0 - heights).square().square()
    cost = is_peak * (1.0 - probability).square() * miss + away * probability.square() * false_alarm
    return cost.sum((0, 2, 3)) / is_peak.sum((0, 2, 3)).clamp(min=1.0)


def offset_losses(offsets, wanted, weight):
    """Mean absolute error of an end's offset (dx + dy, mean of root and tip) as a share of the hair's length, weighted a cell.

    Returns it twice: with root and tip as they are, and with the ends exchanged in every cell where
    that fits better. Where nothing tells root from tip, the first alone has its least value
    anywhere between the two answers, so the network would answer no length at all; the second
    rewards the right line whichever way round.
    """
    total = weight.sum().clamp(min=1.0)
    weight = weight / ((wanted[:, 0:2] - wanted[:, 2:4]).square().sum(1).sqrt() + OFFSET_LENGTH_ALLOWANCE)
    exchanged = wanted[:, (2, 3, 0, 1)]
    as_is = (offsets - wanted).abs().sum(1)
    either_way = torch.minimum(as_is, (offsets - exchanged).abs().sum(1))
    return (as_is * weight).sum() * 0.5 / total, (either_way * weight).sum() * 0.5 / total


def mask_dice(probability, wanted, smoothing=DICE_SMOOTHING_PIXELS):
    """Soft Dice of the whole batch: 1 means the same pixels, 0 none in common."""
    overlap = 2.0 * (probability * wanted).sum() + smoothing
    return overlap / (probability.sum() + wanted.sum() + smoothing)


def measure_losses(output, target):
    """All losses of a batch.

    output: N x 11 x h x w float32 from the network; target: N x 12 x h x w from targets.py.
    Returns the weighted sum to descend, and a dictionary of the single unweighted losses.
    """
    peaks = focal_peak_loss(output[:, PEAKS], target[:, TARGET_PEAKS])
    offsets, either_way = offset_losses(output[:, OFFSETS], target[:, TARGET_OFFSETS], target[:, TARGET_OFFSET_WEIGHT])
    wanted = target[:, TARGET_MASK]
    logits = output[:, MASK]
    crossentropy = functional.binary_cross_entropy_with_logits(logits, wanted)
    overlap = 1.0 - mask_dice(logits.sigmoid(), wanted)
    total = OFFSET_WEIGHT * offsets + EITHER_WAY_WEIGHT * either_way + MASK_WEIGHT * (crossentropy + overlap)
    for weight, loss in zip(PEAK_WEIGHTS, peaks):
        total = total + weight * loss
    parts = dict(zip(PEAK_NAMES, peaks.detach()))
    parts.update(offset=offsets.detach(), line=either_way.detach(), bce=crossentropy.detach(), dice=overlap.detach())
    return total, parts
