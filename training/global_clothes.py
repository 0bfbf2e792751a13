"""Shoulders painted below a head: dark and patterned cloth is what the network takes for hair, and the photographs show little of it."""
import numpy as np

from global_augmentation import noise_field, paint_background

DARK_SHARE = 0.45


def paint_cloth(generator, side):
    """A square of cloth: dark, plain, knitted, folded or patterned."""
    if generator.random() < 0.35:
        return paint_background(generator, side).astype(np.float32)
    colour = generator.uniform(8, 60) * (1 + generator.normal(0, 0.15, 3)) if generator.random() < DARK_SHARE else generator.uniform(20, 250, 3)
    light = 1 + generator.uniform(0, 0.3) * noise_field(generator, side, int(generator.integers(3, 9)))
    light = light + generator.uniform(0, 0.25) * noise_field(generator, side, int(generator.integers(side // 4, side)))
    return np.clip(colour.astype(np.float32) * light[..., None], 0, 255)


def put_on_clothes(generator, image, region, way):
    """Paints cloth over everything some way below the region; way: angle in the picture at which the body lies. The region stays."""
    side = image.shape[0]
    rows, columns = np.nonzero(region > 127)
    if len(rows) < 0.02 * side * side:
        return
    size = np.sqrt(len(rows))
    along = columns * np.cos(way) + rows * np.sin(way)
    across = -columns * np.sin(way) + rows * np.cos(way)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    below = x * np.cos(way) + y * np.sin(way) - np.percentile(along, 98) - size * generator.uniform(-0.05, 0.8)
    aside = (-x * np.sin(way) + y * np.cos(way) - across.mean()) / size
    # Shoulders fall off to both sides; a collar may rise.
    edge = below - size * (generator.uniform(0.05, 0.5) * np.minimum(np.abs(aside), 1.5) ** generator.uniform(1, 2)) + 0.03 * size * noise_field(generator, side, 8)
    alpha = np.clip(edge / generator.uniform(1, 4) + 0.5, 0, 1) * (1 - region / np.float32(255))
    image[:] = np.clip(image * (1 - alpha[..., None]) + paint_cloth(generator, side) * alpha[..., None], 0, 255)
