"""What every training here has in common: weights with their average, the learning rate, checkpoints and the log."""
import math
import os
import sys

import torch

from average import AveragedNetwork

WARM_UP_STEPS = 200
LEAST_LEARNING_SHARE = 0.005
LARGEST_GRADIENT = 3.0


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


def show(values):
    """Numbers by name on one line."""
    return "  ".join(f"{name} {float(value):.4f}" for name, value in values.items())


class Training:
    """Weights, their average, the optimiser and the clock: all that a checkpoint holds. A network's own training says what a step costs."""

    def __init__(self, options, make_network, widths, weight_decay):
        torch.manual_seed(options.seed)
        self.options, self.widths = options, tuple(widths)
        self.network = make_network(self.widths).to(memory_format=torch.channels_last)
        self.average = AveragedNetwork(self.network)
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=options.learning_rate, weight_decay=weight_decay, foreach=True)
        self.step, self.crops, self.elapsed, self.runs = 0, 0, 0.0, 0

    def cost(self, images, targets):
        """The loss of one batch and its parts by name."""
        raise NotImplementedError

    def start_from(self, path):
        """Begins with the averaged weights of an earlier run; clock and optimiser start anew."""
        average = self.understand(torch.load(path, map_location="cpu")["average"])
        for network in (self.network, self.average.network):
            network.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in average.items()})

    def understand(self, state):
        """Weights of an earlier form of the network as the present one has them."""
        return state

    def load(self, path):
        """Goes back to a checkpoint."""
        state = torch.load(path, map_location="cpu")
        widths = tuple(state.get("widths", self.widths))
        if widths != self.widths:
            sys.exit(f"the checkpoint's levels are {widths}, not {self.widths}")
        self.network.load_state_dict(state["weights"])
        self.average.network.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.crops, self.elapsed, self.runs = state["step"], state["crops"], state["elapsed"], state["runs"]

    def save(self):
        """Writes OUT/checkpoint.pt."""
        write_atomically({"weights": self.network.state_dict(), "optimiser": self.optimiser.state_dict(), "runs": self.runs,
                          "plannedMinutes": self.options.minutes, "batch": self.options.batch, **self.content()}, self.options.out / "checkpoint.pt")

    def save_snapshot(self):
        """Keeps the present average for a later choice between snapshots, in the form the exports take."""
        write_atomically(self.content(), self.options.out / f"average-{self.step:07d}.pt")

    def content(self):
        return {"average": self.average.network.state_dict(), "step": self.step, "crops": self.crops, "elapsed": self.elapsed,
                "seed": self.options.seed, "widths": self.widths}

    def descend(self, images, targets):
        """One step on one batch. Returns the losses, or None where they were not finite and it was skipped."""
        rate = learning_rate(self.options.learning_rate, self.step, self.elapsed, self.options.minutes * 60)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        total, parts = self.cost(images, targets)
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
