"""Trains the network for heads on photographs, for a planned number of minutes; see README.md."""
import argparse
import signal
import sys
import time
from pathlib import Path

import cv2
import torch

from descent import Log, Training, show
from global_crops import BatchMaker
from global_losses import measure_losses, measure_worn_loss
from global_network import INPUT_MEAN, INPUT_SCALE, INPUT_SIDES, LEVEL_WIDTHS, GlobalNetwork, with_all_outputs
from global_pictures import read_heads, read_portraits, read_subjects
from global_validation import measure_caps, measure_heads, measure_portraits, measure_worn
from network import count_parameters
from symmetric import SymmetricGlobalNetwork

WEIGHT_DECAY = 3e-2
LOG_STEPS = 100
CHECKPOINT_SECONDS = 180
PORTRAIT_SIDE = 256


def read_options(arguments=None):
    """The command line's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--minutes", type=float, required=True, help="planned training time in all, resumed runs included")
    parser.add_argument("--heads", type=Path, required=True, help="folder with heads.csv")
    parser.add_argument("--held-out", type=Path, required=True, help="list of subjects that are measured and never trained on")
    parser.add_argument("--portraits", type=Path, help="folder of portraits with hair masks, measured only")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt, snapshots and the log")
    parser.add_argument("--resume", action="store_true", help="go on from OUT/checkpoint.pt if there is one")
    parser.add_argument("--start-from", type=Path, help="weights to begin a new run with")
    parser.add_argument("--validation-minutes", type=float, default=6.0, help="time between two measurements; each keeps a snapshot")
    parser.add_argument("--threads", type=int, default=1, help="threads for the network")
    parser.add_argument("--batch", type=int, default=12, help="crops a step, of the smallest side")
    parser.add_argument("--sides", type=read_sides, default=INPUT_SIDES, help="sides of the crops in pixels, multiples of 64; named twice, drawn twice as often")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--only-worn", action="store_true", help="learn nothing but what is worn; measured at the smallest side")
    parser.add_argument("--symmetric", action="store_true", help="a network that answers turned photographs alike, see symmetric.py")
    parser.add_argument("--seed", type=int, default=1, help="for first weights, crops and changes")
    return parser.parse_args(arguments)


def read_sides(text):
    """Sides from text such as 128,128,192."""
    return tuple(int(part) for part in text.split(","))


class HeadTraining(Training):
    """Training of the network for heads."""

    def __init__(self, options):
        super().__init__(options, SymmetricGlobalNetwork if options.symmetric else GlobalNetwork, LEVEL_WIDTHS, WEIGHT_DECAY)

    def understand(self, state):
        return state if self.options.symmetric else with_all_outputs(state)

    def cost(self, images, planes):
        # N x H x W x 3 in memory seen as N x 3 x H x W is exactly torch's channels_last layout.
        pixels = ((torch.from_numpy(images).float() - INPUT_MEAN) / INPUT_SCALE).permute(0, 3, 1, 2)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            output = self.network(pixels)
        region, hair, worn, weight = (torch.from_numpy(planes).float() / 255).unbind(1)
        if self.options.only_worn:
            loss = measure_worn_loss(output.float().contiguous(), worn, weight)
            return loss, {}
        return measure_losses(output.float().contiguous(), region, hair, worn, weight)


def train(options):
    """Trains until the planned minutes are used up or the process is asked to stop, then saves."""
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(0)
    torch.set_flush_denormal(True)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "training.log")
    training = HeadTraining(options)
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
    heads, kept_apart = read_heads(options.heads), read_subjects(options.held_out)
    seen = [head for head in heads if head.subject not in kept_apart]
    unseen = [head for head in heads if head.subject in kept_apart]
    portraits = [] if options.portraits is None else read_portraits(options.portraits, PORTRAIT_SIDE)
    # The run's number is part of the seed: a resumed run must not see the first run's crops again.
    maker = BatchMaker(seen, options.batch, options.sides, [options.seed, training.runs])
    log(f"{count_parameters(training.network)} weights, {len(seen)} photographs, {len(unseen)} held out, {options.minutes:g} minutes planned")
    stop = []
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda number, _: stop.append(number))
    run(training, maker, unseen, portraits, stop, log)
    training.save()
    measure(training, unseen, portraits, log)
    maker.process.terminate()
    log(f"{'asked to stop' if stop else 'finished'} at step {training.step}, {training.elapsed / 60:.1f} minutes, {training.crops} crops")


def measure(training, unseen, portraits, log):
    """Keeps a snapshot and logs what it does on photographs of other people."""
    training.save_snapshot()
    if training.options.only_worn:
        return log(f"held out at step {training.step}  " + show(measure_worn(training.average.network, unseen, portraits, min(training.options.sides))))
    figures, _ = measure_heads(training.average.network, unseen)
    figures.update(measure_caps(training.average.network, unseen))
    if portraits:
        figures["portraits"], _ = measure_portraits(training.average.network, portraits)
    log(f"held out at step {training.step}  " + show(figures))


def run(training, maker, unseen, portraits, stop, log):
    """The loop: steps, a log line now and then, checkpoints, measurements."""
    options = training.options
    sums, counted, hungry, crops = {}, 0, 0, 0
    last = line_time = time.monotonic()
    next_save = training.elapsed + CHECKPOINT_SECONDS
    next_measure = training.elapsed + options.validation_minutes * 60
    while training.elapsed < options.minutes * 60 and not stop:
        hungry += maker.waiting() == 0
        images, planes = maker.next()
        crops += len(images)
        losses = training.descend(images, planes)
        if losses is not None:
            counted += 1
            for name, value in losses.items():
                sums[name] = sums.get(name, 0.0) + value
        now = time.monotonic()
        training.elapsed += now - last
        last = now
        if training.step % LOG_STEPS == 0:
            speed = crops / (now - line_time)
            log(f"step {training.step}  {training.elapsed / 60:.1f} min  {speed:.1f} crops/s  lr {training.optimiser.param_groups[0]['lr']:.2e}  waited {hungry}  "
                + show({name: value / max(1, counted) for name, value in sums.items()}))
            sums, counted, hungry, crops, line_time = {}, 0, 0, 0, now
        if training.elapsed >= next_save:
            training.save()
            next_save = training.elapsed + CHECKPOINT_SECONDS
        if training.elapsed >= next_measure:
            measure(training, unseen, portraits, log)
            next_measure = training.elapsed + options.validation_minutes * 60
            # Measuring is not training: the plan's clock stands still meanwhile.
            line_time += time.monotonic() - last
            last = time.monotonic()


if __name__ == "__main__":
    train(read_options())
