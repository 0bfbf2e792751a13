"""Training crops of heads, made in a process of their own."""
import multiprocessing

import cv2
import numpy as np

from global_augmentation import change_camera, change_light, choose_pose, cut_out, lighten_hair, paint_background, recolour_hair
from global_baldness import take_off_hair
from global_caps import put_on_cap
from global_clothes import put_on_clothes
from global_network import CELL_PIXELS
from global_wigs import put_on_wig

QUEUED_BATCHES = 6
SWAP_BACKGROUND_SHARE = 0.12
SWAP_BEHIND_CLOTHES_SHARE = 0.4
RECOLOUR_SHARE = 0.3
LIGHT_HAIR_SHARE = 0.2
WIG_SHARE = 0.3
HAIR_LOSS_SHARE = 0.35
CAP_SHARE = 0.3
CLOTHES_SHARE = 0.3
CLOTHES_WITH_WIG_SHARE = 0.75
STEP_BACK_RANGE = (0.45, 1.1)
# Where the body lies in the photograph, by the quarter turns that make it upright; seen from above it may lie anywhere.
DOWNWARDS = ((0, 1), (1, 0), (0, -1), (-1, 0))
DIRECTION_SPREAD = 0.3
REUSED_SHARE = 2 / 3
KEPT_CROPS = 96
MIX_SHARE = 0.15
CUT_OUT_SHARE = 0.15
EMPTY_SHARE = 0.015


def warp(head, matrix, side):
    """A square of a photograph: image, region, hair share and where there was photograph at all (uint8)."""
    height, width = head.image.shape[:2]
    shrinking = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    image, factor = head.image, 1.0
    if shrinking > 1.4:
        factor = 1 / shrinking
        image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        factor = image.shape[1] / width
    down = np.diag([factor, factor, 1.0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    image = cv2.warpPerspective(image, down @ matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
    planes = np.dstack([head.region, head.hair, np.full((height, width), 255, np.uint8)])
    planes = cv2.warpPerspective(planes, matrix, (side, side), flags=flags)
    return image, planes[..., 0], planes[..., 1], planes[..., 2]


def fill_outside(generator, image, inside, side):
    """What lies beyond the photograph's edge: grey as at use, one colour, or another background. Mirrors are never right."""
    outside = inside < 250
    if not outside.any():
        return
    kind = generator.random()
    if kind < 0.35:
        image[outside] = 127
    elif kind < 0.6:
        image[outside] = generator.integers(0, 256, 3)
    else:
        image[outside] = paint_background(generator, side)[outside]


def make_crop(generator, heads, side):
    """One crop: image side x side x 3, and region, hair, worn, weight at half the side, all uint8."""
    weight = np.full((side, side), 255, np.uint8)
    if generator.random() < EMPTY_SHARE:
        image, (region, hair, worn) = paint_background(generator, side), np.zeros((3, side, side), np.uint8)
    else:
        image, region, hair, worn = pose_head(generator, heads, side)
        if generator.random() < MIX_SHARE:
            other = pose_head(generator, heads, side)
            mix_pictures(generator, (image, region, hair, worn), other)
    if generator.random() < LIGHT_HAIR_SHARE:
        image = lighten_hair(generator, image)
    image = change_light(generator, image)
    if generator.random() < CUT_OUT_SHARE:
        cut_out(generator, image, weight)
    image = change_camera(generator, image)
    share = hair.astype(np.float32) * region / 255
    cells = side // CELL_PIXELS
    region, share, worn, weight = (cv2.resize(plane, (cells, cells), interpolation=cv2.INTER_AREA) for plane in (region, share, worn, weight))
    hair = np.clip(255 * share / np.maximum(region, 1), 0, 255).astype(np.uint8)
    return image, np.stack([region, hair, worn, weight])


def pose_head(generator, heads, side):
    """A head turned and cut, perhaps with another hair colour, a wig, hair taken off, a cap or another background."""
    head = heads[generator.integers(len(heads))]
    matrix, _, _ = choose_pose(generator, *head.image.shape[:2], head.region, side)
    way = find_body(generator, head, matrix)
    wig = generator.random() < WIG_SHARE
    clothed = generator.random() < (CLOTHES_WITH_WIG_SHARE if wig else CLOTHES_SHARE)
    if clothed:
        matrix = step_back(generator, matrix, way, side)
    image, region, hair, inside = warp(head, matrix, side)
    if generator.random() < RECOLOUR_SHARE:
        image = recolour_hair(generator, image, (hair / np.float32(255)) * (region / np.float32(255)))
    fill_outside(generator, image, inside, side)
    if generator.random() < (SWAP_BEHIND_CLOTHES_SHARE if clothed else SWAP_BACKGROUND_SHARE) and region.any():
        swap_background(generator, image, region, side)
    if clothed:
        put_on_clothes(generator, image, region, hair, way)
    if wig:
        put_on_wig(generator, image, region, hair, heads, way)
    if generator.random() < HAIR_LOSS_SHARE:
        take_off_hair(generator, image, region, hair, heads)
    worn = np.zeros_like(region)
    if generator.random() < CAP_SHARE:
        put_on_cap(generator, image, region, hair, worn, heads, way)
    return image, region, hair, worn


def step_back(generator, matrix, way, side):
    """The same view from further away, the head aside, so that there is room for the body; way: angle in the crop at which it lies."""
    zoom, shift = np.exp(generator.uniform(*np.log(STEP_BACK_RANGE))), generator.uniform(0, 0.22) * side
    centre = np.float64([[1, 0, side / 2], [0, 1, side / 2], [0, 0, 1]])
    away = np.float64([[1 / zoom, 0, shift * np.cos(way)], [0, 1 / zoom, shift * np.sin(way)], [0, 0, 1]])
    return matrix @ centre @ away @ np.linalg.inv(centre)


def find_body(generator, head, matrix):
    """Angle in the crop at which the body lies below the head, roughly."""
    if head.view == "top-down":
        return generator.uniform(0, 2 * np.pi)
    x, y = np.linalg.solve(matrix[:2, :2], np.float64(DOWNWARDS[head.turns]))
    return np.arctan2(y, x) + generator.normal(0, DIRECTION_SPREAD)


def swap_background(generator, image, region, side):
    """Puts the region and a rim around it (ears, forehead, nape) before something else."""
    rim = int(np.sqrt((region > 127).sum()) * generator.uniform(0.1, 0.9)) | 1
    kept = cv2.dilate(region, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (rim, rim)))
    kept = cv2.GaussianBlur(kept, (0, 0), generator.uniform(0.7, 3))[..., None] / np.float32(255)
    image[:] = paint_background(generator, side) * (1 - kept) + image * kept


def mix_pictures(generator, first, second):
    """Pastes a part of the second picture, with its truth, over the first: beyond a random straight line, or a rectangle."""
    side = first[0].shape[0]
    if generator.random() < 0.5:
        way, x = generator.uniform(0, 2 * np.pi), np.arange(side, dtype=np.float32) - side / 2
        taken = np.cos(way) * x[None, :] + np.sin(way) * x[:, None] > generator.uniform(-0.1, 0.4) * side
    else:
        height, width = generator.integers(side // 4, side * 3 // 4, 2)
        top, left = generator.integers(0, side - height), generator.integers(0, side - width)
        taken = np.zeros((side, side), bool)
        taken[top:top + height, left:left + width] = True
    for mine, theirs in zip(first, second):
        mine[taken] = theirs[taken]


def turn(generator, image, planes):
    """A crop mirrored, and sometimes turned by quarters."""
    turns = int(generator.integers(4)) if generator.random() < 0.4 else 0
    image, planes = np.rot90(image, turns), np.rot90(planes, turns, (1, 2))
    return image[:, ::-1], planes[:, :, ::-1]


def make_batches(queue, heads, batch, sides, seed):
    """Fills a queue with batches for ever; runs in its own process. Two thirds of a batch are recent crops turned another way: they cost nothing."""
    cv2.setNumThreads(0)
    generator = np.random.default_rng(seed)
    kept = {side: [] for side in sides}
    while True:
        side = sides[generator.integers(len(sides))]
        # Larger crops come in smaller batches, so that each step costs about the same.
        count = max(2, round(batch * (min(sides) / side) ** 2))
        reused = int(count * REUSED_SHARE) if kept[side] else 0
        crops = [make_crop(generator, heads, side) for _ in range(count - reused)]
        old = [turn(generator, *kept[side][generator.integers(len(kept[side]))]) for _ in range(reused)]
        kept[side] = (kept[side] + crops)[-KEPT_CROPS:]
        crops = crops + old
        queue.put((np.stack([image for image, _ in crops]), np.stack([planes for _, planes in crops])))


class BatchMaker:
    """Batches from a process beside the training; `next` waits for one."""

    def __init__(self, heads, batch, sides, seed):
        context = multiprocessing.get_context("fork")
        self.queue = context.Queue(QUEUED_BATCHES)
        self.process = context.Process(target=make_batches, args=(self.queue, heads, batch, sides, seed), daemon=True)
        self.process.start()

    def next(self):
        """Images N x S x S x 3 and region, hair, worn, weight N x 4 x S/2 x S/2, uint8."""
        return self.queue.get()

    def waiting(self):
        """Batches that are ready."""
        return self.queue.qsize()
