from __future__ import annotations

import random

import pytest

from bot.network.windows import WINDOW, load_tokenizer
from bot.training.altering import Altering
from bot.training.sampling import Sampler, Target
from bot.training.sources import Example, Text
from index.document import Span
from index.embed import bundled_folder
from index.split import sentences

STORY = (
    "The ferry of Port Selm left at noon with 40 people. Captain Ada Brink had warned the owners. "
    "They did not listen to her. A storm came up near Cape Varn at two. The mate, Jon Orel, sent a call. "
    "Nobody was hurt, and the owners paid 900 crowns. In Lund, the court sat for a week."
)


@pytest.fixture(scope="module")
def text() -> Text:
    return Text("story", "story", STORY, tuple(sentences(STORY)))


@pytest.fixture
def sampler(text: Text) -> Sampler:
    found = Sampler(load_tokenizer(bundled_folder()), seed=3)
    found.learn([Example("Who?", text, frozenset())])
    return found


def test_every_target_names_the_evidence_in_its_window(sampler: Sampler, text: Text) -> None:
    answer = Span(STORY.index("900"), STORY.index("900") + len("900 crowns"))
    example = Example("What did the owners pay?", text, frozenset([5]), answer=answer)
    for _ in range(30):
        for window, target in sampler.samples(example, negative=0.0, swap=0.0):
            assert len(window) <= WINDOW
            held = [STORY[window.pieces[at].span.start :].startswith("Nobody") for at in sorted(target.gold)]
            assert all(held)
            assert target.relevant == bool(target.gold)
            assert said(window.pieces, window.starts, target) == ("900 crowns" if target.gold else None)


def said(pieces, starts, target: Target) -> str | None:  # type: ignore[no-untyped-def]
    """Return the words that a target's answer tokens stand for."""
    assert target.answer is not None
    first, last = target.answer
    for start, piece in zip(starts, pieces, strict=True):
        if start <= first < start + len(piece.ids):
            return piece.span_of(first - start, last - start).of(STORY)  # type: ignore[no-any-return]
    assert target.answer == (0, 0)
    return None


def test_a_focused_window_without_the_evidence_is_no_answer(sampler: Sampler, text: Text) -> None:
    example = Example("Who was the mate of the ferry?", text, frozenset([4]))
    found = [sampler._focused(example, {4}) for _ in range(60)]
    assert {target.relevant for _, target in found} == {True, False}
    assert all(len(window.pieces) <= 9 for window, _ in found)
    assert all(bool(target.gold) == target.relevant for _, target in found)


def test_a_statement_needs_all_of_its_evidence(sampler: Sampler, text: Text) -> None:
    true = Example("Brink warned them in vain.", text, frozenset([1, 2]), supported=True)
    for _ in range(20):
        for window, target in sampler.samples(true, negative=0.0, swap=0.0):
            assert target.supported == (len(target.gold) == 2)
            assert target.relevant is None
            assert window.pieces
    false = Example("Brink had not warned them.", text, frozenset([1, 2]), supported=False)
    assert not any(t.supported for _, t in sampler.samples(false, negative=0.0, swap=0.0))


def test_what_is_exchanged_is_not_what_stood_there(text: Text) -> None:
    altering = Altering(random.Random(5))
    altering.learn(Text("other", "other", "We met Rolf Hagen in Turin and in Oslo.", ()))
    example = Example("What did the mate, Jon Orel, send?", text, frozenset([4]))
    for _ in range(20):
        exchanged = altering.exchanged(example.question, text)
        assert exchanged is not None
        assert any(name in exchanged for name in ("Rolf Hagen", "Turin", "Oslo"))
        misplaced = altering.misplaced(example)
        assert misplaced is not None
        assert "Jon Orel" not in misplaced
        assert any(name in misplaced for name in ("Lund", "Cape Varn", "Port Selm", "Ada Brink"))


def test_an_altered_sentence_differs_in_one_place(text: Text) -> None:
    altering = Altering(random.Random(5))
    sentence = text.spans[0].of(STORY)
    for _ in range(20):
        altered = altering.altered(sentence, text)
        assert altered is not None
        assert altered != sentence
        assert altered.startswith("The ferry of ")
