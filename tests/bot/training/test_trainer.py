from __future__ import annotations

from pathlib import Path

import torch

from bot.network.model import load_network, new_network
from bot.network.windows import load_tokenizer
from bot.training.partition import clapnq_part
from bot.training.sampling import Sample, Sampler
from bot.training.sources import Example, Text
from bot.training.trainer import BATCH_TOKENS, Stage, Trainer, batches
from index.embed import bundled_folder
from index.split import sentences

STORIES = (
    "The mayor opened the bridge in May. It cost 29 million. Two firms had built it.",
    "The orchard has 400 trees. Mice ate the bark. The owner bought an owl.",
)
STAGE = Stage("tiny", 6, 3e-4)


def drawn() -> list[Sample]:
    sampler = Sampler(load_tokenizer(bundled_folder()), seed=1)
    found: list[Sample] = []
    for name, story in enumerate(STORIES):
        text = Text(str(name), str(name), story, tuple(sentences(story)))
        examples = [Example("What did it cost?", text, frozenset([1] if name == 0 else []))]
        examples.append(Example("How many trees are there?", text, frozenset([] if name == 0 else [0])))
        sampler.learn(examples)
        for example in examples * 4:
            found += sampler.samples(example, negative=0.0, swap=0.0)
    return found


def test_batches_hold_every_sample_once_within_the_budget() -> None:
    samples = drawn()
    found = list(batches(samples, tokens=256))
    assert sorted(id(window) for batch in found for window, _ in batch) == sorted(
        id(window) for window, _ in samples
    )
    longest = [-(-max(len(window) for window, _ in batch) // 32) * 32 for batch in found]
    assert all(size * len(batch) <= 256 for size, batch in zip(longest, found, strict=True))
    assert BATCH_TOKENS > 512


def test_training_learns_saves_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    torch.manual_seed(1)
    samples = drawn()
    trainer = Trainer(new_network(bundled_folder()), tmp_path)
    first = [trainer._step(samples, STAGE, 0.2) for _ in range(8)]
    assert first[-1] < first[0]
    trainer.epoch(STAGE, 0, samples)
    trainer.save()
    averaged = load_network(bundled_folder(), tmp_path / "reader.safetensors")
    assert torch.allclose(averaged.tokens.bias, trainer.average["tokens.bias"], atol=1e-3)
    later = Trainer(new_network(bundled_folder()), tmp_path)
    later.resume()
    assert later.done == trainer.done
    assert torch.equal(later.network.tokens.bias, trainer.network.tokens.bias)
    assert torch.equal(later.average["tokens.bias"], trainer.average["tokens.bias"])


def test_a_row_measures_or_tunes_or_trains_always_alike() -> None:
    parts = [clapnq_part(Example("?", Text(f"clapnq-{n}", "", "", ()), frozenset())) for n in range(600)]
    assert parts.count("measuring") > 240
    assert parts.count("training") > parts.count("tuning") > 50
