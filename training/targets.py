"""From the shafts of a crop to what the network should answer there.

A target is 12 x h x w float32 at half resolution (one cell for 2 x 2 pixels):
    0-2   heights of the middle, root and tip peaks: 1 at the rounded centre, falling off around it
    3-6   offsets to the root and to the tip (dx, dy, dx, dy), in units of 16 cells
    7     how much the offsets count in this cell
    8-11  hair share of the cell's four pixels, in pixel_shuffle order

Everything refers to the *visible segment*: the stretch of a path inside the valid rectangle of the
crop. A hair whose root lies outside has a middle and a tip there, and its root offset ends at the
border. Pixel centres are at integers, so pixel x lies at cell (x + 0.5) / 2 - 0.5.
"""
from collections import namedtuple

import numpy as np

from network import CELL_PIXELS, OFFSET_UNIT_CELLS

TARGET_CHANNELS = 12
TARGET_PEAKS = slice(0, 3)
TARGET_OFFSETS = slice(3, 7)
TARGET_OFFSET_WEIGHT = 7
TARGET_MASK = slice(8, 12)

LONGEST_OFFSET_UNITS = 4.0
# The focal loss forgives (1 - height)^4: at this height a false alarm costs a millionth.
IGNORED_HEIGHT = np.float32(0.97)
IGNORED_REACH = 0.05
LEAST_VISIBLE_SHARE = 0.2
# A hair that owns hardly a pixel of the area it should cover in this crop is hidden in this crop.
LEAST_OWNED_SHARE = 0.08
STUB_SHARE = 0.25
STUB_MILLIMETRES = 0.05
MIDDLE_ACROSS_CELLS = 1.15
END_ALONG_CELLS = 1.6
END_ACROSS_CELLS = 1.2
MIDDLE_RADIUS_CELLS = 9
END_RADIUS_CELLS = 5
SHAFT_OFFSET_WEIGHT = 0.25
# Near its middle a shaft keeps its offsets even where another hair lies on top: they are read there.
MIDDLE_CORE_HEIGHT = 0.4

Segments = namedtuple("Segments", "shaft root tip middle direction length has_root has_tip")
Segments.__doc__ = """Visible stretches of shafts, one entry each; points are in pixels.

shaft: which shaft (0-based), root and tip: the stretch's ends, middle: its half way by length,
direction: unit vector from root to tip at the middle, has_root / has_tip: that end is the hair's own.
"""


def clip_paths(paths, rectangle):
    """The stretches of paths inside a rectangle.

    paths: n x p x 2, root first. rectangle: left, top, right, bottom in pixels.
    Returns Segments; a path that leaves and comes back gives one entry for each visit.
    """
    low, high = np.float32(rectangle[:2]), np.float32(rectangle[2:])
    start = paths[:, :-1]
    step = paths[:, 1:] - start
    safe_step = np.where(np.abs(step) < 1e-6, np.float32(1e-6), step)
    to_low, to_high = (low - start) / safe_step, (high - start) / safe_step
    enter = np.minimum(to_low, to_high).max(2).clip(0.0, 1.0)
    leave = np.maximum(to_low, to_high).min(2).clip(0.0, 1.0)
    step_length = np.sqrt((step * step).sum(2))
    inside_length = np.maximum(leave - enter, 0.0) * step_length
    inside = inside_length > 1e-4
    begins = inside.copy()
    begins[:, 1:] &= ~inside[:, :-1]
    visit = np.cumsum(begins, 1)
    found = [_measure_visit(paths, start, step, step_length, enter, leave, inside_length, inside & (visit == number))
             for number in range(1, int(visit.max(initial=0)) + 1)]
    if not found:
        nothing = np.zeros(0, np.float32)
        pairs = np.zeros((0, 2), np.float32)
        return Segments(np.zeros(0, np.intp), pairs, pairs, pairs, pairs, nothing, nothing > 0, nothing > 0)
    return Segments(*(np.concatenate(columns) for columns in zip(*found)))


def _measure_visit(paths, start, step, step_length, enter, leave, inside_length, part):
    shaft = np.nonzero(part.any(1))[0]
    part = part[shaft]
    row = np.arange(len(shaft))
    last_step = part.shape[1] - 1
    first, last = part.argmax(1), last_step - part[:, ::-1].argmax(1)
    lengths = np.where(part, inside_length[shaft], 0.0)
    reached = np.cumsum(lengths, 1)
    length = reached[:, -1]
    half = (reached >= 0.5 * length[:, None] - 1e-4).argmax(1)
    remaining = 0.5 * length - (reached[row, half] - lengths[row, half])
    half_step_length = np.maximum(step_length[shaft, half], 1e-6)
    fraction = enter[shaft, half] + remaining / half_step_length

    def point(number, along):
        return start[shaft, number] + step[shaft, number] * along[:, None]

    direction = step[shaft, half] / half_step_length[:, None]
    return (shaft, point(first, enter[shaft, first]), point(last, leave[shaft, last]), point(half, fraction), direction, length,
            (first == 0) & (enter[shaft, 0] <= 0.0), (last == last_step) & (leave[shaft, last_step] >= 1.0))


def build_target(paths, rooted, visible_share, diameter, owner, hair, rectangle, pixels_per_millimetre):
    """The target of one crop.

    paths: n x p x 2 in pixels of the crop, root first; rooted (bool), visible_share (0-1) and
    diameter (pixels): n values each; owner: H x W, 0 or the 1-based shaft on top; hair: H x W
    float32, hair share of every pixel; rectangle: left, top, right, bottom of the valid pixels.
    Returns 12 x H/2 x W/2 float32.
    """
    height, width = owner.shape[0] // CELL_PIXELS, owner.shape[1] // CELL_PIXELS
    target = np.zeros((TARGET_CHANNELS, height, width), np.float32)
    target[TARGET_MASK] = hair.reshape(height, 2, width, 2).transpose(1, 3, 0, 2).reshape(4, height, width)
    hairs = np.nonzero(rooted)[0]
    if len(hairs) == 0:
        return target
    segments = clip_paths(paths[hairs], rectangle)
    if len(segments.shaft) == 0:
        return target
    whole_length = np.sqrt((np.diff(paths[hairs], axis=1) ** 2).sum(2)).sum(1)[segments.shaft]
    segments = segments._replace(shaft=hairs[segments.shaft])
    cell_owner = owner[0::2, 0::2].astype(np.intp)
    other_corner = owner[1::2, 1::2]
    cell_owner = np.where(cell_owner == 0, other_corner, cell_owner)
    ignored = _find_ignored(segments, whole_length, visible_share, diameter, cell_owner, len(paths), pixels_per_millimetre)

    middle, along = _cells(segments.middle), np.minimum(3.2, 1.3 + 0.02 * segments.length)
    middle_bumps = _draw_bumps(middle, segments.direction, along, MIDDLE_ACROSS_CELLS, MIDDLE_RADIUS_CELLS)
    _stamp_peaks(target[0], middle, middle_bumps, ignored)
    for channel, (end, present) in enumerate(((segments.root, segments.has_root), (segments.tip, segments.has_tip)), 1):
        chosen = np.nonzero(present)[0]
        centre = _cells(end[chosen])
        bumps = _draw_bumps(centre, segments.direction[chosen], END_ALONG_CELLS, END_ACROSS_CELLS, END_RADIUS_CELLS)
        _stamp_peaks(target[channel], centre, bumps, ignored[chosen])
    _write_offsets(target, segments, middle, middle_bumps, ignored, cell_owner, len(paths))
    return target


def _find_ignored(segments, whole_length, visible_share, diameter, cell_owner, shaft_count, pixels_per_millimetre):
    owned_pixels = np.bincount(cell_owner.ravel(), minlength=shaft_count + 1)[segments.shaft + 1] * 4.0
    hidden = owned_pixels < LEAST_OWNED_SHARE * segments.length * diameter[segments.shaft]
    short = segments.length < STUB_MILLIMETRES * pixels_per_millimetre
    stub = short & (segments.length < STUB_SHARE * whole_length)
    return (visible_share[segments.shaft] < LEAST_VISIBLE_SHARE) | hidden | stub


def _cells(points):
    return (points + 0.5) / CELL_PIXELS - 0.5


def _nearest(centre, shape):
    """Column and row of the cell nearest to each centre, kept inside the map."""
    return (np.floor(centre[:, 0] + 0.5).astype(np.intp).clip(0, shape[1] - 1),
            np.floor(centre[:, 1] + 0.5).astype(np.intp).clip(0, shape[0] - 1))


def _draw_bumps(centre, direction, along, across, radius):
    """Elongated Gaussians, each in a window around the cell nearest to its centre: n x (2r+1) x (2r+1)."""
    around = np.arange(-radius, radius + 1, dtype=np.float32)
    nearest = np.floor(centre + 0.5)
    dx = (around + (nearest - centre)[:, :1])[:, None, :]
    dy = (around + (nearest - centre)[:, 1:])[:, :, None]
    ux, uy = direction[:, 0][:, None, None], direction[:, 1][:, None, None]
    along = np.broadcast_to(np.float32(along), len(centre))[:, None, None]
    forward = (dx * ux + dy * uy) / along
    sideways = (dy * ux - dx * uy) / np.float32(across)
    return np.exp(-0.5 * (forward * forward + sideways * sideways), dtype=np.float32)


def _windows(column, row, radius, shape):
    """The part of a map under a window, and the part of the window on the map."""
    top, bottom = max(row - radius, 0), min(row + radius + 1, shape[0])
    left, right = max(column - radius, 0), min(column + radius + 1, shape[1])
    return ((slice(top, bottom), slice(left, right)),
            (slice(top - row + radius, bottom - row + radius), slice(left - column + radius, right - column + radius)))


def _stamp_peaks(heights, centre, bumps, ignored):
    if len(centre) == 0:
        return
    columns, rows = _nearest(centre, heights.shape)
    radius = bumps.shape[1] // 2
    for number in range(len(centre)):
        on_map, on_window = _windows(columns[number], rows[number], radius, heights.shape)
        bump = bumps[number][on_window]
        if ignored[number]:
            bump = np.where(bump > IGNORED_REACH, IGNORED_HEIGHT, bump)
        else:
            # A centre half way between cells would give no cell near 1, and none may be exactly 1 but the peak.
            bump = np.minimum(bump, np.float32(0.999))
        view = heights[on_map]
        np.maximum(view, bump, out=view)
    heights[rows[~ignored], columns[~ignored]] = 1.0


def _write_offsets(target, segments, middle, bumps, ignored, cell_owner, shaft_count):
    """Offsets over every shaft's visible cells, weighted up towards the middle of the shaft."""
    segment_of_shaft = np.full(shaft_count + 1, -1, np.intp)
    shortest_first = np.argsort(segments.length, kind="stable")
    segment_of_shaft[segments.shaft[shortest_first] + 1] = shortest_first
    segment_map = segment_of_shaft[cell_owner]
    closeness = np.zeros(cell_owner.shape, np.float32)
    columns, rows = _nearest(middle, cell_owner.shape)
    for number in np.nonzero(~ignored)[0]:
        on_map, on_window = _windows(columns[number], rows[number], MIDDLE_RADIUS_CELLS, cell_owner.shape)
        bump, segment_view, closeness_view = bumps[number][on_window], segment_map[on_map], closeness[on_map]
        taken = (bump > closeness_view) & ((segment_view == number) | (bump > MIDDLE_CORE_HEIGHT))
        segment_view[taken] = number
        closeness_view[taken] = bump[taken]
    row, column = np.nonzero(segment_map >= 0)
    number = segment_map[row, column]
    here = np.stack([column, row], 1).astype(np.float32)
    for first_channel, end in ((3, segments.root), (5, segments.tip)):
        offset = (_cells(end)[number] - here) / np.float32(OFFSET_UNIT_CELLS)
        length = np.sqrt((offset * offset).sum(1))
        offset *= np.minimum(1.0, LONGEST_OFFSET_UNITS / np.maximum(length, 1e-6))[:, None]
        target[first_channel, row, column] = offset[:, 0]
        target[first_channel + 1, row, column] = offset[:, 1]
    target[TARGET_OFFSET_WEIGHT, row, column] = SHAFT_OFFSET_WEIGHT + (1.0 - SHAFT_OFFSET_WEIGHT) * closeness[row, column]
