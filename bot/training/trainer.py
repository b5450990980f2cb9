"""A stage of training over drawn samples: batches, steps, a running average of the weights, checkpoints."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bot.network.model import ReaderNetwork, Scores, collate, save_network
from bot.training.loss import loss
from bot.training.sampling import Sample

BATCH_TOKENS = 6144  # padded tokens a step
CHECKPOINT_SECONDS = 300
AVERAGED = 0.998  # of the averaged weights that each step keeps: about the last 500 steps count


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: how often its data is gone through, and at what highest learning rate."""

    name: str
    epochs: float
    rate: float
    negative: float = 0.35
    swap: float = 0.2
    statements: int = 0


def batches(
    samples: Sequence[Sample], *, tokens: int = BATCH_TOKENS, pool: int = 400
) -> Iterator[list[Sample]]:
    """Yield batches of like lengths, at most `tokens` padded tokens each, in random order."""
    order = random.Random(len(samples))
    ready: list[list[Sample]] = []
    for start in range(0, len(samples), pool):
        batch: list[Sample] = []
        for sample in sorted(samples[start : start + pool], key=lambda s: len(s[0])):
            if batch and (len(batch) + 1) * _rounded(len(sample[0])) > tokens:
                ready.append(batch)
                batch = []
            batch.append(sample)
        ready.append(batch)
    order.shuffle(ready)
    yield from ready


def _rounded(length: int) -> int:
    return -(-length // 32) * 32


class Trainer:
    """A network with its optimiser; goes through stages and can stop and go on between batches."""

    def __init__(self, network: ReaderNetwork, folder: Path) -> None:
        self.network, self.folder = network, folder
        free = [p for p in network.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(free, lr=1e-4, weight_decay=0.01, betas=(0.9, 0.98))
        self.average = {name: value.detach().clone() for name, value in self._free()}
        self.done: dict[str, int] = {}
        self.saved = time.monotonic()

    def _free(self) -> Iterator[tuple[str, torch.Tensor]]:
        return ((name, value) for name, value in self.network.named_parameters() if value.requires_grad)

    def restart_average(self) -> None:
        """Let the average begin at the present weights."""
        self.average = {name: value.detach().clone() for name, value in self._free()}

    def resume(self) -> None:
        """Go on from the folder's checkpoint, if there is one."""
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.done = state["done"]

    def checkpoint(self, *, force: bool = False) -> None:
        """Write the checkpoint when it is time, beside the old one first."""
        if force or time.monotonic() - self.saved > CHECKPOINT_SECONDS:
            fresh = self.folder / "checkpoint.new"
            torch.save(
                {
                    "network": self.network.state_dict(),
                    "optimizer": self.optimizer.state_dict(),
                    "average": self.average,
                    "done": self.done,
                },
                fresh,
            )
            fresh.replace(self.folder / "checkpoint.pt")
            self.saved = time.monotonic()

    def epoch(self, stage: Stage, number: int, samples: Sequence[Sample]) -> None:
        """Go through one epoch's samples."""
        key = f"{stage.name}-{number}"
        ready = list(batches(samples))
        whole = len(ready)
        ready = ready[: round(whole * min(1.0, stage.epochs - number))]
        began, shown, losses = time.monotonic(), time.monotonic(), []
        start = self.done.get(key, 0)
        for step, batch in enumerate(ready[start:], start):
            losses.append(self._step(batch, stage, (number + step / whole) / stage.epochs))
            self.done[key] = step + 1
            self.checkpoint()
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                left = (shown - began) / (step + 1 - start) * (len(ready) - step - 1)
                recent = sum(losses[-100:]) / len(losses[-100:])
                print(
                    f"{key}: {step + 1}/{len(ready)} loss {recent:.3f}, {left / 60:.0f} min left", flush=True
                )
        self.checkpoint(force=True)

    def _step(self, batch: Sequence[Sample], stage: Stage, progress: float) -> float:
        warm = min(1.0, progress * stage.epochs / 0.1) if stage.epochs else 1.0
        rate = stage.rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(collate([window for window, _ in batch]))
        scores = Scores(
            *(getattr(scores, n).float() for n in ("sentence", "start", "end", "relevant", "supported"))
        )
        value = loss(scores, batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        kept = list(self.average.values())
        torch._foreach_lerp_(kept, [value.detach() for _, value in self._free()], 1 - AVERAGED)
        return float(value.detach())

    def save(self) -> None:
        """Write the averaged weights as the reader's."""
        present = {name: value.detach().clone() for name, value in self._free()}
        self.network.load_state_dict(self.average, strict=False)
        save_network(self.network, self.folder / "reader.safetensors")
        self.network.load_state_dict(present, strict=False)
