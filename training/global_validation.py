"""How well a network for heads does on whole photographs that it was not trained on."""
import cv2
import numpy as np
import torch
from torch.nn import functional

from global_network import CELL_PIXELS, HAIR, INPUT_MEAN, INPUT_SCALE, INPUT_SIDES, MULTIPLE_OF, REGION
from global_pictures import shrink

THRESHOLD = 0.5
LEAST_COVERAGE_FOR_DICE = 0.1


def predict_once(network, image, side, mirrored):
    """Region and hair share 0…1 of one look at the photograph, 2 x h x w at half of its shrunk size."""
    small = shrink(image, side)
    height, width = small.shape[:2]
    rows, columns = (-(-length // MULTIPLE_OF) * MULTIPLE_OF for length in (height, width))
    padded = np.full((rows, columns, 3), INPUT_MEAN, np.float32)
    padded[:height, :width] = small[:, ::-1] if mirrored else small
    pixels = torch.from_numpy((padded - INPUT_MEAN) / INPUT_SCALE).permute(2, 0, 1)[None]
    with torch.no_grad():
        maps = network(pixels.contiguous(memory_format=torch.channels_last)).float().sigmoid()[0].numpy()
    maps = maps[:, :-(-height // CELL_PIXELS), :-(-width // CELL_PIXELS)]
    return maps[:, :, ::-1] if mirrored else maps


def predict(network, image):
    """Region and hair share 0…1, averaged over sizes and mirroring as at use, at half of the largest size."""
    looks = [(predict_once(network, image, side, False) + predict_once(network, image, side, True)) / 2 for side in INPUT_SIDES]
    rows, columns = looks[0].shape[1:]
    return tuple(np.mean([cv2.resize(np.ascontiguousarray(look[channel]), (columns, rows)) for look in looks], 0) for channel in (REGION, HAIR))


def rank_correlation(first, second):
    """Spearman's rank correlation, ties at their mean rank."""
    def ranks(values):
        values = np.asarray(values, np.float64)
        return np.array([(values < value).sum() + ((values == value).sum() - 1) / 2 for value in values])
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])


def measure_heads(network, heads):
    """Figures over photographs of heads, and what was found in each."""
    rows = []
    for head in heads:
        region, hair = predict(network, head.image)
        size = (region.shape[1], region.shape[0])
        true_region = functional.interpolate(torch.from_numpy(head.region)[None, None].float(), size[::-1], mode="area")[0, 0].numpy() > 127
        true_hair = functional.interpolate(torch.from_numpy(head.hair)[None, None].float(), size[::-1], mode="area")[0, 0].numpy() / 255
        found = region > THRESHOLD
        both = true_region & (true_hair > 0.5)
        got = true_region & (hair > 0.5)
        rows.append(dict(
            name=head.name, view=head.view, grade=head.grade, truth=head.coverage,
            coverage=float(hair[found].mean()) if found.any() else np.nan,
            inside=float(hair[true_region].mean()),
            iou=float((found & true_region).sum() / max(1, (found | true_region).sum())),
            dice=float(2 * (both & got).sum() / max(1, both.sum() + got.sum())) if head.coverage > LEAST_COVERAGE_FOR_DICE else np.nan))
    error = np.array([row["coverage"] - row["truth"] for row in rows])
    figures = dict(coverage=np.nanmean(np.abs(error)), bias=np.nanmean(error), inside=np.mean([abs(row["inside"] - row["truth"]) for row in rows]),
                   iou=np.mean([row["iou"] for row in rows]), dice=np.nanmean([row["dice"] for row in rows]))
    for view in ("top-down", "front", "back"):
        of_view = [row for row in rows if row["view"] == view]
        figures[view] = rank_correlation([row["coverage"] for row in of_view], [row["grade"] for row in of_view])
    return {name: float(value) for name, value in figures.items()}, rows


def measure_portraits(network, portraits):
    """Mean overlap (intersection over union) of hair with hair masks, and each portrait's."""
    overlaps = {}
    for name, image, mask in portraits:
        region, hair = predict(network, image)
        found = functional.interpolate(torch.from_numpy(region * hair)[None, None], mask.shape, mode="bilinear")[0, 0].numpy() > 0.5
        overlaps[name] = float((found & mask).sum() / max(1, (found | mask).sum()))
    return float(np.mean(list(overlaps.values()))), overlaps
