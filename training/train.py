"""Trains the close-up network on rendered shards, for a planned number of minutes; see README.md."""
import argparse
import signal
import sys
import time
from pathlib import Path

import torch

from dataset import BatchLoader, PicturePool
from descent import Log, Training, show
from losses import measure_losses
from network import LEVEL_WIDTHS, HairNetwork, count_parameters
from symmetric import SymmetricHairNetwork
from validation import measure_on_pictures

WEIGHT_DECAY = 1e-2
LOG_STEPS = 100
CHECKPOINT_SECONDS = 300
WAIT_FOR_SHARDS_SECONDS = 10


def read_options(arguments=None):
    """The command line's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--minutes", type=float, required=True, help="planned training time in all, resumed runs included")
    parser.add_argument("--shards", type=Path, required=True, help="folder of training shards; may grow meanwhile")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt, snapshots and the log")
    parser.add_argument("--resume", action="store_true", help="go on from OUT/checkpoint.pt if there is one")
    parser.add_argument("--start-from", type=Path, help="weights to begin a new run with, e.g. training/weights/closeup.pt")
    parser.add_argument("--validation", type=Path, help="folder of shards kept apart from training")
    parser.add_argument("--validation-minutes", type=float, default=10.0, help="time between two measurements on them")
    parser.add_argument("--validation-pictures", type=int, default=96, help="at most so many of their pictures")
    parser.add_argument("--snapshot-minutes", type=float, default=30.0, help="time between two kept averages")
    parser.add_argument("--least-pictures", type=int, default=1, help="wait until so many pictures are there")
    parser.add_argument("--threads", type=int, default=1, help="threads for the network")
    parser.add_argument("--loaders", type=int, default=1, help="threads that prepare crops")
    parser.add_argument("--batch", type=int, default=8, help="crops a step")
    parser.add_argument("--crop", type=int, default=224, help="side of a crop in pixels, a multiple of 32")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--float32", action="store_true", help="no bfloat16: faster where the processor has no matrix unit for it; try both for a minute")
    parser.add_argument("--widths", type=read_widths, default=LEVEL_WIDTHS, help="channels of the levels, top first, as 32,48,80")
    parser.add_argument("--symmetric", action="store_true", help="a network that answers turned photographs alike, see symmetric.py")
    parser.add_argument("--seed", type=int, default=1, help="for first weights, crops and changes")
    options = parser.parse_args(arguments)
    if options.crop % 32:
        parser.error("--crop must be a multiple of 32")
    return options


def read_widths(text):
    """Channels a level from text such as 32,48,80."""
    return tuple(int(part) for part in text.split(","))


class CloseupTraining(Training):
    """Training of the close-up network."""

    def __init__(self, options):
        super().__init__(options, SymmetricHairNetwork if options.symmetric else HairNetwork, options.widths, WEIGHT_DECAY)

    def cost(self, images, targets):
        # N x H x W x 3 in memory seen as N x 3 x H x W is exactly torch's channels_last layout.
        pixels = torch.from_numpy(images).permute(0, 3, 1, 2)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16, enabled=not self.options.float32):
            output = self.network(pixels)
        return measure_losses(output.float().contiguous(), torch.from_numpy(targets))


def wait_for_pictures(pool, least, log):
    """Rescans until there are enough pictures to begin with."""
    pool.rescan()
    while len(pool.pictures) < max(1, least):
        log(f"waiting for shards: {len(pool.pictures)} of {max(1, least)} pictures in {pool.folder.name}")
        time.sleep(WAIT_FOR_SHARDS_SECONDS)
        pool.rescan()


def train(options):
    """Trains until the planned minutes are used up or the process is asked to stop, then saves."""
    torch.set_num_threads(options.threads)
    # Weights that decay to denormal numbers would slow the processor many times over.
    torch.set_flush_denormal(True)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "training.log")
    training = CloseupTraining(options)
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        if not options.resume:
            sys.exit(f"{checkpoint} is there already: give --resume to go on, or another --out to start anew")
        training.load(checkpoint)
        log(f"resumed at step {training.step}, {training.elapsed / 60:.1f} minutes in")
    elif options.start_from is not None:
        training.start_from(options.start_from)
        log(f"started from {options.start_from.name}")
    training.runs += 1
    pool = PicturePool(options.shards, log)
    wait_for_pictures(pool, options.least_pictures, log)
    kept_apart = load_validation(options, log)
    # The run's number is part of the seed: a resumed run must not see the first run's crops again.
    loader = BatchLoader(pool, options.batch, options.crop, [options.seed, training.runs], options.loaders, log=log)
    log(f"{count_parameters(training.network)} weights, {len(pool.pictures)} pictures, {options.minutes:g} minutes planned, "
        f"torch {torch.__version__}, {options.threads} + {options.loaders} threads")
    stop = []
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda number, _: stop.append(number))
    run(training, loader, pool, kept_apart, stop, log)
    training.save()
    training.save_snapshot()
    if kept_apart:
        log("validation  " + show(measure_on_pictures(training.average.network, kept_apart)))
    log(f"{'asked to stop' if stop else 'finished'} at step {training.step}, {training.elapsed / 60:.1f} minutes, {training.crops} crops")


def load_validation(options, log):
    """The first pictures of the shards kept apart, an even sample; an empty list without them."""
    if options.validation is None:
        return []
    pool = PicturePool(options.validation, log)
    pool.rescan()
    every = max(1, len(pool.pictures) // options.validation_pictures)
    return pool.pictures[::every][:options.validation_pictures]


def run(training, loader, pool, kept_apart, stop, log):
    """The loop: steps, a log line now and then, checkpoints, validation, snapshots."""
    options = training.options
    sums, counted, skipped, hungry, line_step = {}, 0, 0, 0, training.step
    last = line_time = time.monotonic()
    next_save = training.elapsed + CHECKPOINT_SECONDS
    next_validation = training.elapsed + options.validation_minutes * 60
    next_snapshot = training.elapsed + options.snapshot_minutes * 60
    while training.elapsed < options.minutes * 60 and not stop:
        hungry += loader.waiting() == 0
        losses = training.descend(*loader.next())
        if losses is None:
            skipped += 1
        else:
            counted += 1
            for name, value in losses.items():
                sums[name] = sums.get(name, 0.0) + value
        now = time.monotonic()
        training.elapsed += now - last
        last = now
        if training.step % LOG_STEPS == 0:
            speed = (training.step - line_step) * options.batch / (now - line_time)
            log(f"step {training.step}  {training.elapsed / 60:.1f} min  {speed:.1f} crops/s  {len(pool.pictures)} pictures  "
                f"lr {training.optimiser.param_groups[0]['lr']:.2e}  waited {hungry}  skipped {skipped}  "
                + show({name: value / max(1, counted) for name, value in sums.items()}))
            sums, counted, skipped, hungry, line_step = {}, 0, 0, 0, training.step
            line_time = now
        if training.elapsed >= next_save:
            training.save()
            next_save = training.elapsed + CHECKPOINT_SECONDS
        if kept_apart and training.elapsed >= next_validation:
            log("validation  " + show(measure_on_pictures(training.average.network, kept_apart)))
            next_validation = training.elapsed + options.validation_minutes * 60
            # Measuring is not training: the plan's clock stands still meanwhile.
            line_time += time.monotonic() - last
            last = time.monotonic()
        if training.elapsed >= next_snapshot:
            training.save_snapshot()
            next_snapshot = training.elapsed + options.snapshot_minutes * 60


if __name__ == "__main__":
    train(read_options())
