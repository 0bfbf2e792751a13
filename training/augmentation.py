"""Random changes to a rendered crop: where it is cut, how it is turned, and what the camera did to it.

Geometry moves the picture, the owner map and the paths together. Colour is one 3 x 4 matrix and one
table of 256 values on 8-bit pixels: cheap, and clipped as a camera clips.
"""
import cv2
import numpy as np

LUMINANCE = np.float32([0.299, 0.587, 0.114])
SCALE_JITTER_SHARE = 0.35
SCALE_RANGE = (0.8, 1.25)
CUT_SHARE = 0.45
LARGEST_CUT_PIXELS = 31


def choose_crop(generator, image_size, crop_size):
    """Left, top and side in pixels of a random square to cut out of a square image."""
    side = crop_size
    if generator.random() < SCALE_JITTER_SHARE:
        side = int(round(crop_size * np.exp(generator.uniform(np.log(SCALE_RANGE[0]), np.log(SCALE_RANGE[1])))))
    side = min(side, image_size)
    left, top = generator.integers(0, image_size - side + 1, 2)
    return int(left), int(top), side


def cut_and_scale(image, owner, paths, box, crop_size):
    """Cuts a square out and brings it to crop_size.

    Returns the image (uint8), owner (uint16), hair (uint8, 255 where any hair owns the pixel,
    between at resampled edges), paths in the new pixels, and the scale that was applied.
    """
    left, top, side = box
    image = image[top:top + side, left:left + side]
    owner = owner[top:top + side, left:left + side]
    hair = np.where(owner > 0, np.uint8(255), np.uint8(0))
    scale = crop_size / side
    paths = (paths - np.float32([left, top]) + np.float32(0.5)) * np.float32(scale) - np.float32(0.5)
    if side != crop_size:
        # Area averaging when shrinking; it degenerates to nearest when enlarging, so linear there.
        smooth = cv2.INTER_AREA if side > crop_size else cv2.INTER_LINEAR
        image = cv2.resize(image, (crop_size, crop_size), interpolation=smooth)
        hair = cv2.resize(hair, (crop_size, crop_size), interpolation=smooth)
        nearest = np.minimum(((np.arange(crop_size) + 0.5) / scale).astype(np.intp), side - 1)
        owner = owner[nearest[:, None], nearest]
    return image, owner, hair, paths, scale


def turn(generator, image, owner, hair, paths, rectangle):
    """One of the eight flips and quarter turns, the same for everything.

    rectangle: left, top, right, bottom in pixels. Returns the same five, turned; arrays may be views.
    """
    last = image.shape[1] - 1
    left, top, right, bottom = rectangle
    if generator.random() < 0.5:
        image, owner, hair = image[:, ::-1], owner[:, ::-1], hair[:, ::-1]
        paths = paths * np.float32([-1, 1]) + np.float32([last, 0])
        left, right = last - right, last - left
    if generator.random() < 0.5:
        image, owner, hair = image[::-1], owner[::-1], hair[::-1]
        paths = paths * np.float32([1, -1]) + np.float32([0, last])
        top, bottom = last - bottom, last - top
    if generator.random() < 0.5:
        image, owner, hair = image.transpose(1, 0, 2), owner.T, hair.T
        paths = paths[..., ::-1]
        left, top, right, bottom = top, left, bottom, right
    return image, owner, hair, paths, (left, top, right, bottom)


def choose_cut(generator, crop_size):
    """Width and height in pixels that stay: what a picture padded to a multiple of 32 looks like."""
    if generator.random() >= CUT_SHARE:
        return crop_size, crop_size
    width, height = crop_size - generator.integers(0, LARGEST_CUT_PIXELS + 1, 2)
    return int(width), int(height)


def _choose_colour_matrix(generator, mean_colour):
    """A 3 x 4 matrix: saturation, grey, inverted lightness, contrast, brightness and colour cast at once."""
    matrix = np.eye(3, dtype=np.float32)
    shift = np.zeros(3, np.float32)
    kind = generator.random()
    if kind < 0.10:
        matrix = np.tile(LUMINANCE, (3, 1))
    elif kind < 0.13:
        # Green alone: what a cross-polarised or single-channel dermatoscope stores.
        matrix = np.tile(np.float32([0, 1, 0]), (3, 1))
    elif kind < 0.35:
        saturation = np.float32(generator.uniform(0.3, 1.5))
        matrix = saturation * matrix + (1 - saturation) * np.tile(LUMINANCE, (3, 1))
    if generator.random() < 0.04:
        # Lightness upside down with the colour kept: light hair on dark skin.
        matrix = matrix - 2 * np.tile(LUMINANCE @ matrix, (3, 1))
        shift = shift + 255
    if generator.random() < 0.7:
        gain = np.float32(generator.uniform(0.75, 1.3) * generator.uniform(0.93, 1.07, 3))
        matrix = gain[:, None] * matrix
        shift = gain * shift + np.float32(generator.uniform(-18, 18))
    if generator.random() < 0.5:
        contrast = np.float32(generator.uniform(0.7, 1.3))
        middle = (matrix @ mean_colour + shift).mean()
        matrix = contrast * matrix
        shift = contrast * shift + (1 - contrast) * middle
    return np.concatenate([matrix, shift[:, None]], 1).astype(np.float32)


def _gamma_table(gamma):
    return np.clip(255.0 * (np.arange(256) / 255.0) ** gamma + 0.5, 0, 255).astype(np.uint8)


def _store_as_jpeg(generator, image):
    quality = int(generator.uniform(35, 96))
    stored = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.cvtColor(cv2.imdecode(stored, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def _add_noise(generator, image):
    strength = generator.uniform(1.0, 7.0)
    if generator.random() < 0.3:
        noise = cv2.randn(np.empty(image.shape[:2], np.int16), 0, strength)
        noise = cv2.merge([noise, noise, noise])
    else:
        noise = cv2.randn(np.empty(image.shape, np.int16), 0, strength)
    return cv2.add(image, noise, dtype=cv2.CV_8U)


def photograph(generator, image):
    """What skin, light and camera vary: colour, gamma, blur, a coarser sensor, noise, sharpening, JPEG.

    image: H x W x 3 uint8 RGB, contiguous. Returns the same shape and type.
    """
    size = (image.shape[1], image.shape[0])
    image = cv2.transform(image, _choose_colour_matrix(generator, np.float32(cv2.mean(image)[:3])))
    if generator.random() < 0.3:
        image = cv2.LUT(image, _gamma_table(np.exp(generator.uniform(np.log(0.7), np.log(1.45)))))
    if generator.random() < 0.2:
        image = cv2.GaussianBlur(image, (0, 0), generator.uniform(0.4, 1.5))
    coarse = generator.random() < 0.3
    if coarse:
        share = generator.uniform(0.4, 0.9)
        image = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    if generator.random() < 0.3:
        image = _add_noise(generator, image)
    if generator.random() < 0.1:
        image = cv2.addWeighted(image, 1.7, cv2.GaussianBlur(image, (0, 0), generator.uniform(0.7, 2.0)), -0.7, 0)
    if generator.random() < 0.25:
        # At the coarse size where there is one: photographs are stored before they are enlarged.
        image = _store_as_jpeg(generator, image)
    if coarse:
        image = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC if generator.random() < 0.5 else cv2.INTER_LINEAR)
    return image
