"""The network gives the same scores whatever else is in the batch, and its weights survive the disk."""

from pathlib import Path

import numpy as np
import pytest
import torch

from bot.network.model import collate, load_network, new_network, save_network
from bot.network.scored import best_span
from bot.network.windows import load_tokenizer, question_ids, tokenize, windows
from index.embed import bundled_folder
from index.split import sentences

BASE = bundled_folder()
TOKENIZER = load_tokenizer(BASE)
SHORT = "The bridge fell on Monday. Nobody was hurt."
LONG = " ".join(f"Report {n} says that the bridge was sound." for n in range(12))


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return new_network(BASE).eval()


def batch(*texts: str):
    asked = question_ids(TOKENIZER, "When did the bridge fall?")
    return [w for text in texts for w in windows(asked, tokenize(TOKENIZER, text, sentences(text)))]


def test_scores_do_not_depend_on_the_company(network) -> None:
    with torch.inference_mode():
        alone, together = network(collate(batch(SHORT))), network(collate(batch(SHORT, LONG)))
    assert torch.allclose(alone.sentence[0, :2], together.sentence[0, :2], atol=1e-4)
    assert torch.allclose(alone.relevant[0], together.relevant[0], atol=1e-4)


def test_saved_weights_give_the_same_scores(network, tmp_path: Path) -> None:
    save_network(network, tmp_path / "reader.safetensors")
    again = load_network(BASE, tmp_path / "reader.safetensors")
    with torch.inference_mode():
        one, other = network(collate(batch(SHORT))), again(collate(batch(SHORT)))
    assert torch.allclose(one.sentence, other.sentence, atol=0.02)


def test_the_shipped_file_stays_under_fifty_megabytes(network, tmp_path: Path) -> None:
    save_network(network, tmp_path / "reader.safetensors")
    assert (tmp_path / "reader.safetensors").stat().st_size < 50_000_000


def test_a_file_that_is_no_reader_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"model\.safetensors does not hold a footnote-reader"):
        load_network(BASE, BASE / "model.safetensors")


def test_the_best_span_never_ends_before_it_starts() -> None:
    start, end = np.array([0.0, 0.0, 9.0]), np.array([9.0, 0.0, 0.0])
    first, last, _ = best_span(start, end)
    assert first <= last
