"""Writes thin-reference.json: drawings and their centre lines by scikit-image (skimage.morphology.thin, Guo and Hall).

    python3 test/raster/reference/make_thin_reference.py
"""
import json
import pathlib

import numpy as np
from skimage.draw import disk, line, polygon
from skimage.morphology import binary_dilation, thin


def rows(mask):
    return ["".join("#" if value else "." for value in row) for row in mask]


def blank():
    return np.zeros((28, 36), bool)


def shaft(from_, to, thickness):
    mask = blank()
    mask[line(*from_, *to)] = True
    return binary_dilation(mask, np.ones((thickness, thickness)))


shapes = {
    "a straight shaft": shaft((4, 4), (22, 30), 5),
    "two crossing shafts": shaft((3, 3), (24, 32), 3) | shaft((24, 4), (4, 30), 4),
    "a unit of two shafts that touch at the root": shaft((4, 8), (24, 16), 3) | shaft((4, 26), (24, 17), 3),
    "a shaft two pixels wide along the diagonal": shaft((2, 2), (25, 25), 2),
    "a shaft that runs out of the photograph": shaft((14, 0), (14, 35), 6),
}
ring = blank()
ring[disk((14, 18), 11)] = True
ring[disk((14, 18), 5)] = False
shapes["a ring"] = ring
blob = blank()
blob[polygon([2, 8, 25, 20, 12], [3, 30, 33, 12, 6])] = True
shapes["a clump"] = blob
random = np.random.default_rng(3).random((28, 36)) < 0.55
shapes["noise"] = random

reference = [{"name": name, "shape": rows(mask), "thinned": rows(thin(mask))} for name, mask in shapes.items()]
target = pathlib.Path(__file__).with_name("thin-reference.json")
target.write_text(json.dumps(reference, indent=1) + "\n")
