"""Shards of rendered pictures on disk, mapped into memory, and batches of changed crops from them."""
import json
import queue
import threading
import time
import traceback
from pathlib import Path

import cv2
import numpy as np

from augmentation import choose_crop, choose_cut, cut_and_scale, photograph, turn
from network import INPUT_MEAN, INPUT_SCALE
from targets import TARGET_CHANNELS, build_target

PATH_POINTS = 17
RESCAN_SECONDS = 20.0
# Drawing the u-th newest with u^0.75 makes the newest a third likelier than the average.
NEWNESS_EXPONENT = 0.75
MOST_LOADER_FAILURES = 20


class Picture:
    """One rendered picture: pixels and owner map (mapped from disk), and its shafts as arrays."""

    __slots__ = ("image", "owner", "paths", "rooted", "visible_share", "diameter", "pixels_per_millimetre", "valid_rows")

    def __init__(self, image, owner, record):
        shafts = record["shafts"]
        self.image, self.owner = image, owner
        self.paths = np.stack([_resample_path(shaft) for shaft in shafts]) if shafts else np.zeros((0, PATH_POINTS, 2), np.float32)
        self.rooted = np.array([bool(shaft["rooted"]) for shaft in shafts], bool)
        self.visible_share = np.array([shaft.get("visibleShare", 1.0) for shaft in shafts], np.float32)
        self.diameter = np.array([shaft.get("diameterPx", 4.0) for shaft in shafts], np.float32)
        self.pixels_per_millimetre = float(record["pixelsPerMillimetre"])
        self.valid_rows = int(record.get("validRows", record["size"]))


def _resample_path(shaft):
    """A shaft's path as PATH_POINTS points at equal steps of its length, root first."""
    points = np.asarray(shaft.get("path") or [shaft["root"], shaft["tip"]], np.float64)
    if len(points) < 2:
        points = np.asarray([shaft["root"], shaft["tip"]], np.float64)
    if not np.isfinite(points).all():
        raise ValueError("a path holds a coordinate that is not a number")
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    wanted = np.linspace(0.0, reached[-1], PATH_POINTS)
    return np.stack([np.interp(wanted, reached, points[:, axis]) for axis in (0, 1)], 1).astype(np.float32)


def open_shard(folder):
    """The pictures of a shard folder. Raises ValueError when its files do not fit together (yet)."""
    folder = Path(folder)
    records = [json.loads(line) for line in (folder / "shafts.jsonl").read_text().splitlines() if line.strip()]
    if not records:
        raise ValueError("shafts.jsonl is empty")
    count, size = len(records), int(records[0]["size"])
    if any(int(record["size"]) != size for record in records):
        raise ValueError("pictures of different sizes in one shard")
    pixels = count * size * size
    for name, expected in (("images.bin", pixels * 3), ("owner.bin", pixels * 2)):
        found = (folder / name).stat().st_size
        if found != expected:
            raise ValueError(f"{name} has {found} bytes, {count} pictures need {expected}")
    images = np.memmap(folder / "images.bin", np.uint8, "r", shape=(count, size, size, 3))
    owners = np.memmap(folder / "owner.bin", np.dtype("<u2"), "r", shape=(count, size, size))
    return [Picture(images[i], owners[i], record) for i, record in enumerate(records)]


class PicturePool:
    """All pictures of a folder of shards, in the order the shards were finished; rescan() adds and drops."""

    def __init__(self, folder, log=print):
        self.folder, self.log = Path(folder), log
        self._shards, self._complained = {}, set()
        self.pictures = []

    def rescan(self):
        """Takes up shards that were finished since, forgets those that are gone. Never raises for a bad shard."""
        finished = {}
        for marker in self.folder.glob("*/shafts.jsonl"):
            try:
                finished[marker.parent] = marker.stat().st_mtime_ns
            except OSError:
                continue
        changed = [shard for shard in self._shards if finished.get(shard) != self._shards[shard][0]]
        for shard in changed:
            del self._shards[shard]
        opened = False
        for shard in sorted(finished.keys() - self._shards.keys()):
            try:
                self._shards[shard] = (finished[shard], open_shard(shard))
                opened = True
            except (OSError, ValueError, KeyError, TypeError) as problem:
                if shard not in self._complained:
                    self.log(f"shard {shard.name} left out for now: {problem}")
                self._complained.add(shard)
        if changed or opened:
            in_order = sorted(self._shards.items(), key=lambda item: (item[1][0], item[0].name))
            self.pictures = [picture for _, (_, pictures) in in_order for picture in pictures]

    def draw(self, generator):
        """One picture at random, newer ones a bit more often."""
        pictures = self.pictures
        return pictures[min(int(len(pictures) * generator.random() ** NEWNESS_EXPONENT), len(pictures) - 1)]


def make_training_crop(generator, picture, crop_size):
    """A changed crop: image (crop x crop x 3 float32, normalised, 0 outside) and its target."""
    box = choose_crop(generator, picture.image.shape[0], crop_size)
    image, owner, hair, paths, scale = cut_and_scale(picture.image, picture.owner, picture.paths, box, crop_size)
    valid_bottom = min(crop_size - 0.5, (picture.valid_rows - box[1]) * scale - 0.5)
    rectangle = (-0.5, -0.5, crop_size - 0.5, valid_bottom)
    image, owner, hair, paths, rectangle = turn(generator, image, owner, hair, paths, rectangle)
    image = photograph(generator, np.ascontiguousarray(image))
    width, height = choose_cut(generator, crop_size)
    rectangle = (rectangle[0], rectangle[1], min(rectangle[2], width - 0.5), min(rectangle[3], height - 0.5))
    return _finish(picture, image, owner, hair, paths, rectangle, scale, width, height)


def make_plain_crop(picture, crop_size):
    """The middle of a picture, unchanged: for measuring, not for training."""
    size = picture.image.shape[0]
    side = min(size, crop_size)
    edge = (size - side) // 2
    image, owner, hair, paths, scale = cut_and_scale(picture.image, picture.owner, picture.paths, (edge, edge, side), crop_size)
    valid_bottom = min(crop_size - 0.5, (picture.valid_rows - edge) * scale - 0.5)
    return _finish(picture, image, owner, hair, paths, (-0.5, -0.5, crop_size - 0.5, valid_bottom), scale, crop_size, crop_size)


def _finish(picture, image, owner, hair, paths, rectangle, scale, width, height):
    normalised = image.astype(np.float32)
    normalised -= np.float32(INPUT_MEAN)
    normalised *= np.float32(1.0 / INPUT_SCALE)
    share = hair.astype(np.float32)
    share *= np.float32(1.0 / 255.0)
    owner = np.ascontiguousarray(owner)
    if height < owner.shape[0]:
        normalised[height:], share[height:] = 0.0, 0.0
        owner[height:] = 0
    if width < owner.shape[1]:
        normalised[:, width:], share[:, width:] = 0.0, 0.0
        owner[:, width:] = 0
    target = build_target(paths, picture.rooted, picture.visible_share, picture.diameter * np.float32(scale), owner, share,
                          rectangle, picture.pixels_per_millimetre * scale)
    return normalised, target


class BatchLoader:
    """Threads that keep a short queue of training batches full, and rescan the shards while they do."""

    def __init__(self, pool, batch_size, crop_size, seed, threads=1, queue_length=6, log=print):
        self._pool, self._batch_size, self._crop_size, self._log = pool, batch_size, crop_size, log
        self._queue = queue.Queue(queue_length)
        cv2.setNumThreads(1)
        for stream in np.random.SeedSequence(seed).spawn(threads):
            threading.Thread(target=self._fill, args=(stream,), daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    def next(self):
        """The next batch: images (N x crop x crop x 3 float32) and targets (N x 12 x crop/2 x crop/2 float32)."""
        while True:
            try:
                batch = self._queue.get(timeout=300)
                break
            except queue.Empty:
                self._log("no batch for five minutes; still waiting for the loader")
        if isinstance(batch, BaseException):
            raise batch
        return batch

    def waiting(self):
        """Batches ready now; near 0 means that loading is the bottleneck."""
        return self._queue.qsize()

    def _make_batch(self, generator):
        size, half = self._crop_size, self._crop_size // 2
        images = np.empty((self._batch_size, size, size, 3), np.float32)
        targets = np.empty((self._batch_size, TARGET_CHANNELS, half, half), np.float32)
        for place in range(self._batch_size):
            images[place], targets[place] = make_training_crop(generator, self._pool.draw(generator), size)
        return images, targets

    def _fill(self, stream):
        generator = np.random.default_rng(stream)
        # OpenCV keeps one random state a thread, so it is set here and not where the thread is made.
        cv2.setRNGSeed(int(generator.integers(1 << 31)))
        failures = 0
        while True:
            try:
                batch = self._make_batch(generator)
            except Exception as problem:  # an odd picture must not end hours of training
                failures += 1
                self._log("a batch failed to load:\n" + traceback.format_exc())
                if failures >= MOST_LOADER_FAILURES:
                    self._queue.put(problem)
                    return
                continue
            self._queue.put(batch)

    def _watch(self):
        while True:
            time.sleep(RESCAN_SECONDS)
            try:
                self._pool.rescan()
            except Exception:
                self._log("looking for new shards failed:\n" + traceback.format_exc())
