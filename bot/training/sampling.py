"""Examples → windows with targets, drawn afresh each epoch.

Unanswerable questions are scarce, so more are made: another paragraph of the same article, and the
question with a name or a number exchanged. Statements are made from sentences in the same way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from bot.network.windows import WINDOW, Ids, Pieces, Window, pack, question_ids, tokenize
from bot.training.sources import Example, Text

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
NUMBER = re.compile(r"\b\d[\d,.]*\b")
WORD = re.compile(r"[a-z0-9]{4,}")
ANTONYMS = {
    "more": "less", "less": "more", "before": "after", "after": "before", "first": "last", "last": "first",
    "rose": "fell", "fell": "rose", "higher": "lower", "lower": "higher", "most": "few", "few": "most",
    "increase": "decrease", "always": "never", "never": "always", "all": "none", "best": "worst",
    "can": "cannot", "cannot": "can", "will": "will not", "would": "would not", "is": "is not",
    "are": "are not", "was": "was not", "were": "were not", "has": "has not", "had": "had not",
    "must": "must not", "north": "south", "south": "north", "east": "west", "west": "east",
    "larger": "smaller", "smaller": "larger", "without": "with", "against": "for", "early": "late",
}  # fmt: skip


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


class Sampler:
    """Draws samples; keeps each text's word pieces, since every epoch reads them again."""

    def __init__(self, tokenizer: Tokenizer, *, seed: int = 0) -> None:
        self.tokenizer = tokenizer
        self.random = random.Random(seed)
        self.pieces: dict[str, list[Pieces]] = {}
        self.groups: dict[str, list[Text]] = {}
        self.names: list[str] = []

    def learn(self, examples: Iterable[Example]) -> None:
        """Remember the texts of examples: their groups give negatives, their names exchanges."""
        for example in examples:
            text = example.text
            if text.name not in self.pieces:
                self.pieces[text.name] = tokenize(self.tokenizer, text.text, text.spans)
                self.groups.setdefault(text.group, []).append(text)
                self.names += NAME.findall(text.text)[:20]

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
            altered = self._alter(said, text) if self.random.random() < 0.5 else None
            example = Example(altered or said, text, frozenset([number]), supported=altered is None)
            found += self._statement(example)
        return found

    def _question(self, example: Example) -> list[Sample]:
        question = question_ids(self.tokenizer, self._noised(example.question))
        windows = self._windows(question, example.text)
        wanted = example.gold or ({example.tempting} if example.tempting is not None else set())
        chosen = [w for w in windows if _holds(w, wanted)]
        others = [w for w in windows if not _holds(w, wanted)]
        if others and (not chosen or self.random.random() < 0.5):
            chosen.append(self._nearest(example.question, others))
        return [(w, _target(w, example)) for w in chosen]

    def _statement(self, example: Example) -> list[Sample]:
        question = question_ids(self.tokenizer, example.question)
        windows = self._windows(question, example.text)
        best = max(windows, key=lambda w: len(_held(w, example.gold)))
        if not _held(best, example.gold):
            best = self._nearest(example.question, windows)
        whole = len(_held(best, example.gold)) == len(example.gold)
        carried = bool(example.supported) and whole and bool(example.gold)
        gold = _held(best, example.gold)
        return [(best, Target(gold, None, None, carried, sentences=bool(example.supported)))]

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
        altered = self._exchange(example.question, example.text)
        if altered is None:
            return []
        question = question_ids(self.tokenizer, altered)
        empty = Example(altered, example.text, frozenset(), "swap")
        windows = self._windows(question, example.text)
        return [(w, _target(w, empty)) for w in windows if _holds(w, example.gold)][:1]

    def _exchange(self, sentence: str, text: Text) -> str | None:
        """Return the sentence with a number or a name exchanged for one the text does not have."""
        numbers, names = list(NUMBER.finditer(sentence)), list(NAME.finditer(sentence))
        for match in self.random.sample(numbers + names, len(numbers) + len(names)):
            new = self._number_like(match.group()) if match in numbers else self.random.choice(self.names)
            if new not in text.text and new != match.group():
                return sentence[: match.start()] + new + sentence[match.end() :]
        return None

    def _alter(self, sentence: str, text: Text) -> str | None:
        """Return the sentence made untrue: a number, a name of the same text, or a word turned round."""
        ways = []
        if number := NUMBER.search(sentence):
            ways.append((number, self._number_like(number.group())))
        if (name := NAME.search(sentence)) and (others := self._other_names(sentence, text)):
            ways.append((name, self.random.choice(others)))
        turned = [m for m in re.finditer(r"[a-z]+", sentence) if m.group() in ANTONYMS]
        if turned:
            match = self.random.choice(turned)
            ways.append((match, ANTONYMS[match.group()]))
        if not ways:
            return None
        match, new = self.random.choice(ways)
        return sentence[: match.start()] + new + sentence[match.end() :]

    def _other_names(self, sentence: str, text: Text) -> list[str]:
        return [name for name in set(NAME.findall(text.text)) if name not in sentence]

    def _number_like(self, number: str) -> str:
        """Return another number of the same form, every digit but the first free to change."""
        digits = list(number)
        places = [i for i, c in enumerate(digits) if c.isdigit()]
        for place in self.random.sample(places, max(1, len(places) // 2)):
            digits[place] = self.random.choice([d for d in "123456789" if d != digits[place]])
        return "".join(digits)

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
    return Target(gold, _answer_tokens(window, example, gold), bool(gold), None)


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
