"""Caps, hats, hoods, scarves, bandages and bags painted over heads: without them the network takes a black, grey, white or brown one for hair.

Under a cap it is neither scalp nor hair that the photograph shows, so the region ends at its edge; hair that sticks out below stays hair.
The same heads without a cap, dark smooth hair and wigs among them, show what is none.
"""
import cv2
import numpy as np

from global_augmentation import HAIR_COLOURS, noise_field

LEAST_REGION_SHARE = 0.02
LEAST_PIXELS = 60
# What most caps are: black, charcoal, greys, white, cream, beige, browns.
NATURAL_COLOURS = np.float32([
    (18, 18, 20), (30, 30, 34), (52, 52, 56), (88, 88, 92), (128, 128, 130), (170, 170, 170), (235, 235, 232), (250, 249, 246),
    (232, 224, 204), (206, 188, 158), (170, 142, 108), (128, 96, 68), (92, 66, 46), (62, 44, 32), (40, 30, 24)])
NATURAL_SHARE = 0.52
COLOUR_OF_HAIR_SHARE = 0.3
COLOUR_OF_SKIN_SHARE = 0.05
REAL_CLOTH_SHARE = 0.15
PIECE_PIXELS = 49


def put_on_cap(generator, image, region, hair, worn, heads, way):
    """Paints something worn on the head in place, takes what it hides out of the region and says so in `worn`; way: angle in the crop at which the body lies. Returns whether there was room."""
    side = image.shape[0]
    if (region > 127).mean() < LEAST_REGION_SHARE:
        return False
    size = float(np.sqrt((region > 127).sum()))
    # A cap sits as the head is held, and seen from above nobody knows where the body is.
    way = way + generator.normal(0, 0.2)
    shape, brim, through = choose_shape(generator, region, side, size, way)
    if shape is None or (shape > 0.5).sum() < LEAST_PIXELS:
        return False
    if generator.random() < 0.2:
        shape = hang_locks_over(generator, shape, size, way)
    colour, needs_texture = choose_colour(generator, image, region, hair)
    if brim is not None:
        tone = colour * np.exp(generator.normal(0, 0.12)) if generator.random() < 0.75 else choose_colour(generator, image, region, hair)[0]
        lay_over(generator, image, region, worn, brim, fabric(generator, heads, brim, tone, size, way, needs_texture), size, way, 1.0)
    lay_over(generator, image, region, worn, shape, fabric(generator, heads, shape, colour, size, way, needs_texture), size, way, through)
    return True


def choose_shape(generator, region, side, size, way):
    """Masks 0…1 of the thing and of its brim or visor (None without), and how much it hides of what is under it."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    rows, columns = np.nonzero(region > 127)
    down, across = np.float32([np.cos(way), np.sin(way)]), np.float32([-np.sin(way), np.cos(way)])
    along = columns * down[0] + rows * down[1]
    top, bottom = np.percentile(along, (2, 98))
    centre = np.float32([columns.mean(), rows.mean()])
    u, v = x * down[0] + y * down[1] - top, (x - centre[0]) * across[0] + (y - centre[1]) * across[1]
    tall, wide = max(4.0, bottom - top), max(4.0, float(np.percentile(np.abs((columns - centre[0]) * across[0] + (rows - centre[1]) * across[1]), 95)))
    wave = 0.01 * size * noise_field(generator, side, int(generator.integers(3, 14)))
    kind, through = generator.random(), 1.0
    brim = None
    if kind < 0.45:
        # Pulled over from the top down to a line that bends round the head: caps, knitted hats, turbans.
        share = generator.uniform(0.2, 1.15)
        line = share * tall + generator.normal(0, 0.15) * v + generator.uniform(-0.35, 0.35) * tall * (v / wide) ** 2 + wave
        worn = crown(generator, (region > 127) & (u < line), side, size, down)
        if worn is None:
            return None, None, 1.0
        shape = np.minimum(worn, soften(line - u))
        ending = centre + down * (share * tall + top - float(centre @ down))
        if generator.random() < 0.4:
            brim = visor(generator, x, y, ending, down, across, wide, size)
    elif kind < 0.72:
        # Seen from above, or sitting on the crown.
        pick = generator.integers(len(rows))
        middle = centre + (np.float32([columns[pick], rows[pick]]) - centre) * generator.uniform(0, 0.7)
        turn = generator.uniform(0, np.pi)
        p, q = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn), (y - middle[1]) * np.cos(turn) - (x - middle[0]) * np.sin(turn)
        reach, longer = size * generator.uniform(0.25, 0.85), np.exp(generator.normal(0, 0.12))
        shape = soften(reach - np.hypot(p * longer, q / longer) + 1.5 * wave)
        if generator.random() < 0.4:
            to = generator.uniform(0, 2 * np.pi)
            outwards = np.float32([np.cos(to), np.sin(to)])
            brim = visor(generator, x, y, middle + outwards * reach * 0.9, outwards, np.float32([-outwards[1], outwards[0]]), reach, size)
    elif kind < 0.76:
        # A hood or a scarf around the head, open before the face or to one side.
        worn = crown(generator, region > 127, side, size * generator.uniform(1, 2.5), -down)
        to = generator.normal(0, 0.8) + (way if generator.random() < 0.7 else generator.uniform(0, 6.28))
        at = centre + np.float32([np.cos(to), np.sin(to)]) * size * generator.uniform(0.1, 0.8)
        hole = np.hypot((x - at[0]) * np.cos(to) + (y - at[1]) * np.sin(to), ((y - at[1]) * np.cos(to) - (x - at[0]) * np.sin(to)) * generator.uniform(0.9, 1.5))
        shape = worn * soften(hole - size * generator.uniform(0.15, 0.6) + 2 * wave)
    elif kind < 0.86:
        # Laid over from one side: a cloth, a towel.
        to = generator.uniform(0, 2 * np.pi)
        shape = soften((x - centre[0]) * np.cos(to) + (y - centre[1]) * np.sin(to) - size * generator.uniform(-0.5, 0.35) + 5 * wave)
        if generator.random() < 0.5:
            shape = np.minimum(shape, crown(generator, region > 127, side, size, down))
    else:
        # A band across: bandages, sweatbands, headbands.
        pick = generator.integers(len(rows))
        to = generator.normal(way, 0.3) if generator.random() < 0.5 else generator.uniform(0, np.pi)
        off = (x - columns[pick]) * np.cos(to) + (y - rows[pick]) * np.sin(to)
        aside = (y - rows[pick]) * np.cos(to) - (x - columns[pick]) * np.sin(to)
        off = off + generator.uniform(-0.4, 0.4) * aside ** 2 / size + wave
        shape = np.minimum(soften(size * generator.uniform(0.08, 0.35) - np.abs(off)), crown(generator, region > 127, side, size * 0.5, down))
    if generator.random() < 0.08:
        # Plastic and nets: something of the head shows through.
        through = generator.uniform(0.55, 0.95)
    return shape, brim, through


def hang_locks_over(generator, shape, size, way):
    """The mask with a ragged rim, where hair falls over the edge."""
    side = shape.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    across = -x * np.sin(way) + y * np.cos(way) + generator.uniform(0, 4) * noise_field(generator, side, 8)
    table = generator.normal(0, 1, 512).astype(np.float32)
    height = np.interp(np.mod(across / max(1.0, size * generator.uniform(0.008, 0.06)), 511), np.arange(512), table).astype(np.float32)
    return np.minimum(shape, soften(cv2.distanceTransform(np.uint8(shape > 0.5), cv2.DIST_L2, 3) - size * generator.uniform(0.02, 0.1) * np.maximum(0, height)))


def soften(inside):
    """A distance in pixels, more than 0 inside, as a mask 0…1."""
    return np.clip(inside + 0.5, 0, 1).astype(np.float32)


def crown(generator, under, side, size, down):
    """What a cap over these pixels looks like from outside: round, without dents, a little wider than the head and perhaps taller. None where there is nothing."""
    rows, columns = np.nonzero(under)
    if len(rows) < LEAST_PIXELS:
        return None
    hull = np.zeros((side, side), np.float32)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.stack([columns, rows], 1).astype(np.int32)), 1.0)
    rim = max(1, int(size * generator.uniform(0.0, 0.14))) | 1
    hull = cv2.dilate(hull, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (rim, rim)))
    if generator.random() < 0.5:
        taller = size * generator.uniform(0.03, 0.4)
        for step in (0.5, 1.0):
            hull = np.maximum(hull, cv2.warpAffine(hull, np.float32([[1, 0, -down[0] * taller * step], [0, 1, -down[1] * taller * step]]), (side, side)))
    round_by = max(0.8, size * generator.uniform(0.01, 0.06))
    return np.clip((cv2.GaussianBlur(hull, (0, 0), round_by) - 0.5) * round_by * 2 + 0.5, 0, 1)


def visor(generator, x, y, middle, outwards, across, wide, size):
    """A visor on one side, or a brim all around."""
    p, q = (x - middle[0]) * outwards[0] + (y - middle[1]) * outwards[1], (x - middle[0]) * across[0] + (y - middle[1]) * across[1]
    long, broad = size * generator.uniform(0.08, 0.5), wide * (generator.uniform(0.5, 1.05) if generator.random() < 0.7 else generator.uniform(1.1, 1.8))
    return soften((1 - np.hypot(p / long, q / broad)) * min(long, broad))


def choose_colour(generator, image, region, hair):
    """A colour, and whether it needs a texture to be told from what it covers."""
    kind = generator.random()
    if kind < COLOUR_OF_HAIR_SHARE:
        own = (region > 127) & (hair > 200)
        base = np.float32(image[own].mean(0)) if own.sum() >= LEAST_PIXELS else HAIR_COLOURS[generator.integers(len(HAIR_COLOURS))]
        return base * np.float32(np.exp(generator.normal(0, 0.25)) * np.exp(generator.normal(0, 0.05, 3))), True
    if kind < COLOUR_OF_HAIR_SHARE + COLOUR_OF_SKIN_SHARE:
        bare = (region > 127) & (hair < 60)
        base = np.float32(image[bare].mean(0)) if bare.sum() >= LEAST_PIXELS else np.float32([214, 176, 150])
        return base * np.float32(np.exp(generator.normal(0, 0.12)) * np.exp(generator.normal(0, 0.05, 3))), True
    if kind < COLOUR_OF_HAIR_SHARE + COLOUR_OF_SKIN_SHARE + NATURAL_SHARE:
        return NATURAL_COLOURS[generator.integers(len(NATURAL_COLOURS))] * np.float32(np.exp(generator.normal(0, 0.15)) * np.exp(generator.normal(0, 0.04, 3))), False
    return np.float32(generator.uniform(10, 245, 3)), False


def fabric(generator, heads, shape, colour, size, way, needs_texture):
    """The thing's surface over the whole crop: shaded as it bulges, of one of many materials, with seams, a hem, a logo."""
    side = shape.shape[0]
    depth = cv2.distanceTransform(np.uint8(shape > 0.5), cv2.DIST_L2, 3)
    most = max(1.0, float(depth.max()))
    light, shine = shade(generator, np.minimum(depth / most, 1), side, most)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    rows, columns = np.nonzero(shape > 0.5)
    middle = (columns.mean(), rows.mean()) if len(rows) else (side / 2, side / 2)
    p, q = x - middle[0], y - middle[1]
    surface, cloth = material(generator, heads, side, size, way, p, q, needs_texture)
    light = light * surface
    if generator.random() < 0.3:
        light = light * seams(generator, p, q, size)
    pixels = (colour * light[..., None]) if cloth is None else cloth * (np.float32(light) * max(20.0, float(colour.mean())))[..., None]
    if generator.random() < 0.35:
        # A hem, or the ribbed fold of a knitted hat.
        hem = soften(size * generator.uniform(0.03, 0.18) - depth)[..., None]
        if generator.random() < 0.5:
            ribs = 1 + generator.uniform(0.05, 0.3) * np.sin(6.28 * (np.arctan2(q, p) * most) / generator.uniform(2.5, 8))
            pixels = pixels * (1 + hem * (ribs[..., None] * generator.uniform(0.8, 1.2) - 1))
        else:
            pixels = pixels * (1 - hem) + hem * pixels * generator.uniform(0.6, 1.3)
    if generator.random() < 0.2:
        pixels = draw_logo(generator, pixels, middle, size)
    pixels = pixels + shine[..., None]
    return pixels + generator.normal(0, generator.uniform(0.5, 4), (side, side)).astype(np.float32)[..., None]


def shade(generator, rise, side, most):
    """Light and dark of a bulging surface lit from one side, about 1, and its gloss in grey levels. rise: 0 at the rim, 1 where it is deepest."""
    flat = generator.uniform(0.3, 1.0)
    height = cv2.GaussianBlur(np.sqrt(np.maximum(0, 1 - (1 - rise) ** 2)), (0, 0), max(0.8, 0.1 * most)) * most * flat
    height = height + generator.uniform(0, 0.04) * most * noise_field(generator, side, int(generator.integers(3, 10)))
    slope_x, slope_y = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125)
    length = np.sqrt(slope_x ** 2 + slope_y ** 2 + 1)
    to, steep = generator.uniform(0, 2 * np.pi), generator.uniform(0.2, 1.2)
    lamp = np.float32([np.cos(to) * np.cos(steep), np.sin(to) * np.cos(steep), np.sin(steep)])
    facing = (lamp[0] * -slope_x + lamp[1] * -slope_y + lamp[2]) / length
    ambient = generator.uniform(0.25, 0.8)
    light = ambient + (1 - ambient) * np.maximum(0, facing) / max(0.3, float(lamp[2]))
    shine = np.zeros((side, side), np.float32)
    if generator.random() < 0.25:
        halfway = lamp + np.float32([0, 0, 1])
        halfway = halfway / np.linalg.norm(halfway)
        glance = np.maximum(0, (halfway[0] * -slope_x + halfway[1] * -slope_y + halfway[2]) / length)
        shine = generator.uniform(20, 200) * glance ** generator.uniform(8, 80)
    return np.clip(light, 0.12, 1.6), shine.astype(np.float32)


def material(generator, heads, side, size, way, p, q, needs_texture):
    """Light and dark of the material, about 1, and its colours where it is a piece of real cloth or wall (about 1 as well, else None)."""
    slow = 1 + generator.uniform(0, 0.12) * noise_field(generator, side, int(generator.integers(3, 9)))
    if generator.random() < REAL_CLOTH_SHARE:
        piece = real_cloth(generator, heads, side)
        if piece is not None:
            return slow, piece
    kind = generator.random()
    turn = way + (generator.normal(0, 0.25) if generator.random() < 0.6 else generator.uniform(0, np.pi))
    along, across = p * np.cos(turn) + q * np.sin(turn), q * np.cos(turn) - p * np.sin(turn)
    # Stitches close up towards the sides of a round head.
    bulge = 1 + generator.uniform(0, 0.5) * (across / (size * 0.8)) ** 2
    across = across * bulge + generator.uniform(0, 2) * noise_field(generator, side, 6)
    period, strength = generator.uniform(2.2, 12), generator.uniform(0.06, 0.4)
    if kind < (0.1 if needs_texture else 0.3):
        return slow * (1 + generator.uniform(0, 0.05) * noise_field(generator, side, int(generator.integers(side // 4, side)))), None
    if kind < 0.42:
        return slow * (1 + strength * np.sin(6.28 * across / period)), None
    if kind < 0.52:
        stitch = np.sin(6.28 * across / period) * np.sin(6.28 * (along + np.abs(np.mod(across, period) - period / 2)) / (period * generator.uniform(0.6, 1.4)))
        return slow * (1 + strength * stitch), None
    if kind < 0.6:
        return slow * (1 + strength * np.sin(6.28 * across / period) * np.sin(6.28 * along / period)), None
    if kind < 0.74:
        # Folds and wraps.
        wide = size * generator.uniform(0.08, 0.5)
        ridge = (across + generator.uniform(0.1, 0.6) * wide * noise_field(generator, side, int(generator.integers(2, 6)))) / wide
        wave = np.sin(6.28 * ridge) if generator.random() < 0.5 else 2 * np.mod(ridge, 1) ** generator.uniform(0.4, 2) - 1
        return slow * (1 + generator.uniform(0.08, 0.45) * wave), None
    if kind < 0.83:
        # Fleece, felt, towels.
        tufts = cv2.GaussianBlur(generator.normal(0, 1, (side, side)).astype(np.float32), (0, 0), generator.uniform(0.7, 2.2))
        return slow * (1 + generator.uniform(0.05, 0.25) * tufts / max(1e-3, float(tufts.std()))), None
    if kind < 0.92:
        # Crinkles of leather and of plastic: sharp lines where slow fields cross nought.
        crease = np.abs(noise_field(generator, side, int(generator.integers(5, 24)))) + np.abs(noise_field(generator, side, int(generator.integers(5, 24))))
        sign = 1 if generator.random() < 0.5 else -1
        return slow * (1 + sign * generator.uniform(0.1, 0.6) * np.exp(-crease * generator.uniform(2, 6))), None
    # Checks and stripes.
    square = np.sign(np.sin(6.28 * across / (period * 3))) + (np.sign(np.sin(6.28 * along / (period * 3))) if generator.random() < 0.6 else 0)
    return slow * (1 + 0.7 * strength * cv2.GaussianBlur(square.astype(np.float32), (0, 0), 0.8)), None


def real_cloth(generator, heads, side):
    """A piece of what else is on a photograph, clothes or wall, stretched over the crop; never skin, never hair. About 1, or None where the photograph has none."""
    head = heads[generator.integers(len(heads))]
    far = cv2.dilate(head.region, np.ones((61, 61), np.uint8)) == 0
    pixels = head.image.astype(np.float32)
    # Skin is redder than green by a sixth or more; black cloth may be that, too.
    not_skin = (pixels[..., 0] < 1.12 * pixels[..., 1] + 4) | (pixels.mean(2) < 45)
    solid = cv2.boxFilter((far & not_skin).astype(np.float32), -1, (PIECE_PIXELS, PIECE_PIXELS), borderType=cv2.BORDER_CONSTANT) > 0.96
    rows, columns = np.nonzero(solid[::4, ::4])
    if len(rows) == 0:
        return None
    pick, half = generator.integers(len(rows)), PIECE_PIXELS // 2
    top, left = max(0, rows[pick] * 4 - half), max(0, columns[pick] * 4 - half)
    piece = pixels[top:top + PIECE_PIXELS, left:left + PIECE_PIXELS]
    piece = np.vstack([np.hstack([piece, piece[:, ::-1]]), np.hstack([piece[::-1], piece[::-1, ::-1]])])
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    turn, zoom = generator.uniform(0, 6.28), generator.uniform(0.4, 1.5)
    last = 2 * PIECE_PIXELS - 1
    u, v = np.mod((x * np.cos(turn) + y * np.sin(turn)) * zoom, last), np.mod((y * np.cos(turn) - x * np.sin(turn)) * zoom, last)
    piece = cv2.remap(np.ascontiguousarray(piece), u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)
    return piece / max(12.0, float(piece.mean()))


def seams(generator, p, q, size):
    """Dark lines from the top to the rim between panels, or a few straight ones."""
    width = max(0.6, size * generator.uniform(0.005, 0.02))
    if generator.random() < 0.6:
        at = size * generator.normal(0, 0.2, 2)
        far, turn = np.hypot(p - at[0], q - at[1]), np.arctan2(q - at[1], p - at[0])
        off = np.abs(np.sin(turn * generator.choice([2, 2.5, 3, 4]) + generator.uniform(0, 6.28))) * far / 3
    else:
        to = generator.uniform(0, np.pi)
        off = np.abs(np.mod(p * np.cos(to) + q * np.sin(to), size * generator.uniform(0.2, 0.8)) - size * 0.1)
    return 1 + generator.uniform(-0.5, 0.2) * np.exp(-(off / width) ** 2)


def draw_logo(generator, pixels, middle, size):
    """Letters or a badge of another colour."""
    side, badge = pixels.shape[0], np.zeros(pixels.shape[:2], np.float32)
    at = int(middle[0] + generator.normal(0, 0.2) * size), int(middle[1] + generator.normal(0, 0.2) * size)
    if generator.random() < 0.5:
        text = "".join(generator.choice(list("ABCDEFHKLMNOPRSTXZ0123456789"), generator.integers(1, 7)))
        scale = max(0.2, size * generator.uniform(0.003, 0.012))
        cv2.putText(badge, text, (at[0] - int(9 * scale * len(text)), at[1]), int(generator.integers(0, 5)), scale, 1.0, max(1, int(scale * generator.uniform(1, 4))), cv2.LINE_AA)
    else:
        axes = max(1, int(size * generator.uniform(0.03, 0.15))), max(1, int(size * generator.uniform(0.03, 0.15)))
        cv2.ellipse(badge, at, axes, float(generator.uniform(0, 180)), 0, 360, 1.0, -1 if generator.random() < 0.6 else 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D(at, float(generator.uniform(-180, 180)), 1.0)
    badge = cv2.warpAffine(badge, turn, (side, side))[..., None]
    return pixels * (1 - badge) + np.float32(generator.uniform(0, 255, 3)) * badge


def lay_over(generator, image, region, worn, shape, surface, size, way, through):
    """Puts the surface over the image with its shadow beside it; there is something worn now, and no region."""
    side = image.shape[0]
    soft = cv2.GaussianBlur(shape, (0, 0), generator.uniform(0.4, 1.3))
    offset = size * generator.uniform(0, 0.06)
    beside = cv2.GaussianBlur(soft, (0, 0), max(0.8, size * generator.uniform(0.01, 0.05)))
    to = generator.normal(way, 0.8)
    beside = cv2.warpAffine(beside, np.float32([[1, 0, offset * np.cos(to)], [0, 1, offset * np.sin(to)]]), (side, side))
    darker = 1 - generator.uniform(0, 0.6) * beside * (1 - soft)
    alpha = soft * np.float32(through)
    if through < 1 and generator.random() < 0.5:
        # Nets and crinkled film hide unevenly.
        alpha = np.clip(alpha + 0.2 * noise_field(generator, side, int(generator.integers(8, 60))) * soft, 0, 1)
    image[:] = np.clip(image * (darker * (1 - alpha))[..., None] + surface * alpha[..., None], 0, 255)
    region[:] = np.uint8(np.rint(region * (1 - soft)))
    worn[:] = np.maximum(worn, np.uint8(np.rint(255 * soft)))
