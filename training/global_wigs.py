"""Long, curly and dyed hair painted over heads of short-haired men: the photographs show hardly any, and others will.

A wig is a shape around the region (wider, hanging down one way, perhaps with the face left open) filled with strands:
random lines along a bent flow, or a stretched piece of real hair from another photograph.
"""
import cv2
import numpy as np

from global_augmentation import HAIR_COLOURS, noise_field

LEAST_REGION_SHARE = 0.04
# Stubble looks like skin from afar: pieces of hair have to show strands.
LEAST_STRAND_CONTRAST = 14
SLEEK_SHARE = 0.4


def wig_shape(generator, region, side, way):
    """Mask 0…1 of a wig around the region that hangs at the angle `way`; None where there is too little region."""
    if (region > 127).mean() < LEAST_REGION_SHARE:
        return None
    size = np.sqrt((region > 127).sum())
    down = np.float32([np.cos(way), np.sin(way)])
    shape = region.astype(np.float32) / 255
    rim = int(size * generator.uniform(0.02, 0.35)) | 1
    shape = cv2.dilate(shape, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (rim, rim)))
    length, steps = size * generator.choice([0.0, generator.uniform(0.1, 0.7), generator.uniform(0.5, 2.5)]), 8
    centre = np.float32(cv2.moments(shape)["m10"] / max(1e-6, cv2.moments(shape)["m00"])), np.float32(cv2.moments(shape)["m01"] / max(1e-6, cv2.moments(shape)["m00"]))
    narrowing = generator.uniform(0.55, 1.1)
    for k in range(1, steps + 1):
        share = k / steps
        zoom = 1 + (narrowing - 1) * share
        offset = down * length * share
        matrix = np.float32([[zoom, 0, centre[0] * (1 - zoom) + offset[0]], [0, zoom, centre[1] * (1 - zoom) + offset[1]]])
        shape = np.maximum(shape, cv2.warpAffine(region.astype(np.float32) / 255, matrix, (side, side)))
    ragged = cv2.GaussianBlur(shape, (0, 0), size * generator.uniform(0.02, 0.06)) + generator.uniform(0.02, 0.12) * noise_field(generator, side, int(generator.integers(8, 50)))
    shape = np.clip((ragged - 0.5) * generator.uniform(4, 20) + 0.5, 0, 1)
    if generator.random() < 0.5:
        # A face, or what else shows through: part of the hanging half stays as it was.
        across = np.float32([-down[1], down[0]])
        at = np.float32(centre) + down * size * generator.uniform(0.45, 0.9) + across * size * generator.normal(0, 0.25)
        face = np.zeros((side, side), np.float32)
        axes = int(size * generator.uniform(0.25, 0.5)), int(size * generator.uniform(0.2, 0.4))
        cv2.ellipse(face, (int(at[0]), int(at[1])), axes, float(np.degrees(way)), 0, 360, 1.0, -1)
        shape = shape * (1 - cv2.GaussianBlur(face, (0, 0), 1.5))
    return shape


def flow(generator, side, way):
    """Coordinates across and along the strands for every pixel: straight, wavy, curly or frizzy."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    along = x * np.cos(way) + y * np.sin(way)
    across = -x * np.sin(way) + y * np.cos(way)
    bend = generator.uniform(0, 0.12) * side
    across = across + bend * noise_field(generator, side, int(generator.integers(2, 5)))
    kind = generator.random()
    if kind < 0.4:
        period, height = generator.uniform(6, 50), generator.uniform(0.5, 8)
        across = across + height * np.sin(along / period * 6.28 + 2 * noise_field(generator, side, 6))
    elif kind < 0.65:
        curl = int(generator.integers(10, 45))
        across = across + generator.uniform(2, 10) * noise_field(generator, side, curl)
        along = along + generator.uniform(2, 10) * noise_field(generator, side, curl)
    return across.astype(np.float32), along.astype(np.float32)


def strands(generator, side, way):
    """Light and dark of painted hair, about 1 on average."""
    across, along = flow(generator, side, way)
    light = np.zeros((side, side), np.float32)
    for fineness, strength in ((generator.uniform(0.6, 1.2), 0.5), (generator.uniform(0.15, 0.4), 0.5), (generator.uniform(0.03, 0.1), 0.6)):
        table = generator.normal(0, 1, (64, 256)).astype(np.float32)
        light += strength * cv2.remap(table, np.mod(across * fineness, 255).astype(np.float32), np.mod(along * generator.uniform(0.01, 0.08), 63).astype(np.float32), cv2.INTER_LINEAR)
    if generator.random() < 0.35:
        # Braids, locks: dark lines between rolls.
        roll = generator.uniform(5, 22)
        light += 1.5 * (np.abs(np.sin(across / roll * 3.14)) ** 0.5 - 0.8) + generator.uniform(0, 0.6) * np.sin(along / roll * 6.28 + across / roll * 3.14)
    if generator.random() < SLEEK_SHARE:
        return np.exp(generator.uniform(0.02, 0.14) * light) * gloss(generator, across, along, side)
    return np.exp(generator.uniform(0.12, 0.45) * light)


def gloss(generator, across, along, side):
    """Light of smooth combed hair, about 1: one or two bands across the strands, and slow shade from lock to lock."""
    light = 1 + generator.uniform(0, 0.2) * np.sin(across / (side * generator.uniform(0.02, 0.12)) + generator.uniform(0, 6.28))
    for _ in range(int(generator.integers(0, 3))):
        at, wide = generator.uniform(float(along.min()), float(along.max())), side * generator.uniform(0.02, 0.12)
        ragged = wide * generator.uniform(0, 0.6) * np.sin(across / generator.uniform(1.5, 9))
        light = light + generator.uniform(0.1, 0.9) * np.exp(-((along + ragged - at) / wide) ** 2)
    return light / max(0.3, float(light.mean()))


def real_hair(generator, head, side):
    """A piece of solid hair of a photograph, stretched over the crop; None where it has none."""
    solid = (head.region > 250) & (head.hair > 240)
    inside = cv2.boxFilter(solid.astype(np.float32), -1, (81, 81), borderType=cv2.BORDER_CONSTANT) > 0.93
    rows, columns = np.nonzero(inside[::4, ::4])
    if len(rows) == 0:
        return None
    pick = generator.integers(len(rows))
    top, left = max(0, rows[pick] * 4 - 40), max(0, columns[pick] * 4 - 40)
    piece = np.ascontiguousarray(head.image[top:top + 81, left:left + 81])
    if piece.std((0, 1)).mean() < LEAST_STRAND_CONTRAST:
        return None
    piece = np.vstack([np.hstack([piece, piece[:, ::-1]]), np.hstack([piece[::-1], piece[::-1, ::-1]])])
    across, along = flow(generator, side, generator.uniform(0, 6.28))
    fine, stretch = generator.uniform(0.5, 1.5), generator.uniform(0.2, 1.2)
    return cv2.remap(piece, np.mod(across * fine, 161).astype(np.float32), np.mod(along * stretch, 161).astype(np.float32), cv2.INTER_LINEAR).astype(np.float32)


def put_on_wig(generator, image, region, hair, heads, way):
    """Paints a wig in place; it is region and hair. Returns whether there was room for one."""
    side = image.shape[0]
    alpha = wig_shape(generator, region, side, way)
    if alpha is None:
        return False
    cover = real_hair(generator, heads[generator.integers(len(heads))], side) if generator.random() < 0.45 else None
    colour = HAIR_COLOURS[generator.integers(len(HAIR_COLOURS))] * np.exp(generator.normal(0, 0.2, 3)).astype(np.float32)
    if cover is None:
        cover = colour * strands(generator, side, way)[..., None]
    elif generator.random() < 0.5:
        light = cover @ np.float32([0.3, 0.59, 0.11])
        cover = colour * (light / max(8.0, float(light.mean())))[..., None] ** np.float32(0.8)
    # Rounder than flat: darker towards the rim, lighter where lamps shine.
    thickness = cv2.GaussianBlur(alpha, (0, 0), side * 0.04)
    cover = cover * (0.55 + 0.5 * thickness + 0.2 * noise_field(generator, side, 3))[..., None]
    if generator.random() < 0.3:
        other = HAIR_COLOURS[generator.integers(len(HAIR_COLOURS))]
        tint = np.clip(0.5 + noise_field(generator, side, int(generator.integers(2, 4))), 0, 1)[..., None] * 0.7
        cover = cover * (1 - tint) + other * (cover.mean(2, keepdims=True) / max(8.0, float(cover.mean()))) * tint
    image[:] = np.clip(image * (1 - alpha[..., None]) + cover * alpha[..., None], 0, 255)
    share = hair.astype(np.float32) * region / 255
    region[:] = np.maximum(region, np.uint8(255 * alpha))
    total = share * (1 - alpha) + 255 * alpha
    hair[:] = np.clip(255 * total / np.maximum(region, 1), 0, 255)
    return True
