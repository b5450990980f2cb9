"""Questions and sentences with one thing exchanged, which their text then no longer answers or says."""

from __future__ import annotations

import random
import re

from bot.training.sources import Example, Text

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
NUMBER = re.compile(r"\b\d[\d,.]*\b")
TURNABLE = re.compile(r"(?<![A-Za-z'’])(?:is not|was not|are not|were not|has not|[a-z]+)(?![A-Za-z'’])")
WORD = re.compile(r"[a-z0-9]{4,}")
ANTONYMS = {
    "more": "less", "less": "more", "before": "after", "after": "before", "first": "last", "last": "first",
    "rose": "fell", "fell": "rose", "higher": "lower", "lower": "higher", "most": "few", "few": "most",
    "increase": "decrease", "always": "never", "never": "always", "all": "none", "best": "worst",
    "can": "cannot", "cannot": "can", "will": "will not", "would": "would not", "is": "is not",
    "are": "are not", "was": "was not", "were": "were not", "has": "has not", "had": "had not",
    "must": "must not", "north": "south", "south": "north", "east": "west", "west": "east",
    "is not": "is", "are not": "are", "was not": "was", "were not": "were", "has not": "has",
    "larger": "smaller", "smaller": "larger", "without": "with", "against": "for", "early": "late",
    "half": "all", "twice": "three times", "double": "half", "both": "neither", "majority": "minority",
    "may": "will", "might": "will", "because": "although", "nearly": "more than", "only": "mostly",
    "every": "hardly any", "many": "few", "some": "all", "often": "seldom", "still": "no longer",
}  # fmt: skip


class Altering:
    """Exchanges names, numbers and words; `names` grows by those of every text that is learnt."""

    def __init__(self, dice: random.Random) -> None:
        self.random = dice
        self.names: list[str] = []

    def learn(self, text: Text) -> None:
        """Remember a text's first names, to be put where they do not belong."""
        self.names += NAME.findall(text.text)[:20]

    def misplaced(self, example: Example) -> str | None:
        """Return the question with a name exchanged for one that the text says nothing like it about."""
        text, asked = example.text, set(WORD.findall(example.question.lower()))
        said = [span.of(text.text) for span in text.spans]
        found = NAME.search(example.question)
        if found is None:
            return None
        others = []
        for name in sorted(set(NAME.findall(text.text))):
            near = {at + step for at, one in enumerate(said) if name in one for step in (0, 1)}
            words = {w for at in near if at < len(said) for w in WORD.findall(said[at].lower())}
            if name not in example.question and not near & example.gold and not words & asked:
                others.append(name)
        if not others:
            return None
        new: str = self.random.choice(others)
        return example.question[: found.start()] + new + example.question[found.end() :]

    def exchanged(self, sentence: str, text: Text) -> str | None:
        """Return the sentence with a number or a name exchanged for one the text does not have."""
        numbers, names = list(NUMBER.finditer(sentence)), list(NAME.finditer(sentence))
        for match in self.random.sample(numbers + names, len(numbers) + len(names)):
            new = self._number_like(match.group()) if match in numbers else self.random.choice(self.names)
            if new not in text.text and new != match.group():
                return sentence[: match.start()] + new + sentence[match.end() :]
        return None

    def altered(self, sentence: str, text: Text) -> str | None:
        """Return the sentence made untrue: a number, a name of the same text, or a word turned round."""
        ways = []
        if number := NUMBER.search(sentence):
            ways.append((number, self._number_like(number.group())))
        if (name := NAME.search(sentence)) and (others := self._other_names(sentence, text)):
            ways.append((name, self.random.choice(others)))
        turned = [m for m in TURNABLE.finditer(sentence) if m.group() in ANTONYMS]
        if turned:
            match = self.random.choice(turned)
            ways.append((match, ANTONYMS[match.group()]))
        if not ways:
            return None
        match, new = self.random.choice(ways)
        return sentence[: match.start()] + new + sentence[match.end() :]

    def _other_names(self, sentence: str, text: Text) -> list[str]:
        said = set(sentence.split())
        return [name for name in sorted(set(NAME.findall(text.text))) if not said & set(name.split())]

    def _number_like(self, number: str) -> str:
        """Return another number of the same form, half of its digits changed."""
        digits = list(number)
        places = [i for i, c in enumerate(digits) if c.isdigit()]
        for place in self.random.sample(places, max(1, len(places) // 2)):
            digits[place] = self.random.choice([d for d in "123456789" if d != digits[place]])
        return "".join(digits)
