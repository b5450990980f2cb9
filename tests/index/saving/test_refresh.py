from __future__ import annotations

import logging
from pathlib import Path

import pytest

from index.load import LoadError
from index.saving.refresh import open_or_build
from tests.weather import WeatherEmbedder, forecast, long_paragraph


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "forecast.txt"
    path.write_text(forecast().text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, source: Path) -> Path:
    open_or_build([source], tmp_path / "index", embedder=WeatherEmbedder())
    return tmp_path / "index"


def generation(folder: Path) -> Path:
    return next(folder.glob("generation-*"))


def test_what_is_up_to_date_is_opened_and_nothing_embedded(source: Path, folder: Path) -> None:
    kept, embedder = generation(folder), WeatherEmbedder()
    opened = open_or_build([source], folder, embedder=embedder)
    assert embedder.embedded == []
    assert generation(folder) == kept
    assert opened.search("sun")[0].passage.text.startswith("In Velm")


def test_a_changed_source_is_noticed_and_only_the_change_embedded(
    source: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = source.read_text(encoding="utf-8")
    source.write_text(f"{text}\n\n{long_paragraph('snow', 'Kelby')}", encoding="utf-8")
    embedder = WeatherEmbedder()
    with caplog.at_level(logging.INFO, logger="index"):
        rebuilt = open_or_build([source], folder, embedder=embedder)
    assert f"changed: {source}" in caplog.text
    assert rebuilt.search("snow")[0].passage.text.startswith("In Kelby")
    assert embedder.embedded
    assert all("Kelby" in text or "snow" in text for text in embedder.embedded)


def test_one_more_source_is_noticed(source: Path, folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text(long_paragraph("snow", "Kelby"))
    assert len(open_or_build([source, more], folder, embedder=WeatherEmbedder()).documents) == 2


def test_another_embedder_is_noticed(source: Path, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    embedder = WeatherEmbedder("weather@2")
    with caplog.at_level(logging.INFO, logger="index"):
        rebuilt = open_or_build([source], folder, embedder=embedder)
    assert "made with the embedder weather@1, not weather@2" in caplog.text
    assert rebuilt.embedder_name == "weather@2"
    assert embedder.embedded


def test_code_that_loads_or_splits_otherwise_is_noticed(
    source: Path, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.saving.refresh._of_code", lambda: "another")
    with caplog.at_level(logging.INFO, logger="index"):
        open_or_build([source], folder, embedder=WeatherEmbedder())
    assert "changed: code" in caplog.text


@pytest.mark.parametrize(
    "name", ["documents.json", "passages.json", "passages.npz", "sentences.npz", "manifest.json"]
)
def test_a_damaged_file_is_noticed_and_the_index_built_again(
    source: Path, folder: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = generation(folder) / name
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 4
    damaged.write_bytes(data)
    embedder = WeatherEmbedder()
    with caplog.at_level(logging.INFO, logger="index"):
        rebuilt = open_or_build([source], folder, embedder=embedder)
    assert f"damaged: {damaged}" in caplog.text
    assert embedder.embedded  # nothing of a damaged index is reused
    assert rebuilt.search("sun") == open_or_build([source], folder, embedder=WeatherEmbedder()).search("sun")


def test_a_source_that_is_gone_is_named_and_the_old_index_kept(source: Path, folder: Path) -> None:
    kept = generation(folder)
    source.unlink()
    with pytest.raises(LoadError, match="forecast"):
        open_or_build([source], folder, embedder=WeatherEmbedder())
    assert generation(folder) == kept
