"""An exponential average of a network's weights: what is measured and exported, steadier than the weights."""
import copy

import torch

HIGHEST_DECAY = 0.998


class AveragedNetwork:
    """Keeps a copy of a network whose weights follow the original slowly; the copy stays in eval mode."""

    def __init__(self, network):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self._averaged, self._followed, self._copied = [], [], []
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.dtype.is_floating_point:
                self._averaged.append(mine)
                self._followed.append(theirs)
            else:
                self._copied.append((mine, theirs))

    @torch.no_grad()
    def follow(self, step):
        """Moves the average towards the weights after this step; the decay rises from 0.18 to HIGHEST_DECAY."""
        decay = min(HIGHEST_DECAY, (1.0 + step) / (10.0 + step))
        torch._foreach_mul_(self._averaged, decay)
        torch._foreach_add_(self._averaged, self._followed, alpha=1.0 - decay)
        for mine, theirs in self._copied:
            mine.copy_(theirs)
