"""A reader and an embedder that a person can follow by head, behind the real chatbot, index and page."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from bot.chatbot import Chatbot
from bot.reader import Claim, Draft, Evidence, Reading
from bot.server.service import Service
from index.document import Document, Span
from index.store import ArticleIndex

COLUMNS = 256
SMALL = {"a", "about", "an", "and", "did", "do", "does", "for", "has", "have", "how", "in", "is", "it"}
SMALL |= {"many", "much", "of", "on", "or", "the", "to", "was", "what", "who"}


def content_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in SMALL}


class WordEmbedder:
    """One column for each word, by its checksum."""

    name, dimension, window = "words", COLUMNS, 120

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|\S", text)) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.full((len(texts), COLUMNS), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in content_words(text):
                row[crc32(word.encode("utf-8", "replace")) % COLUMNS] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_question(self, text: str) -> np.ndarray:
        return self.embed_passages([text])


class ScriptedReader:
    """Says the sentence that shares most words with the question, and refuses below two; its number is short.

    While `gate` is closed it waits, as a slow model would.
    """

    name = "scripted"

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def read(self, reading: Reading) -> Draft:
        self.gate.wait(30)
        if "fault" in reading.question:
            raise RuntimeError("a fault with a secret path /srv/secret")
        asked, best = content_words(reading.question), []
        for hit in reading.hits:
            text = reading.documents[hit.passage.document_id].text
            for span in hit.passage.sentences:
                best.append((len(asked & content_words(span.of(text))), -span.start, span, hit.passage))
        shared, _, span, passage = max(best, key=lambda found: found[:2])
        if shared < 2:
            return Draft((), 0.1)
        said = span.of(reading.documents[passage.document_id].text)
        number = re.search(r"(?:more than )?\d[\d,]*(?: \w+ \w+)?", said)
        short = Span(span.start + number.start(), span.start + number.end()) if number else None
        evidence = Evidence(passage.document_id, passage.id, span, 0.9)
        return Draft((Claim(said, (evidence,)),), 0.9, short)


def scripted_chatbot(documents: Sequence[Document], reader: ScriptedReader | None = None) -> Chatbot:
    articles = ArticleIndex.build(documents, embedder=WordEmbedder())
    return Chatbot(articles, reader or ScriptedReader())


def scripted_service(documents: Sequence[Document], *, examples: Sequence[str] = ()) -> Service:
    return Service(lambda: documents, lambda found, _: scripted_chatbot(found), suggest=lambda _: examples)
