"""How well a network does on rendered pictures kept apart from training."""
import torch
from torch.nn import functional

import numpy as np

from dataset import make_plain_crop
from losses import mask_dice, measure_losses
from network import MASK, MULTIPLE_OF
from targets import TARGET_MASK, TARGET_PEAKS

BATCH_SIZE = 4
PEAK_THRESHOLD = 0.3
MATCH_RADIUS_CELLS = 3


@torch.no_grad()
def measure_on_pictures(network, pictures):
    """Mean losses, mask Dice at one half, and the F1 of the middle peaks, over the middles of pictures.

    A peak counts as found when a local maximum above PEAK_THRESHOLD lies within MATCH_RADIUS_CELLS
    cells; local maxima further than that from any peak, and outside ignore zones, are false.
    Touching hairs can share one maximum, so this F1 flatters: compare it only with itself.
    """
    sums, batches = {}, 0
    overlap = np.zeros(2)
    found, present, true, claimed = 0, 0, 0, 0
    for first in range(0, len(pictures), BATCH_SIZE):
        chosen = pictures[first:first + BATCH_SIZE]
        size = chosen[0].image.shape[0] // MULTIPLE_OF * MULTIPLE_OF
        images, targets = zip(*(make_plain_crop(picture, size) for picture in chosen))
        pixels = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2)
        target = torch.from_numpy(np.stack(targets))
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            output = network(pixels)
        output = output.float().contiguous()
        _, parts = measure_losses(output, target)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value)
        batches += 1
        hair, wanted = output[:, MASK] > 0, target[:, TARGET_MASK] > 0.5
        overlap += (2.0 * float((hair & wanted).sum()), float(hair.sum() + wanted.sum()))
        counts = _count_middles(output[:, 0].sigmoid(), target[:, TARGET_PEAKS][:, 0])
        found, present, true, claimed = (a + b for a, b in zip((found, present, true, claimed), counts))
    report = {name: value / max(1, batches) for name, value in sums.items()}
    recall, precision = found / max(1, present), true / max(1, claimed)
    report["maskDice"] = overlap[0] / max(1.0, overlap[1])
    report["midRecall"], report["midPrecision"] = recall, precision
    report["midF1"] = 2 * recall * precision / max(1e-9, recall + precision)
    return report


def _count_middles(probability, heights):
    maximum = functional.max_pool2d(probability[:, None], 3, 1, 1)[:, 0]
    claim = (probability == maximum) & (probability > PEAK_THRESHOLD)
    peak = heights >= 1.0
    near_claim, near_peak = _widen(claim), _widen(peak)
    # Ignore zones are flat at 0.97; claims there are neither right nor wrong.
    judged = claim & ((heights < 0.96) | (heights > 0.98) | near_peak)
    return int((peak & near_claim).sum()), int(peak.sum()), int((judged & near_peak).sum()), int(judged.sum())


def _widen(cells):
    width = 2 * MATCH_RADIUS_CELLS + 1
    return functional.max_pool2d(cells[:, None].float(), width, 1, MATCH_RADIUS_CELLS)[:, 0] > 0
