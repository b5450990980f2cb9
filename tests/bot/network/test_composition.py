from __future__ import annotations

import math

import pytest

from bot.network.composition import CANDIDATES, FEATURES, Composition, candidates, gap, sentence_features
from bot.network.scored import Look, ScoredSentence
from bot.network.yes_no import POLAR, Polarity
from index.document import Span


def sentence(number: int, evidence: float, *, document: str = "a", cosine: float = 0.0) -> ScoredSentence:
    span = Span(100 * number, 100 * number + 99)
    return ScoredSentence(document, "p1", span, evidence, 1.0, span, 0.0, cosine=cosine)


def composition(*, again: float = 1.0, bias: float = 0.0) -> Composition:
    weights = [again if name == "evidence in the second look" else 0.0 for name in FEATURES]
    return Composition(tuple(weights), bias)


def look(*evidence: float) -> Look:
    return Look(evidence, 1.0, 1.0, 1.0)


def test_the_answer_stands_in_reading_order_whatever_is_strongest() -> None:
    read = [sentence(0, -5), sentence(1, 2), sentence(2, -5), sentence(3, 4)]
    chosen = composition().choose(read, look(9.0, 9.0, -9.0, -9.0))
    assert [s.span.start for s in chosen] == [100, 300]


def test_the_second_look_can_overrule_the_first() -> None:
    read = [sentence(0, 4), sentence(1, 2)]
    assert composition().choose(read, look(-9.0, 9.0)) == [read[1]]


def test_at_least_as_many_as_asked_for_are_said() -> None:
    read = [sentence(n, -n) for n in range(6)]
    chosen = composition().choose(read, look(9.0, -9.0, -9.0, -9.0, -9.0, -9.0), least=3)
    assert len(chosen) == 3
    assert len(composition().choose(read[:2], look(9.0, -9.0), least=3)) == 2


def test_only_the_strongest_are_looked_at_again() -> None:
    read = [sentence(n, float(n)) for n in range(20)]
    best = candidates(read)
    assert len(best) == CANDIDATES
    assert best[0] is read[-1]
    near = [sentence(0, 1.0, cosine=0.9), sentence(1, 2.0)]
    assert candidates(near)[0] is near[0]


def test_every_feature_has_its_weight() -> None:
    read = [sentence(0, 1.0), sentence(1, 0.5)]
    rows = sentence_features(read, look(0.3, 0.2), read=40)
    assert [len(values) for _, values in rows] == [len(FEATURES)] * 2
    assert all(math.isfinite(value) for _, values in rows for value in values)
    assert [values[-1] for _, values in rows] == [0.0, 1.0]
    with pytest.raises(ValueError, match="tune again"):
        Composition((1.0,), 0.0)


def test_sentences_of_two_documents_are_no_neighbours() -> None:
    assert gap(sentence(0, 0.0), sentence(1, 0.0, document="b")) == math.inf
    assert gap(sentence(0, 0.0), sentence(0, 0.0)) == 0
    assert gap(sentence(1, 0.0), sentence(0, 0.0)) == 1


@pytest.mark.parametrize(
    ("question", "polar"),
    [
        ("Did it rain?", True),
        ("and is the bridge open yet", True),
        ("Isn't that too dear?", True),
        ("Won't it rain?", True),
        ("Can't the ferry be repaired?", True),
        ("Is it A or B?", False),
        ("Can you summarize this?", False),
        ("Could you explain the plan?", False),
        ("Do they know when the bridge opened?", False),
        ("May Day: is it a holiday?", False),
        ("Why is it closed?", False),
        ("Island of birds?", False),
    ],
)
def test_yes_and_no_answer_questions_that_begin_with_a_verb(question: str, polar: bool) -> None:
    assert bool(POLAR.search(question)) == polar


def test_yes_and_no_are_said_only_where_the_evidence_is_clear() -> None:
    polarity = Polarity(1.0, 0.0, sure=0.9)
    said = [polarity.verdict(Look((1.0,), 1.0, 1.0, supported=logit)) for logit in (5.0, 1.0, -1.0, -5.0)]
    assert said == ["yes", None, None, "no"]
    assert Polarity().verdict(Look((1.0,), 1.0, 1.0, supported=20.0)) is None
