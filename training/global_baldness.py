"""Hair taken away again: bare skin painted over the region, all of it, in a patch or in gaps between strands.

Few of the photographs show a shaved head and none a head that lost hair since the last one, and a reading of change stands
or falls with knowing how much less hair there is. What is painted is known exactly, so it is worth a label.
"""
import cv2
import numpy as np

from global_augmentation import noise_field
from global_wigs import flow

LEAST_HAIR_SHARE = 0.03
# Skin from very light to very dark, as cameras show it.
SKIN_TONES = np.float32([(236, 204, 184), (222, 180, 154), (200, 154, 124), (170, 122, 92), (130, 88, 64), (88, 60, 46), (62, 44, 36)])
LEAST_BARE_PIXELS = 60


def take_off_hair(generator, image, region, hair, heads):
    """Paints skin over hair in place and lowers `hair` by as much. Returns whether there was hair to lose."""
    side = image.shape[0]
    covered = (region > 127) & (hair > 100)
    if covered.mean() < LEAST_HAIR_SHARE:
        return False
    where = choose_place(generator, region, covered, side)
    loss = where * choose_gaps(generator, side, np.sqrt(covered.sum())) * (region > 40)
    skin = paint_skin(generator, image, region, hair, heads, side)
    image[:] = np.clip(image + (skin - image) * loss[..., None], 0, 255)
    hair[:] = np.clip(hair * (1 - loss), 0, 255)
    return True


def choose_place(generator, region, covered, side):
    """Where hair is lost, 0…1: everywhere, a disc, blotches, or all beyond a line."""
    kind, size = generator.random(), np.sqrt(covered.sum())
    if kind < 0.25:
        return np.ones((side, side), np.float32)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    rows, columns = np.nonzero(covered)
    pick = generator.integers(len(rows))
    dx, dy = x - columns[pick], y - rows[pick]
    soft = size * np.exp(generator.uniform(*np.log((0.004, 0.12))))
    wave = generator.uniform(0, 0.12) * size * noise_field(generator, side, int(generator.integers(4, 20)))
    if kind < 0.65:
        way, long = generator.uniform(0, np.pi), np.exp(generator.normal(0, 0.25))
        u, v = dx * np.cos(way) + dy * np.sin(way), dy * np.cos(way) - dx * np.sin(way)
        inside = size * generator.uniform(0.12, 0.7) - np.hypot(u * long, v / long)
    elif kind < 0.85:
        inside = size * generator.uniform(0.05, 0.3) * (noise_field(generator, side, int(generator.integers(3, 9))) + generator.uniform(-0.5, 0.7))
    else:
        way = generator.uniform(0, 2 * np.pi)
        inside = dx * np.cos(way) + dy * np.sin(way)
    return np.clip((inside + wave) / max(soft, 0.5) + 0.5, 0, 1).astype(np.float32)


def choose_gaps(generator, side, size):
    """How much of each pixel becomes skin there: all, an even share, specks, or gaps along strands."""
    kind, share = generator.random(), generator.uniform(0.15, 0.95)
    if kind < 0.35:
        return np.float32(generator.uniform(0.85, 1.0) if generator.random() < 0.4 else 1.0)
    if kind < 0.5:
        return np.clip(share + 0.15 * noise_field(generator, side, int(generator.integers(4, 40))), 0, 1)
    if kind < 0.75:
        cells = int(np.clip(side / max(1.0, size * generator.uniform(0.012, 0.09)), 4, 2 * side))
        specks = (generator.random((cells, cells)) < share).astype(np.float32)
        return cv2.resize(specks, (side, side), interpolation=cv2.INTER_NEAREST if generator.random() < 0.5 else cv2.INTER_AREA if cells > side else cv2.INTER_LINEAR)
    across, along = flow(generator, side, generator.uniform(0, 2 * np.pi))
    table = generator.random((64, 256)).astype(np.float32)
    lines = cv2.remap(table, np.mod(across * generator.uniform(0.3, 1.0), 255).astype(np.float32), np.mod(along * generator.uniform(0.02, 0.12), 63).astype(np.float32), cv2.INTER_LINEAR)
    return np.clip((share - lines) * generator.uniform(3, 12) + 0.5, 0, 1)


def paint_skin(generator, image, region, hair, heads, side):
    """Bare scalp over the whole crop: coloured as the photograph's own where it shows any, else of any tone, with its own shade and grain."""
    bare = (region > 200) & (hair < 30)
    if bare.sum() >= LEAST_BARE_PIXELS and generator.random() < 0.7:
        tone = np.median(image[bare], 0).astype(np.float32)
    else:
        tone = SKIN_TONES[generator.integers(len(SKIN_TONES))] * np.exp(generator.normal(0, 0.12)) * np.exp(generator.normal(0, 0.04, 3))
    light = np.exp(0.18 * noise_field(generator, side, int(generator.integers(2, 5))) * generator.uniform(0, 1.2))
    light = light * np.exp(generator.uniform(0, 0.06) * noise_field(generator, side, int(generator.integers(side // 4, side))))
    if generator.random() < 0.3:
        # Light and dark of the hair show through a little, as folds and shadows do.
        own = cv2.GaussianBlur(image, (0, 0), side * generator.uniform(0.03, 0.1)).astype(np.float32) @ np.float32([0.3, 0.59, 0.11])
        light = light * (own / max(8.0, float(own[region > 127].mean()))) ** generator.uniform(0.2, 0.8)
    skin = tone * light[..., None]
    texture = bare_texture(generator, heads, side) if generator.random() < 0.5 else None
    if texture is not None:
        skin = skin * texture[..., None]
    if generator.random() < 0.3:
        y, x = np.mgrid[0:side, 0:side].astype(np.float32)
        spot = np.exp(-((x - generator.uniform(0, side)) ** 2 + (y - generator.uniform(0, side)) ** 2) / (2 * (side * generator.uniform(0.02, 0.1)) ** 2))
        skin = skin + (255 - skin) * (spot * generator.uniform(0.2, 0.9))[..., None]
    return skin.astype(np.float32)


def bare_texture(generator, heads, side):
    """Light and dark of a piece of somebody's bare scalp, stretched over the crop, about 1; None where there is none."""
    head = heads[generator.integers(len(heads))]
    solid = cv2.boxFilter(((head.region > 250) & (head.hair < 20)).astype(np.float32), -1, (61, 61), borderType=cv2.BORDER_CONSTANT) > 0.97
    rows, columns = np.nonzero(solid[::4, ::4])
    if len(rows) == 0:
        return None
    pick = generator.integers(len(rows))
    top, left = max(0, rows[pick] * 4 - 30), max(0, columns[pick] * 4 - 30)
    light = head.image[top:top + 61, left:left + 61].astype(np.float32) @ np.float32([0.3, 0.59, 0.11])
    light = light / np.maximum(8, cv2.GaussianBlur(light, (0, 0), 12))
    light = np.vstack([np.hstack([light, light[:, ::-1]]), np.hstack([light[::-1], light[::-1, ::-1]])])
    repeats = -(-side // light.shape[0]) + 1
    return np.clip(np.tile(light, (repeats, repeats))[:side, :side], 0.6, 1.6)
