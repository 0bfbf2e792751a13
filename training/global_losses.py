"""What the network for heads is punished for."""
import torch
from torch.nn import functional

from global_network import HAIR, REGION, WORN

REGION_WEIGHT = 1.0
HAIR_WEIGHT = 1.0
WORN_WEIGHT = 1.2
DICE_WEIGHT = 0.5
COVERAGE_WEIGHT = 2.0
DICE_SMOOTHING_CELLS = 50.0
# A crop that shows less of the region than this share says nothing of coverage.
LEAST_REGION_SHARE = 0.03


def soft_dice_loss(found, wanted):
    """One minus the Dice of each picture, mean; N x h x w values 0…1."""
    overlap = 2 * (found * wanted).sum((1, 2)) + DICE_SMOOTHING_CELLS
    return (1 - overlap / (found.sum((1, 2)) + wanted.sum((1, 2)) + DICE_SMOOTHING_CELLS)).mean()


def measure_worn_loss(output, worn, weight):
    """What it costs to be wrong about what is worn."""
    missed = functional.binary_cross_entropy_with_logits(output[:, WORN], worn * weight, weight=weight)
    return missed + 0.5 * soft_dice_loss(output[:, WORN].sigmoid() * weight, worn * weight)


def measure_losses(output, region, hair, worn, weight):
    """All losses of a batch.

    output: N x 3 x h x w float32 logits; region, hair, worn, weight: N x h x w, 0…1; weight 0 where nothing is known.
    Returns the weighted sum to descend, and a dictionary of the single unweighted losses.
    """
    region_found, hair_found = output[:, REGION].sigmoid() * weight, output[:, HAIR].sigmoid()
    region = region * weight
    region_loss = functional.binary_cross_entropy_with_logits(output[:, REGION], region, weight=weight)
    hair_loss = (functional.binary_cross_entropy_with_logits(output[:, HAIR], hair, reduction="none") * region).sum() / region.sum().clamp(min=1.0)
    worn_loss = measure_worn_loss(output, worn, weight)
    overlap = soft_dice_loss(region_found, region) + soft_dice_loss(region_found * hair_found, region * hair)
    seen, area = region.sum((1, 2)), weight.sum((1, 2)).clamp(min=1.0)
    counts = (seen / area > LEAST_REGION_SHARE).float()
    truth = (region * hair).sum((1, 2)) / seen.clamp(min=1.0)
    found = (region_found * hair_found).sum((1, 2)) / region_found.sum((1, 2)).clamp(min=1.0)
    coverage = ((found - truth).abs() * counts).sum() / counts.sum().clamp(min=1.0)
    total = REGION_WEIGHT * region_loss + HAIR_WEIGHT * hair_loss + WORN_WEIGHT * worn_loss + DICE_WEIGHT * overlap + COVERAGE_WEIGHT * coverage
    return total, dict(region=region_loss.detach(), hair=hair_loss.detach(), dice=overlap.detach() / 2, coverage=coverage.detach(), worn=worn_loss.detach())
