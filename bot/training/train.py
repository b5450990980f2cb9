"""Train the built-in reader: `python -m bot.training.train DATA --into FOLDER`.

Two stages: short answers on every SQuAD-like set, then the written articles with statements, long
answers and adversarial questions. Progress goes to standard error; a checkpoint is written every few
minutes and an interrupted run goes on from it.
"""

from __future__ import annotations

import argparse
import math
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

from bot.network.model import new_network
from bot.network.windows import load_tokenizer
from bot.training.partition import OWN_ARTICLES, long_examples, repeated_examples, short_examples
from bot.training.sampling import Sample, Sampler
from bot.training.sources import Example
from bot.training.trainer import Stage, Trainer
from index.embed import bundled_folder


def draw(stage: Stage, examples: Sequence[Example], sampler: Sampler, seed: int) -> list[Sample]:
    """Return one epoch's samples, in random order."""
    sampler.random.seed(seed)
    samples: list[Sample] = []
    for example in examples:
        samples += sampler.samples(example, negative=stage.negative, swap=stage.swap)
    if stage.statements:
        for text in {e.text.name: e.text for e in examples}.values():
            samples += sampler.statements(text, count=stage.statements)
    sampler.random.shuffle(samples)
    return samples


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
        trainer.restart_average()
    trainer.resume()
    sampler = Sampler(load_tokenizer(bundled_folder()), seed=seed)
    sampler.learn([*examples, *repeated])
    if shutil.which("c++"):
        trainer.network.encoder.compile(dynamic=True)  # a quarter faster
    for number in range(math.ceil(stage.epochs)):
        part = [*examples, *repeated[number :: max(3, math.ceil(stage.epochs))]]
        trainer.epoch(stage, number, draw(stage, part, sampler, seed * 1000 + number))
        trainer.save()


def main(arguments: Iterable[str] | None = None) -> None:
    """Train both stages from a data folder."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.train", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds articles/ and the SQuAD-like sets")
    parser.add_argument("--into", type=Path, required=True, help="where checkpoints and weights go")
    parser.add_argument("--more", type=Path, nargs="*", default=[OWN_ARTICLES], help="further articles")
    parser.add_argument("--stage", choices=["short", "long", "both"], default="both")
    parser.add_argument("--epochs", type=float, default=2, help="how often the articles are gone through")
    parser.add_argument(
        "--start", type=Path, help="the folder of a checkpoint for the second stage to go on from"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    short, long = options.into / "short", options.into / "long"
    if options.stage in ("short", "both"):
        stage = Stage("short", 1, 1.5e-4, negative=0.25, swap=0.15)
        train(stage, short_examples(options.data), folder=short, seed=options.seed)
    if options.stage in ("long", "both"):
        stage = Stage("long", options.epochs, 1.2e-4, negative=0.2, swap=0.2, statements=5)
        examples, repeated = long_examples(options.data, options.more), repeated_examples(options.data)
        train(
            stage, examples, folder=long, seed=options.seed, start=options.start or short, repeated=repeated
        )


if __name__ == "__main__":
    main()
