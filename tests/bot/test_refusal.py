"""A refusal names the words that the article never uses, and no others."""

from __future__ import annotations

import pytest

from bot.refusal import THE_ARTICLE_DOES_NOT_SAY, missing_terms, refuse
from index.document import Document

RAIN = Document(
    "Officials negotiated while it rained on Kharkiv. The summit was held in Switzerland.", "Rain"
)
SNOW = Document("Snow fell on the tanks.", "Snow")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many tanks did Germany send?", ("tanks", "Germany", "send")),
        ("Did it rain during the negotiations in Kharkiv?", ()),
        ("What does the article say about the summits?", ()),
        ("Why was Oslo, why was Oslo chosen?", ("Oslo", "chosen")),
        ("Who is the author of this piece?", ()),
        ("", ()),
    ],
)
def test_words_are_missing_when_no_form_of_them_is_used(question: str, missing: tuple[str, ...]) -> None:
    assert missing_terms(question, [RAIN]) == missing


def test_a_word_that_any_document_uses_is_not_missing() -> None:
    assert missing_terms("How many tanks came to Kharkiv?", [RAIN, SNOW]) == ("came",)


def test_without_documents_every_word_is_missing() -> None:
    assert missing_terms("tanks in Kharkiv", []) == ("tanks", "Kharkiv")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ((), ""),
        (("tanks",), " It never mentions “tanks”."),
        (("tanks", "Oslo", "snow"), " It never mentions “tanks”, “Oslo” or “snow”."),
    ],
)
def test_the_reason_lists_the_missing_words(missing: tuple[str, ...], said: str) -> None:
    refusal = refuse(None, missing, ("p1", "p4"))
    assert refusal.reason == THE_ARTICLE_DOES_NOT_SAY + said
    assert (refusal.missing_terms, refusal.nearest) == (missing, ("p1", "p4"))


def test_a_reason_of_the_readers_own_is_kept() -> None:
    assert refuse("Ask about the article.", ("tanks",), ()).reason == "Ask about the article."
