"""An embedder that can be computed by head, and articles for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.document import Document
from index.embed import Rows, unit_rows

WORDS = ("rain", "sun", "wind", "snow")


class WeatherEmbedder:
    """One column per weather word: how often the text has it, scaled to length one; it counts its work."""

    def __init__(self, name: str = "weather@1", window: int = 42) -> None:
        self.name = name
        self.dimension = len(WORDS)
        self.window = window
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        self.embedded += texts
        return self._rows(texts)

    def embed_question(self, text: str) -> Rows:
        return self._rows([text])

    def _rows(self, texts: Sequence[str]) -> Rows:
        counts = [[text.lower().count(word) for word in WORDS] for text in texts]
        return unit_rows(np.array(counts, dtype=np.float32).reshape(len(texts), len(WORDS)))


def article(*paragraphs: str, title: str = "Weather") -> Document:
    return Document("\n\n".join(paragraphs), title=title)


def long_paragraph(word: str, place: str) -> str:
    """Return three sentences that fill a passage of the weather embedder."""
    return (
        f"In {place} the {word} came before noon and stayed until the lamps were lit."
        f" People in {place} said that they had not seen such {word} for many years."
        f" The {word} was gone by morning."
    )


def forecast() -> Document:
    return article(
        long_paragraph("rain", "Ostrand"), long_paragraph("sun", "Velm"), long_paragraph("wind", "Harrow")
    )
