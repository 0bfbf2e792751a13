"""How well a network for heads does on whole photographs that it was not trained on."""
import cv2
import numpy as np
import torch
from torch.nn import functional

from global_caps import put_on_cap
from global_network import CELL_PIXELS, HAIR, INPUT_MEAN, INPUT_SCALE, INPUT_SIDES, MULTIPLE_OF, REGION, WORN
from global_pictures import shrink

THRESHOLD = 0.5
WORN_THRESHOLD = 0.4
DOUBTED_SHARE = 0.03
# Of a head that is thin everywhere the overlap would be 0 whatever was found.
LEAST_HAIR_FOR_DICE = 0.1
# Every third head is enough for the log.
CAPPED_EVERY = 3


def predict_once(network, image, side, mirrored):
    """Region, hair share and chance of something worn, 0…1, of one look at the photograph, 3 x h x w at half of its shrunk size."""
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
    """Region, hair share and chance of something worn, 0…1, averaged over sizes and mirroring as at use, at half of the largest size."""
    looks = [(predict_once(network, image, side, False) + predict_once(network, image, side, True)) / 2 for side in INPUT_SIDES]
    rows, columns = looks[0].shape[1:]
    return tuple(np.mean([cv2.resize(np.ascontiguousarray(look[channel]), (columns, rows)) for look in looks], 0) for channel in (REGION, HAIR, WORN))


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
        region, hair, _ = predict(network, head.image)
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
            dice=float(2 * (both & got).sum() / max(1, both.sum() + got.sum())) if both.sum() >= LEAST_HAIR_FOR_DICE * true_region.sum() else np.nan))
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
        region, hair, _ = predict(network, image)
        found = functional.interpolate(torch.from_numpy(region * hair)[None, None], mask.shape, mode="bilinear")[0, 0].numpy() > 0.5
        overlaps[name] = float((found & mask).sum() / max(1, (found | mask).sum()))
    return float(np.mean(list(overlaps.values()))), overlaps


def measure_caps(network, heads):
    """Caps painted as in training, on heads that were not trained on: share of what they hide that is taken for scalp or hair, share of it known as worn, and share of bare scalp called worn."""
    taken, known, doubted = [], [], []
    for number, head in enumerate(heads[::CAPPED_EVERY]):
        doubted.append(share_within(predict(network, head.image)[WORN] > THRESHOLD, head.region))
        image, hidden = cap_head(head, heads, number)
        if hidden is None:
            continue
        found, _, covered = predict(network, image)
        taken.append(share_within(found > THRESHOLD, hidden))
        known.append(share_within(covered > THRESHOLD, hidden))
    return dict(capTaken=float(np.mean(taken)), capKnown=float(np.mean(known)), bareDoubted=float(np.mean(doubted)))


def measure_worn(network, heads, portraits, side):
    """The same at one size, on every head: shares of what is hidden that are known, of heads known at all, and how many bare heads and portraits are doubted."""
    known, doubted, wrong = [], [], []
    for number, head in enumerate(heads):
        doubted.append(share_within(look_for_worn(network, head.image, side) > WORN_THRESHOLD, head.region))
        image, hidden = cap_head(head, heads, number)
        if hidden is not None:
            known.append(share_within(look_for_worn(network, image, side) > WORN_THRESHOLD, hidden))
    for _, image, mask in portraits:
        wrong.append(share_within(look_for_worn(network, image, side) > WORN_THRESHOLD, np.uint8(255 * mask)))
    return dict(capKnown=np.mean(known), capFound=np.mean(np.array(known) > 0.2), bareDoubted=np.sum(np.array(doubted) > DOUBTED_SHARE), bareWrong=np.sum(np.array(doubted) > 0.2),
                portraitsDoubted=np.sum(np.array(wrong) > DOUBTED_SHARE), portraitsWrong=np.sum(np.array(wrong) > 0.2))


def look_for_worn(network, image, side):
    """Chance of something worn, 0…1, at half of one size, mean of two poses."""
    return (predict_once(network, image, side, False)[WORN] + predict_once(network, image, side, True)[WORN]) / 2


def cap_head(head, heads, number):
    """The photograph with a cap painted as in training, and which scalp it hides (0 or 255); None for the latter where that is too little."""
    generator, side = np.random.default_rng(number), max(head.image.shape[:2])
    image, (region, hair, worn) = np.full((side, side, 3), int(INPUT_MEAN), np.uint8), np.zeros((3, side, side), np.uint8)
    height, width = head.image.shape[:2]
    image[:height, :width], region[:height, :width], hair[:height, :width] = head.image, head.region, head.hair
    scalp = region.copy()
    if not put_on_cap(generator, image, region, hair, worn, heads, np.pi / 2):
        return image, None
    hidden = np.uint8(255 * ((scalp > 127) & (worn > 127)))
    return image, (hidden if (hidden > 0).sum() >= 0.1 * (scalp > 127).sum() else None)


def share_within(found, mask):
    """Share of a mask's cells that were found."""
    inside = cv2.resize(mask, (found.shape[1], found.shape[0]), interpolation=cv2.INTER_AREA) > 127
    return float((found & inside).sum() / max(1, inside.sum()))
