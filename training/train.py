"""Trains the close-up network on rendered shards, for a planned number of minutes; see README.md."""
import argparse
import math
import os
import signal
import sys
import time
from pathlib import Path

import torch

from average import AveragedNetwork
from dataset import BatchLoader, PicturePool
from losses import measure_losses
from network import LEVEL_WIDTHS, HairNetwork, count_parameters
from validation import measure_on_pictures

WARM_UP_STEPS = 200
LEAST_LEARNING_SHARE = 0.005
WEIGHT_DECAY = 1e-2
LARGEST_GRADIENT = 3.0
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
    parser.add_argument("--widths", type=read_widths, default=LEVEL_WIDTHS, help="channels of the levels, top first, as 32,48,80")
    parser.add_argument("--seed", type=int, default=1, help="for first weights, crops and changes")
    options = parser.parse_args(arguments)
    if options.crop % 32:
        parser.error("--crop must be a multiple of 32")
    return options


def read_widths(text):
    """Channels a level from text such as 32,48,80."""
    return tuple(int(part) for part in text.split(","))


def learning_rate(highest, step, elapsed, planned):
    """Linear warm-up over WARM_UP_STEPS, then a cosine over the planned time down to a small rest."""
    progress = min(1.0, elapsed / planned)
    cosine = 0.5 + 0.5 * math.cos(math.pi * progress)
    return highest * min(1.0, (step + 1) / WARM_UP_STEPS) * (LEAST_LEARNING_SHARE + (1 - LEAST_LEARNING_SHARE) * cosine)


class Log:
    """Lines to the screen and to a file in the run's folder."""

    def __init__(self, path):
        self._file = open(path, "a", buffering=1)

    def __call__(self, line):
        print(line, flush=True)
        self._file.write(line + "\n")


def write_atomically(content, path):
    """Saves with torch under a temporary name first, so that a crash never leaves half a file."""
    unfinished = path.with_name(path.name + ".unfinished")
    torch.save(content, unfinished)
    os.replace(unfinished, path)


class Training:
    """Weights, their average, the optimiser and the clock: all that a checkpoint holds."""

    def __init__(self, options, log):
        torch.manual_seed(options.seed)
        self.options, self.log = options, log
        self.network = HairNetwork(options.widths).to(memory_format=torch.channels_last)
        self.average = AveragedNetwork(self.network)
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=options.learning_rate,
                                           weight_decay=WEIGHT_DECAY, foreach=True)
        self.step, self.crops, self.elapsed, self.runs = 0, 0, 0.0, 0

    def start_from(self, path):
        """Begins with the averaged weights of an earlier run; clock and optimiser start anew."""
        average = torch.load(path, map_location="cpu")["average"]
        for network in (self.network, self.average.network):
            network.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in average.items()})

    def load(self, path):
        """Goes back to a checkpoint."""
        state = torch.load(path, map_location="cpu")
        widths = tuple(state.get("widths", LEVEL_WIDTHS))
        if widths != tuple(self.options.widths):
            sys.exit(f"the checkpoint's levels are {widths}: give them with --widths")
        self.network.load_state_dict(state["weights"])
        self.average.network.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.crops, self.elapsed, self.runs = state["step"], state["crops"], state["elapsed"], state["runs"]

    def save(self):
        """Writes OUT/checkpoint.pt."""
        write_atomically({
            "weights": self.network.state_dict(), "average": self.average.network.state_dict(),
            "optimiser": self.optimiser.state_dict(), "step": self.step, "crops": self.crops,
            "elapsed": self.elapsed, "runs": self.runs, "seed": self.options.seed,
            "widths": self.options.widths, "plannedMinutes": self.options.minutes, "batch": self.options.batch, "crop": self.options.crop,
        }, self.options.out / "checkpoint.pt")

    def save_snapshot(self):
        """Keeps the present average for a later choice between snapshots, in the form export.py takes."""
        write_atomically({
            "average": self.average.network.state_dict(), "step": self.step, "crops": self.crops,
            "elapsed": self.elapsed, "seed": self.options.seed, "widths": self.options.widths,
        }, self.options.out / f"average-{self.step:07d}.pt")

    def descend(self, images, targets):
        """One step on one batch. Returns the losses, or None where they were not finite and it was skipped."""
        rate = learning_rate(self.options.learning_rate, self.step, self.elapsed, self.options.minutes * 60)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        # N x H x W x 3 in memory seen as N x 3 x H x W is exactly torch's channels_last layout.
        pixels = torch.from_numpy(images).permute(0, 3, 1, 2)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            output = self.network(pixels)
        total, parts = measure_losses(output.float().contiguous(), torch.from_numpy(targets))
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT)
        self.step += 1
        self.crops += len(images)
        if not torch.isfinite(norm):
            return None
        self.optimiser.step()
        self.average.follow(self.step)
        return {"loss": total.detach(), **parts}


def wait_for_pictures(pool, least, log):
    """Rescans until there are enough pictures to begin with."""
    pool.rescan()
    while len(pool.pictures) < max(1, least):
        log(f"waiting for shards: {len(pool.pictures)} of {max(1, least)} pictures in {pool.folder.name}")
        time.sleep(WAIT_FOR_SHARDS_SECONDS)
        pool.rescan()


def show(values):
    """Numbers by name on one line."""
    return "  ".join(f"{name} {float(value):.4f}" for name, value in values.items())


def train(options):
    """Trains until the planned minutes are used up or the process is asked to stop, then saves."""
    torch.set_num_threads(options.threads)
    # Weights that decay to denormal numbers would slow the processor many times over.
    torch.set_flush_denormal(True)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "training.log")
    training = Training(options, log)
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
    run(training, loader, pool, kept_apart, stop)
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


def run(training, loader, pool, kept_apart, stop):
    """The loop: steps, a log line now and then, checkpoints, validation, snapshots."""
    options, log = training.options, training.log
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
