"""Random changes to a photograph of a head: how it is cut and turned, what stands behind it, hair colour, light and camera."""
import cv2
import numpy as np

# Most photographs show a whole head; the wide range is for those that do not.
USUAL_SHARE = 0.6
USUAL_SCALE_RANGE = (0.85, 1.2)
SCALE_RANGE = (0.55, 1.6)
TURN_SPREAD_DEGREES = 14
UPSIDE_DOWN_SHARE = 0.7
# Named by what they stand for: black, dark brown, brown, light brown, blond, platinum, grey, white, ginger, red, dyed violet and green.
HAIR_COLOURS = np.float32([
    (22, 20, 20), (48, 36, 30), (82, 58, 42), (120, 90, 62), (170, 136, 92), (214, 192, 152), (128, 126, 124), (208, 206, 202),
    (150, 84, 48), (110, 40, 30), (96, 50, 120), (60, 110, 80)])


def choose_pose(generator, height, width, region, side):
    """A random 3 x 3 matrix from pixels of the crop to pixels of the photograph."""
    usual = generator.random() < USUAL_SHARE
    scale = np.exp(generator.uniform(*np.log(USUAL_SCALE_RANGE if usual else SCALE_RANGE))) * side / max(height, width)
    if generator.random() < 0.8:
        angle = np.radians(90 * generator.integers(0, 4) * (generator.random() < 0.4) + generator.normal(0, TURN_SPREAD_DEGREES))
    else:
        angle = generator.uniform(0, 2 * np.pi)
    middle = np.float64([width / 2, height / 2])
    zoom = scale * max(height, width) / side
    rows, columns = np.nonzero(region[::8, ::8] > 127)
    if zoom > 1 and len(rows) and generator.random() < 0.7:
        pick = generator.integers(len(rows))
        target = np.float64([columns[pick] * 8, rows[pick] * 8])
        middle = middle + (target - middle) * generator.uniform(0, 1)
    middle = middle + generator.normal(0, 0.06, 2) * max(height, width)
    flip = -1 if generator.random() < 0.5 else 1
    squeeze = np.exp(generator.normal(0, 0.08))
    turn = np.float64([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([flip * squeeze, 1 / squeeze]) / scale
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = middle - turn @ np.float64([side / 2, side / 2])
    tilt = np.eye(3)
    tilt[2, :2] = generator.normal(0, 0.12, 2) / side
    centre = np.float64([[1, 0, side / 2], [0, 1, side / 2], [0, 0, 1]])
    return matrix @ centre @ tilt @ np.linalg.inv(centre), angle, flip


def noise_field(generator, side, cells):
    """Smooth random numbers of about unit spread, side x side, `cells` bumps across."""
    return cv2.resize(generator.normal(0, 1, (cells, cells)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)


def paint_background(generator, side):
    """Something that is no head: a colour, a gradient, blotches or stripes, of about any colour."""
    colours = generator.uniform(0, 255, (3, 3)).astype(np.float32)
    if generator.random() < 0.3:
        colours = colours.mean(1, keepdims=True) + generator.normal(0, 12, (3, 3)).astype(np.float32)
    if generator.random() < 0.3:
        # Skin and cloth colours.
        colours[0] = np.float32([200, 150, 120]) * generator.uniform(0.25, 1.2)
    ground = np.zeros((side, side, 3), np.float32) + colours[0]
    for colour in colours[1:]:
        kind = generator.integers(4)
        if kind == 0:
            continue
        if kind == 1:
            alpha = 1 / (1 + np.exp(-noise_field(generator, side, int(generator.integers(2, 24))) * generator.uniform(1, 8)))
        elif kind == 2:
            way = generator.uniform(0, 2 * np.pi)
            y, x = np.mgrid[0:side, 0:side].astype(np.float32)
            alpha = 0.5 + 0.5 * np.tanh(np.sin((x * np.cos(way) + y * np.sin(way)) / generator.uniform(2, 60) + noise_field(generator, side, 3) * generator.uniform(0, 3)) * generator.uniform(0.5, 5))
        else:
            alpha = np.zeros((side, side), np.float32)
            for _ in range(generator.integers(1, 6)):
                points = generator.integers(-side // 4, side * 5 // 4, (int(generator.integers(3, 6)), 2)).astype(np.int32)
                cv2.fillPoly(alpha, [points], float(generator.uniform(0.3, 1)), cv2.LINE_AA)
        ground = ground + (colour - ground) * alpha[..., None]
    if generator.random() < 0.5:
        ground *= 1 + 0.15 * noise_field(generator, side, int(generator.integers(16, 100)))[..., None]
    return np.clip(ground, 0, 255).astype(np.uint8)


def recolour_hair(generator, image, hair):
    """Hair in another colour, its light and dark kept. hair: 0…1, the share of each pixel; thin zones stay, their outlines are drawn by hand."""
    hair = np.clip((hair - 0.7) / 0.25, 0, 1)
    if hair.sum() < 200:
        return image
    light = image.astype(np.float32) @ np.float32([0.3, 0.59, 0.11])
    mean = max(12.0, float((light * hair).sum() / hair.sum()))
    colour = HAIR_COLOURS[generator.integers(len(HAIR_COLOURS))] * np.exp(generator.normal(0, 0.15, 3)).astype(np.float32)
    ratio = np.clip(light / mean, 0.1, 4) ** generator.uniform(0.6, 1.0)
    alpha = (cv2.GaussianBlur(hair, (0, 0), 1.0) * generator.uniform(0.6, 1.0))[..., None]
    return np.clip(image + (colour * ratio[..., None] - image) * alpha, 0, 255).astype(np.uint8)


def lighten_hair(generator, image):
    """Light hair out of dark hair: brightness flatter, and mostly upside down, so that hair is lighter than the skin; colours as they are.

    White and light hair is rare in the photographs. Unlike recolouring, this needs no outline, so that thin zones take part, too.
    """
    pixels = image.astype(np.float32)
    light = pixels @ np.float32([0.3, 0.59, 0.11])
    upside_down = generator.random() < UPSIDE_DOWN_SHARE
    level = generator.uniform(80, 205)
    contrast = generator.uniform(0.25, 1.0) if upside_down else -generator.uniform(0.2, 0.7)
    colour = (pixels - light[..., None]) * generator.uniform(0.5, 1.2)
    return np.clip((level - (light - np.median(light)) * contrast)[..., None] + colour, 0, 255).astype(np.uint8)


def change_light(generator, image):
    """Colour, exposure, gamma, light from one side, haze: what lamps and cameras do."""
    side = image.shape[0]
    pixels = image.astype(np.float32) / 255
    pixels = pixels ** np.exp(generator.normal(0, 0.25)) * np.exp(generator.normal(0, 0.15))
    pixels = pixels * np.exp(generator.normal(0, 0.1, 3)).astype(np.float32)
    if generator.random() < 0.5:
        way, x = generator.uniform(0, 2 * np.pi), np.linspace(-1, 1, side, dtype=np.float32)
        slope = np.cos(way) * x[None, :] + np.sin(way) * x[:, None]
        pixels = pixels * np.exp(slope * generator.normal(0, 0.35))[..., None]
    if generator.random() < 0.3:
        pixels = pixels * np.exp(0.25 * noise_field(generator, side, int(generator.integers(2, 5))))[..., None]
    grey = pixels @ np.float32([0.3, 0.59, 0.11])
    saturation = 0.0 if generator.random() < 0.05 else np.exp(generator.normal(0, 0.3))
    pixels = grey[..., None] + (pixels - grey[..., None]) * saturation
    middle = float(grey.mean())
    pixels = middle + (pixels - middle) * np.exp(generator.normal(0, 0.2)) + generator.normal(0, 0.04)
    return np.clip(pixels * 255, 0, 255).astype(np.uint8)


def change_camera(generator, image):
    """Blur, loss of resolution, noise and JPEG."""
    side = image.shape[0]
    if generator.random() < 0.25:
        image = cv2.GaussianBlur(image, (0, 0), generator.uniform(0.4, 2.2))
    if generator.random() < 0.2:
        small = int(side / generator.uniform(1.2, 2.8))
        image = cv2.resize(cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA), (side, side), interpolation=cv2.INTER_LINEAR)
    if generator.random() < 0.35:
        # Two normal values by one draw: noise is the dearest change, and nobody sees that blue repeats red upside down.
        noise = generator.standard_normal((side, side, 2), np.float32) * generator.uniform(1, 14)
        image = np.clip(image + np.dstack([noise, noise[::-1, :, 0]]), 0, 255).astype(np.uint8)
    if generator.random() < 0.4:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(generator.integers(20, 92))])[1], cv2.IMREAD_COLOR)
    if generator.random() < 0.15:
        soft = cv2.GaussianBlur(image, (0, 0), 1.5)
        image = cv2.addWeighted(image, 1.7, soft, -0.7, 0)
    return image


def cut_out(generator, image, weight):
    """Hides a few rectangles; nothing is asked of the network there."""
    side = image.shape[0]
    for _ in range(generator.integers(1, 4)):
        height, width = generator.integers(side // 16, side // 3, 2)
        top, left = generator.integers(-height // 2, side - height // 2), generator.integers(-width // 2, side - width // 2)
        box = slice(max(0, top), top + height), slice(max(0, left), left + width)
        image[box] = generator.integers(0, 256, 3)
        weight[box] = 0
