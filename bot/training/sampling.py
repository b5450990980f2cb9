"""Examples → windows with targets, drawn afresh each epoch.

Unanswerable questions are scarce, so more are made: another paragraph of the same article, and the
question with a name or a number exchanged. Statements are made from sentences in the same way.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from bot.network.windows import WINDOW, Ids, Pieces, Window, pack, question_ids, tokenize
from bot.training.altering import WORD, Altering
from bot.training.sources import Example, Text


@dataclass(frozen=True, slots=True)
class Target:
    """What the network should say of one window; None leaves that head out of the loss."""

    gold: frozenset[int]
    answer: tuple[int, int] | None
    relevant: bool | None
    supported: bool | None
    sentences: bool = True
    weight: float = 1.0


Sample = tuple[Window, Target]
FOCUSED = 0.6  # the share of questions and statements read once more with a few sentences only


class Sampler:
    """Draws samples; keeps each text's word pieces, since every epoch reads them again."""

    def __init__(self, tokenizer: Tokenizer, *, seed: int = 0) -> None:
        self.tokenizer = tokenizer
        self.random = random.Random(seed)
        self.pieces: dict[str, list[Pieces]] = {}
        self.groups: dict[str, list[Text]] = {}
        self.altering = Altering(self.random)

    def learn(self, examples: Iterable[Example]) -> None:
        """Remember the texts of examples: their groups give negatives, their names exchanges."""
        for example in examples:
            text = example.text
            if text.name not in self.pieces:
                self.pieces[text.name] = tokenize(self.tokenizer, text.text, text.spans)
                self.groups.setdefault(text.group, []).append(text)
                self.altering.learn(text)

    def samples(self, example: Example, *, negative: float, swap: float) -> list[Sample]:
        """Return the samples of one example; `negative` and `swap` are chances of extra unanswerable ones."""
        if example.supported is not None:
            return self._statement(example)
        found = self._question(example)
        if example.gold and self.random.random() < negative:
            found += self._other_paragraph(example)
        if example.gold and self.random.random() < swap:
            found += self._swapped(example)
        return found

    def statements(self, text: Text, *, count: int) -> list[Sample]:
        """Return statements made from `count` sentences of a text, half of them altered in one thing."""
        found = []
        count = min(count, len(text.spans) // 5)
        for number in self.random.sample(range(len(text.spans)), count):
            said = text.spans[number].of(text.text)
            if not 30 < len(said) < 300:
                continue
            altered = self.altering.altered(said, text) if self.random.random() < 0.5 else None
            example = Example(altered or said, text, frozenset([number]), supported=altered is None)
            found += self._statement(example)
        return found

    def _question(self, example: Example) -> list[Sample]:
        question = question_ids(self.tokenizer, self._noised(example.question))
        windows = self._windows(question, example.text)
        wanted = example.gold or ({example.tempting} if example.tempting is not None else set())
        chosen = [w for w in windows if _holds(w, wanted)]
        others = [w for w in windows if not _holds(w, wanted)]
        if others and (not chosen or self.random.random() < 0.35):
            chosen.append(self._nearest(example.question, others))
        found = [(w, _target(w, example)) for w in chosen]
        if self.random.random() < FOCUSED:
            found.append(self._focused(example, wanted))
        return found

    def _focused(self, example: Example, wanted: Iterable[int]) -> Sample:
        """Return a window of a few sentences: the evidence or what tempts, some neighbours, some rivals.

        So the network learns to read the chosen sentences once more by themselves.
        """
        question = question_ids(self.tokenizer, example.question)
        centre = set(wanted)
        if not centre or (example.supported is None and self.random.random() < 0.2):
            centre = set(self._alike(example, self.random.randint(1, 3)))
        numbers = centre | {n + step for n in centre for step in (-1, 1) if self.random.random() < 0.3}
        if example.supported is None and self.random.random() < 0.5:  # as many rivals as a reader picks
            numbers |= set(self._alike(example, self.random.randint(2, 6)))
        pieces, room = [], WINDOW - len(question) - 3
        kept = []
        for number in sorted(numbers):
            if 0 <= number < len(example.text.spans):
                piece = self.pieces[example.text.name][number]
                if len(piece.ids) <= room:
                    room -= len(piece.ids)
                    pieces.append(piece)
                    kept.append(number)
        window = Window(question, tuple(pieces), 0)
        gold = frozenset(at for at, number in enumerate(kept) if number in example.gold)
        if example.supported is not None:
            carried = example.supported and bool(gold) and len(gold) == len(example.gold)
            return window, Target(gold, None, None, carried, sentences=example.supported)
        answer = _answer_tokens(window, example, gold)
        return window, Target(gold, answer, bool(gold), _yes(example, gold))

    def _alike(self, example: Example, count: int) -> list[int]:
        """Return the sentences that share most words with the question and are not its evidence."""
        asked = set(WORD.findall(example.question.lower()))
        text = example.text
        others = [n for n in range(len(text.spans)) if n not in example.gold] or list(example.gold)
        others.sort(key=lambda n: -len(asked & set(WORD.findall(text.spans[n].of(text.text).lower()))))
        return others[:count]

    def _statement(self, example: Example) -> list[Sample]:
        question = question_ids(self.tokenizer, example.question)
        windows = self._windows(question, example.text)
        best = max(windows, key=lambda w: len(_held(w, example.gold)))
        if not _held(best, example.gold):
            best = self._nearest(example.question, windows)
        whole = len(_held(best, example.gold)) == len(example.gold)
        carried = bool(example.supported) and whole and bool(example.gold)
        gold = _held(best, example.gold)
        found = [(best, Target(gold, None, None, carried, sentences=bool(example.supported)))]
        if self.random.random() < FOCUSED:
            found.append(self._focused(example, example.gold))
        return found

    def _other_paragraph(self, example: Example) -> list[Sample]:
        said = example.answer.of(example.text.text).lower() if example.answer else None
        siblings = [t for t in self.groups[example.text.group] if t is not example.text]
        if said is None or not siblings:
            return []
        siblings = self.random.sample(siblings, min(12, len(siblings)))
        asked = set(WORD.findall(example.question.lower()))
        siblings.sort(key=lambda t: -len(asked & set(WORD.findall(t.text.lower()))))
        for text in siblings[:2]:
            if said not in text.text.lower():
                question = question_ids(self.tokenizer, example.question)
                empty = Example(example.question, text, frozenset(), "absent")
                return [(w, _target(w, empty)) for w in self._windows(question, text)[:1]]
        return []

    def _swapped(self, example: Example) -> list[Sample]:
        altered = None
        if self.random.random() < 0.5:
            altered = self.altering.misplaced(example)
        altered = altered or self.altering.exchanged(example.question, example.text)
        if altered is None:
            return []
        question = question_ids(self.tokenizer, altered)
        empty = Example(altered, example.text, frozenset(), "swap")
        windows = self._windows(question, example.text)
        return [(w, _target(w, empty)) for w in windows if _holds(w, example.gold)][:1]

    def _noised(self, question: str) -> str:
        """Return the question as hurried people type it, one time in five."""
        dice = self.random.random()
        if dice < 0.08:
            return question.lower().rstrip("?")
        if dice < 0.14 and len(question) > 12:
            at = self.random.randrange(1, len(question) - 1)
            return question[:at] + question[at + 1 :]
        if dice < 0.20:
            return question.rstrip("?")
        return question

    def _windows(self, question: Ids, text: Text) -> list[Window]:
        """Cut a text into windows at borders that differ from epoch to epoch."""
        pieces = self.pieces[text.name]
        room = WINDOW - len(question) - 3
        lengths = [len(p.ids) for p in pieces]
        if sum(lengths) > room:
            room = self.random.randint(int(room * 0.75), room)
        return [Window(question, tuple(pieces[r.start : r.stop]), r.start) for r in pack(lengths, room=room)]

    def _nearest(self, question: str, windows: Sequence[Window]) -> Window:
        asked = set(question_ids(self.tokenizer, question).tolist())
        if self.random.random() < 0.4:
            return self.random.choice(list(windows))
        return max(windows, key=lambda w: len(asked & {int(i) for p in w.pieces for i in p.ids}))


def _held(window: Window, numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(n - window.first for n in numbers if 0 <= n - window.first < len(window.pieces))


def _holds(window: Window, numbers: Iterable[int]) -> bool:
    return bool(_held(window, numbers))


def _target(window: Window, example: Example) -> Target:
    gold = _held(window, example.gold)
    return Target(gold, _answer_tokens(window, example, gold), bool(gold), _yes(example, gold))


def _yes(example: Example, gold: frozenset[int]) -> bool | None:
    """Return whether a yes-no question is answered with yes, where all of its evidence is there."""
    return example.yes if gold and len(gold) == len(example.gold) else None


def _answer_tokens(window: Window, example: Example, gold: frozenset[int]) -> tuple[int, int] | None:
    """Return the first and last token of the short answer, (0, 0) without evidence, None if unknown."""
    if not gold:
        return (0, 0)
    if example.answer is None:
        return None
    inside = []
    for at, piece in zip(window.starts, window.pieces, strict=True):
        for token, (start, end) in enumerate(piece.offsets):
            if start < example.answer.end and example.answer.start < end:
                inside.append(at + token)
    return (inside[0], inside[-1]) if inside else None
