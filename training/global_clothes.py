"""Shoulders painted below a head: dark, furry and folded cloth is what the network takes for hair, and the photographs show little of it."""
import cv2
import numpy as np

from global_augmentation import noise_field, paint_background

DARK_SHARE = 0.35
# Cloth of the hair's own colour can be told from it by texture and place alone.
COLOUR_OF_HAIR_SHARE = 0.3
LEAST_HAIR_PIXELS = 50


def paint_cloth(generator, image, region, hair, way):
    """A square of cloth: plain, folded, knitted, furry or patterned; dark, of any colour, or of the hair's."""
    side = image.shape[0]
    if generator.random() < 0.2:
        return paint_background(generator, side).astype(np.float32)
    own, kind = (region > 127) & (hair > 200), generator.random()
    if kind < COLOUR_OF_HAIR_SHARE and own.sum() >= LEAST_HAIR_PIXELS:
        colour = image[own].mean(0) * np.exp(generator.normal(0, 0.25)) * np.exp(generator.normal(0, 0.06, 3))
    elif kind < COLOUR_OF_HAIR_SHARE + DARK_SHARE:
        colour = generator.uniform(8, 60) * (1 + generator.normal(0, 0.15, 3))
    else:
        colour = generator.uniform(20, 250, 3)
    light = 1 + generator.uniform(0, 0.3) * noise_field(generator, side, int(generator.integers(3, 9)))
    light = light + generator.uniform(0, 0.25) * noise_field(generator, side, int(generator.integers(side // 4, side)))
    if generator.random() < 0.5:
        light = light + generator.uniform(0.1, 0.6) * folds(generator, side, way)
    if generator.random() < 0.25:
        light = light * knit(generator, side, way)
    return np.clip(colour.astype(np.float32) * np.clip(light, 0.05, None)[..., None], 0, 255)


def folds(generator, side, way):
    """Long soft ridges that run mostly downwards, about 0, with sharp creases here and there."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    way = way + generator.normal(0, 0.5)
    across = (-x * np.sin(way) + y * np.cos(way)) / side
    ridges = generator.uniform(1.5, 7) * across + generator.uniform(0.1, 0.8) * noise_field(generator, side, int(generator.integers(2, 6)))
    wave = np.sin(6.28 * ridges)
    return wave if generator.random() < 0.5 else 1 - 2 * np.abs(wave) ** generator.uniform(0.3, 1)


def knit(generator, side, way):
    """Stitches, ribs, a weave or short fur, about 1."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    across, along = -x * np.sin(way) + y * np.cos(way), x * np.cos(way) + y * np.sin(way)
    period, strength = generator.uniform(2.5, 14), generator.uniform(0.05, 0.35)
    kind = generator.random()
    if kind < 0.35:
        return 1 + strength * np.sin(6.28 * across / period)
    if kind < 0.6:
        return 1 + strength * np.sin(6.28 * along / period)
    if kind < 0.8:
        return 1 + strength * np.sin(6.28 * across / period) * np.sin(6.28 * along / period)
    tufts = generator.normal(0, 1, (side, side)).astype(np.float32)
    tufts = cv2.GaussianBlur(tufts, (0, 0), sigmaX=generator.uniform(0.6, 1.5), sigmaY=generator.uniform(1.5, 4))
    return 1 + 2 * strength * tufts / max(1e-3, float(tufts.std()))


def put_on_clothes(generator, image, region, hair, way):
    """Paints cloth over what lies some way below the region; way: angle in the picture at which the body lies. The region stays."""
    side = image.shape[0]
    rows, columns = np.nonzero(region > 127)
    if len(rows) < 0.02 * side * side:
        return
    size = np.sqrt(len(rows))
    along = columns * np.cos(way) + rows * np.sin(way)
    across = -columns * np.sin(way) + rows * np.cos(way)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    below = x * np.cos(way) + y * np.sin(way) - np.percentile(along, 98) - size * generator.uniform(-0.1, 0.5)
    aside = np.abs((-x * np.sin(way) + y * np.cos(way) - across.mean()) / size + generator.normal(0, 0.1))
    # Shoulders fall off to both sides; a collar may rise. What is behind shows beside the arms, or nothing does.
    edge = below - size * (generator.uniform(0.05, 0.5) * np.minimum(aside, 1.5) ** generator.uniform(1, 2)) + 0.03 * size * noise_field(generator, side, 8)
    if generator.random() < 0.5:
        edge = np.minimum(edge, size * (generator.uniform(0.7, 1.6) - aside + 0.05 * noise_field(generator, side, 5)))
    alpha = np.clip(edge / generator.uniform(1, 4) + 0.5, 0, 1) * (1 - region / np.float32(255))
    image[:] = np.clip(image * (1 - alpha[..., None]) + paint_cloth(generator, image, region, hair, way) * alpha[..., None], 0, 255)
