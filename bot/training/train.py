"""Train the built-in reader: `python -m bot.training.train DATA --into FOLDER`.

Two stages: short answers on every SQuAD-like set, then the written articles with statements, long
answers and adversarial questions. Progress goes to standard error; a checkpoint is written every few
minutes and an interrupted run goes on from it.
"""

from __future__ import annotations

import argparse
import math
import shutil
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

from bot.network.model import new_network
from bot.network.windows import load_tokenizer
from bot.training.sampling import Sample, Sampler
from bot.training.sources import (
    Example,
    article_examples,
    clapnq_examples,
    fairytale_examples,
    squad_examples,
)
from bot.training.trainer import Stage, Trainer
from index.embed import bundled_folder

HELD_OUT = 7  # every seventh article (by name, within its folder) is kept for tuning, never trained on
OWN_ARTICLES = Path(__file__).with_name("articles.jsonl")
SHIFTS_STEP = 3  # every third SQuADShifts question: all of them took twice the time


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
