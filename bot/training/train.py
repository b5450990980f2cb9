"""Train the built-in reader: `python -m bot.training.train DATA --into FOLDER`.

Two stages: short answers on every SQuAD-like set, then the written articles with statements, long
answers and adversarial questions. Progress goes to standard error; a checkpoint is written every few
minutes and an interrupted run goes on from it.
"""

from __future__ import annotations

import argparse
import math
import random
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bot.network.model import ReaderNetwork, Scores, collate, new_network, save_network
from bot.network.windows import load_tokenizer
from bot.training.loss import loss
from bot.training.sampling import Sample, Sampler
from bot.training.sources import (
    Example,
    article_examples,
    clapnq_examples,
    fairytale_examples,
    squad_examples,
)
from index.embed import bundled_folder

BATCH_TOKENS = 6144  # padded tokens a step
HELD_OUT = 7  # every seventh article (by name, within its folder) is kept for tuning, never trained on
CHECKPOINT_SECONDS = 300
OWN_ARTICLES = Path(__file__).with_name("articles.jsonl")
SHIFTS_STEP = 3  # every third SQuADShifts question: all of them took twice the time


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: how often its data is gone through, and at what highest learning rate."""

    name: str
    epochs: int
    rate: float
    negative: float = 0.35
    swap: float = 0.2
    statements: int = 0


def short_examples(data: Path) -> list[Example]:
    """Return the SQuAD-like sets."""
    found = list(squad_examples(data / "squad2_train_first10.json"))
    found += squad_examples(data / "squad2_dev_other_half.json")
    found += squad_examples(data / "squad11_dev_13articles.json", unique_answers=True)
    for name in ("new_wiki", "reddit", "amazon"):
        found += list(squad_examples(data / f"squadshifts_{name}.json"))[::SHIFTS_STEP]
    return found + list(fairytale_examples(data / "fairytaleqa_train.jsonl"))


def repeated_examples(data: Path) -> list[Example]:
    """Return the SQuAD 2.0 questions, which the second stage goes through once more."""
    found = list(squad_examples(data / "squad2_dev_other_half.json"))
    return found + list(squad_examples(data / "squad2_train_first10.json"))


def in_held_out(name: str) -> bool:
    """Say whether an article belongs to the slice for tuning; decided by its name alone.

    >>> [name for name in ("ci-01", "ci-02", "ci-03", "ci-04", "ci-05") if in_held_out(name)]
    ['ci-05']
    """
    return sum(map(ord, name)) % HELD_OUT == 0


def long_examples(data: Path, more: Sequence[Path]) -> list[Example]:
    """Return the written articles outside the slice for tuning, and the first half of CLAPNQ's."""
    found = [e for path in (data / "articles", *more) for e in article_examples(path)]
    found = [e for e in found if not in_held_out(e.text.group)]
    return found + [e for e in all_clapnq(data) if in_clapnq_training(e)]


def in_clapnq_training(example: Example) -> bool:
    """Say whether a CLAPNQ row is trained on: every other one, by the hash of its id."""
    return zlib.crc32(example.text.name.encode()) % 2 == 0


def all_clapnq(data: Path) -> list[Example]:
    """Return CLAPNQ's questions, answerable and not."""
    files = [data / f"clapnq_dev_even_{name}.jsonl" for name in ("answerable", "unanswerable")]
    return [example for file in files for example in clapnq_examples(file)]


def draw(stage: Stage, examples: Sequence[Example], sampler: Sampler, seed: int) -> list[Sample]:
    """Return one epoch's samples, in random order."""
    sampler.random = random.Random(seed)
    samples: list[Sample] = []
    for example in examples:
        samples += sampler.samples(example, negative=stage.negative, swap=stage.swap)
    if stage.statements:
        for text in {e.text.name: e.text for e in examples}.values():
            samples += sampler.statements(text, count=stage.statements)
    sampler.random.shuffle(samples)
    return samples


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
        self.done: dict[str, int] = {}
        self.saved = time.monotonic()

    def resume(self) -> None:
        """Go on from the folder's checkpoint, if there is one."""
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.done = state["done"]

    def checkpoint(self, *, force: bool = False) -> None:
        """Write the checkpoint when it is time, beside the old one first."""
        if force or time.monotonic() - self.saved > CHECKPOINT_SECONDS:
            fresh = self.folder / "checkpoint.new"
            torch.save(
                {
                    "network": self.network.state_dict(),
                    "optimizer": self.optimizer.state_dict(),
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
        began, shown, losses = time.monotonic(), time.monotonic(), []
        start = self.done.get(key, 0)
        for step, batch in enumerate(ready[start:], start):
            losses.append(self._step(batch, stage, (number + step / len(ready)) / stage.epochs))
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
        return float(value.detach())


def train(
    stage: Stage,
    examples: Sequence[Example],
    *,
    folder: Path,
    seed: int,
    start: Path | None = None,
    repeated: Sequence[Example] = (),
) -> None:
    """Run one stage into `folder`.

    `start` holds the checkpoint that it begins from; `repeated` is spread over the epochs, each
    example in one of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    trainer = Trainer(new_network(bundled_folder()), folder)
    if start is not None and not (folder / "checkpoint.pt").exists():
        trainer.network.load_state_dict(torch.load(start / "checkpoint.pt", weights_only=True)["network"])
    trainer.resume()
    sampler = Sampler(load_tokenizer(bundled_folder()), seed=seed)
    sampler.learn([*examples, *repeated])
    for number in range(stage.epochs):
        part = [*examples, *repeated[number :: max(3, stage.epochs)]]
        trainer.epoch(stage, number, draw(stage, part, sampler, seed * 1000 + number))
        save_network(trainer.network, folder / "reader.safetensors")


def main(arguments: Iterable[str] | None = None) -> None:
    """Train both stages from a data folder."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.train", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds articles/ and the SQuAD-like sets")
    parser.add_argument("--into", type=Path, required=True, help="where checkpoints and weights go")
    parser.add_argument("--more", type=Path, nargs="*", default=[OWN_ARTICLES], help="further articles")
    parser.add_argument("--stage", choices=["short", "long", "both"], default="both")
    parser.add_argument("--epochs", type=int, default=2, help="how often the articles are gone through")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    short, long = options.into / "short", options.into / "long"
    if options.stage in ("short", "both"):
        stage = Stage("short", 1, 1.5e-4, negative=0.25, swap=0.15)
        train(stage, short_examples(options.data), folder=short, seed=options.seed)
    if options.stage in ("long", "both"):
        stage = Stage("long", options.epochs, 1.2e-4, negative=0.2, swap=0.2, statements=5)
        examples, repeated = long_examples(options.data, options.more), repeated_examples(options.data)
        train(stage, examples, folder=long, seed=options.seed, start=short, repeated=repeated)


if __name__ == "__main__":
    main()
