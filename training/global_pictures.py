"""Photographs of heads with the part of the scalp where hair grows or grew, and the share of hair inside it.

A folder holds NAME.jpg, NAME.scalp.png (0 or 255), NAME.hair.png (0…255) and heads.csv. Reading 309 of them takes
a few seconds; they are kept small and in memory.
"""
import csv
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

STORED_SIDE = 384


class Head(NamedTuple):
    """One photograph. Rows of `planes`: region and hair share inside it, both 0…255."""

    name: str
    subject: str
    view: str
    grade: int
    # Quarter turns clockwise that make it upright.
    turns: int
    coverage: float
    image: np.ndarray
    region: np.ndarray
    hair: np.ndarray


def read_subjects(path):
    """Subject names of a list, one a line; lines that begin with # are left out."""
    return {line.strip() for line in Path(path).read_text().splitlines() if line.strip() and not line.startswith("#")}


def shrink(image, longer_side):
    """Brings the longer side to so many pixels: averages when shrinking, interpolates when enlarging."""
    scale = longer_side / max(image.shape[:2])
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def read_heads(folder, longer_side=STORED_SIDE):
    """All photographs of a folder, RGB, in the order of heads.csv."""
    folder, heads = Path(folder), []
    with open(folder / "heads.csv", newline="") as lines:
        for row in csv.DictReader(lines):
            image = cv2.imread(str(folder / f"{row['id']}.jpg"), cv2.IMREAD_COLOR)[..., ::-1]
            region, hair = (cv2.imread(str(folder / f"{row['id']}.{part}.png"), cv2.IMREAD_GRAYSCALE) for part in ("scalp", "hair"))
            # Hair is averaged together with its region, so that the region's edge does not thin it.
            small_region = shrink(region.astype(np.float32), longer_side)
            small_hair = shrink(hair * (region / np.float32(255)), longer_side)
            share = np.clip(255 * small_hair / np.maximum(small_region, 1), 0, 255)
            heads.append(Head(row["id"], row["subject"], row["view"], int(row["norwood"]), int(row["rotate_cw"]) // 90, float(row["coverage"]),
                              np.ascontiguousarray(shrink(image, longer_side)), np.uint8(np.rint(small_region)), np.uint8(np.rint(share))))
    return heads


def read_portraits(folder, longer_side):
    """Name, photograph (RGB) and hair mask (bool) at the small size, of every NAME.jpg with NAME.mask.png: for measuring only."""
    portraits = []
    for path in sorted(Path(folder).glob("*.mask.png")):
        image = cv2.imread(str(path).replace(".mask.png", ".jpg"), cv2.IMREAD_COLOR)[..., ::-1]
        mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        portraits.append((path.name[:-9], shrink(image, longer_side), shrink(mask, longer_side) > 127))
    return portraits
