from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embed import (
    BUNDLED_NAME,
    Embedder,
    EmbedderError,
    bundled_folder,
    check_weights,
    load_embedder,
)

TEXTS = ["Rain fell on the tents.", "The minister resigned.", "Rain " * 60, "x"]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentenceTransformer of one random layer, with a prompt for passages and a window of 40."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    folder = tmp_path_factory.mktemp("small")
    tokenizer = AutoTokenizer.from_pretrained(bundled_folder())
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=40)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32)], prompts={"document": "an old passage: ", "query": "a question: "}
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_rows_are_of_length_one_and_in_the_order_of_the_texts(bundled: Embedder) -> None:
    rows = bundled.embed_passages(TEXTS)
    assert rows.shape == (4, bundled.dimension) == (4, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    for text, row in zip(TEXTS, rows, strict=True):
        assert float(bundled.embed_passages([text])[0] @ row) > 0.999


def test_a_question_is_nearest_to_what_answers_it(bundled: Embedder) -> None:
    question = bundled.embed_question("Who stepped down?")
    assert question.shape == (1, 384)
    assert int(np.argmax(bundled.embed_passages(TEXTS) @ question[0])) == 1


def test_no_texts_give_no_rows_of_the_right_width(bundled: Embedder) -> None:
    assert bundled.embed_passages([]).shape == (0, 384)
    assert bundled.count_tokens([]) == []


def test_word_pieces_are_counted_without_the_special_ones_and_without_a_limit(bundled: Embedder) -> None:
    assert bundled.count_tokens(["rain", "", "rain " * 1000]) == [1, 0, 1000]
    assert bundled.window == 256


def test_what_lies_beyond_the_window_is_cut_and_nothing_inside_it(bundled: Embedder) -> None:
    room = bundled.window - 2
    full = " ".join(["rain"] * (room - 1) + ["snow"])
    rows = bundled.embed_passages([full, full + " sun" * 40, full.replace("snow", "sun")])
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_a_lone_surrogate_and_a_zero_byte_are_embedded_like_any_text(bundled: Embedder) -> None:
    assert bundled.count_tokens(["\ud800", "\0"])[0] == 1
    assert np.isfinite(bundled.embed_passages(["\ud800 rain", "\0", ""])).all()
    assert np.isfinite(bundled.embed_question("\udfff?")).all()


def test_threads_get_the_rows_that_one_gets(bundled: Embedder) -> None:
    alone = [bundled.embed_question(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as threads:
        counts = threads.map(bundled.count_tokens, [TEXTS] * 16)
        together = list(threads.map(bundled.embed_question, TEXTS * 4))
    assert all(np.array_equal(a, b) for a, b in zip(alone * 4, together, strict=True))
    assert len({tuple(count) for count in counts}) == 1


def test_the_bundled_model_is_called_by_its_weights(bundled: Embedder) -> None:
    assert bundled.name == BUNDLED_NAME == "all-MiniLM-L6-v2@53aa51172d14"


def test_weights_of_another_hash_are_refused_before_they_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(bundled_folder(), tmp_path / "model"))
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[len(weights) // 2] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr("index.embed.bundled_folder", lambda: copy)
    monkeypatch.setattr("index.embed.SentenceTransformerEmbedder", None)  # would fail if it came to that
    with pytest.raises(EmbedderError, match=r"SHA-256 .*, expected 53aa5117.*pip install"):
        load_embedder()


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"cannot read .*gone\.safetensors"):
        check_weights(tmp_path / "gone.safetensors", "0" * 64)


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.embed.BUNDLED_PACKAGE", "no_such_package")
    with pytest.raises(EmbedderError, match="no_such_package is not installed; run: pip install"):
        bundled_folder()


@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", ""])
def test_a_model_that_is_not_there_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(EmbedderError, match=r"hf download|no SentenceTransformer"):
        load_embedder(name)


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"no modules\.json"):
        load_embedder(str(tmp_path))


def test_any_other_model_is_loaded_from_its_folder(small_model: Path) -> None:
    embedder = load_embedder(str(small_model))
    assert embedder.embed_passages(["rain", "sun"]).shape == (2, embedder.dimension) == (2, 32)


def test_a_models_own_prompt_takes_room_in_its_window(small_model: Path) -> None:
    embedder = load_embedder(str(small_model))
    prompt = embedder.count_tokens(["an old passage:"])[0]
    assert embedder.window == 40 - prompt
    full = " ".join(["rain"] * (embedder.window - 2))
    rows = embedder.embed_passages([full, full + " snow"])
    assert float(rows[0] @ rows[1]) > 0.9999


def test_a_model_whose_weights_change_has_another_name(small_model: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(small_model, tmp_path / "model"))
    before = load_embedder(str(copy)).name
    assert load_embedder(str(copy)).name == before
    weights = next(copy.rglob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert load_embedder(str(copy)).name != before
