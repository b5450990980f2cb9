"""Text → tokens with a tag each, by word lists and the neighbours of a word; no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.grammar import lexicon
from bot.grammar.lexicon import base_form

if TYPE_CHECKING:
    from bot.grammar.mentions import Mention

WORD = re.compile(r"[£$€]?\d(?:[\d.,:]*\d)?(?:%|s\b)?(?!\w)|(?:[A-Za-z]\.){2,}|\w+(?:[-’'/&]\w+)*|[^\w\s]")
GENITIVE = re.compile(r"(?i)['’]s$")
YEAR = re.compile(r"^(?:1[0-9]|20)\d\d(?:s|[-–]\d{2,4})?$")

AUX, WH, DET, MY, DEM, PRON, PREP, TO = "aux", "wh", "det", "my", "dem", "pron", "prep", "to"
AND, SUB, ADV, NUM, NAME, NOUN, ADJ, VERB = "and", "sub", "adv", "num", "name", "noun", "adj", "verb"
GEN, PUNCT, REF = "gen", "punct", "ref"  # ref: a pronoun whose meaning has been put in
NOT_ADVERBS = ("family", "supply", "reply", "ally", "bully", "assembly", "anomaly", "monopoly", "butterfly")
NOMINAL = (NOUN, NAME, NUM, ADJ)
HAPPENING = ("happens", "happened", "becomes", "became", "comes", "came", "goes", "went")
START = (".", "?", "!", ":", '"', "“")
WAITING = ("participle", "finite")
OPENING = (DET, MY, DEM, GEN, NUM, ADJ)

_CLOSED = (
    (lexicon.AUXILIARIES, AUX),
    (lexicon.WH, WH),
    (lexicon.DEMONSTRATIVES, DEM),
    (lexicon.PRONOUNS, PRON),
    (lexicon.POSSESSIVES, MY),
    (lexicon.DETERMINERS, DET),
    (lexicon.PREPOSITIONS, PREP),
    (lexicon.CONJUNCTIONS, AND),
    (lexicon.SUBORDINATORS, SUB),
    (lexicon.ADVERBS, ADV),
    (lexicon.NUMBERS, NUM),
    (lexicon.ADJECTIVES | lexicon.ORDINALS, ADJ),
)
_TAGS: dict[str, str] = {}
for _words, _tag in reversed(_CLOSED):
    _TAGS.update(dict.fromkeys(_words, _tag))
_TAGS.update(
    her=MY, his=MY, one=PRON, other=ADJ, others=PRON, so=ADV, to=TO, once=ADV, that=DEM, no=DET, first=ADJ
)


class Token(NamedTuple):
    """A word or a mark, its tag, whether space stood before it, and what a replaced pronoun means."""

    text: str
    tag: str
    gap: bool = True
    means: Mention | None = None

    @property
    def lower(self) -> str:
        """Return the word in lower case, with plain apostrophes."""
        return self.text.lower().replace("’", "'")


def join(tokens: Sequence[Token]) -> str:
    """Return the tokens as text, spaced as they were.

    >>> join(tokenize("Is Otto's wife, too,  happy?"))
    "Is Otto's wife, too, happy?"
    """
    return "".join((" " if t.gap else "") + t.text for t in tokens).strip()


def tokenize(text: str) -> list[Token]:
    """Return a text's tokens, tagged.

    >>> [(t.text, t.tag) for t in tokenize("Who leads the union?")]
    [('Who', 'wh'), ('leads', 'verb'), ('the', 'det'), ('union', 'noun'), ('?', 'punct')]
    """
    words: list[tuple[str, bool]] = []
    for match in WORD.finditer(text):
        word, gap = match.group(), match.start() > 0 and text[match.start() - 1].isspace()
        genitive = GENITIVE.search(word)
        if genitive and genitive.start() > 0:
            words += [(word[: genitive.start()], gap), (genitive.group(), False)]
        else:
            words.append((word, gap))
    return _Tagger(words).run()


class _Tagger:
    """One pass from left to right; `open` says which form of verb each unfinished clause still needs."""

    def __init__(self, words: Sequence[tuple[str, bool]]) -> None:
        self.words = words
        self.lowers = [word.lower().replace("’", "'") for word, _ in words]
        self.shouted = sum(word.isupper() and len(word) > 1 for word, _ in words) > len(words) / 2
        self.tags: list[str] = []
        self.open: list[str] = []

    @property
    def waiting(self) -> str:
        """The form of verb that the innermost open clause still needs, or nothing."""
        return self.open[-1] if self.open else ""

    def run(self) -> list[Token]:
        for place in range(len(self.words)):
            tag = self._tag(place)
            self.tags.append(tag)
            if tag == VERB:
                self.open = self.open[:-1]
                if self.lowers[place] in ("be", "been", "being"):
                    self.open.append("participle")
                elif base_form(self.lowers[place]) in ("let", "help"):
                    self.open.append("base")
        return [Token(word, tag, gap) for (word, gap), tag in zip(self.words, self.tags, strict=True)]

    def _before(self, back: int = 1) -> str:
        return self.tags[-back] if len(self.tags) >= back else ""

    def _next(self, place: int) -> str:
        return self.lowers[place + 1] if place + 1 < len(self.lowers) else ""

    def _tag(self, place: int) -> str:
        word, lower = self.words[place][0], self.lowers[place]
        if lower == "'s":
            return self._genitive_or_is(place)
        if not word[0].isalnum() and word[0] not in "£$€":
            return GEN if self._is_genitive(place) else PUNCT
        if word[0] in "£$€" or word[0].isdigit():
            return NAME if any(c.isupper() for c in word) else NUM
        known = _TAGS.get(lower) or _misspelt(lower)
        first = place == 0 or self.lowers[place - 1] in START
        if known and not (
            not first and word[0].isupper() and known not in (WH, AUX, PRON) and not self.shouted
        ):
            return self._closed(place, known)
        if any(c.isupper() for c in word) and not self.shouted and not (first and base_form(lower)):
            return NAME
        return self._open(place)

    def _is_genitive(self, place: int) -> bool:
        word, gap = self.words[place]
        return word in "'’" and not gap and place > 0 and self.lowers[place - 1].endswith("s")

    def _genitive_or_is(self, place: int) -> str:
        if self._before() in (WH, PRON, DEM) or self.lowers[place - 1] in ("there", "here"):
            self._await(AUX, "is")
            return AUX
        return GEN

    def _await(self, tag: str, lower: str) -> None:
        if tag == AUX:
            self.open = [*self.open[:-1], "base" if lower in lexicon.DO | lexicon.MODAL else "participle"]
        elif tag in (WH, SUB):
            self.open.append("finite")

    def _closed(self, place: int, tag: str) -> str:
        lower, before, following = self.lowers[place], self._before(), self._next(place)
        if tag == AUX:
            if before in (DET, MY, GEN) and self._before(2) != WH:  # "the will", "his can"
                return NOUN
            if self.waiting == "base" and lower in ("do", "have") and before != AUX and self.tags:
                return VERB
            self._await(AUX, lower)
        elif tag in (WH, SUB):
            self._await(tag, lower)
        elif tag == TO:
            if following in lexicon.VERBS or following in ("be", "have", "do"):
                self.open.append("base")
                return TO
            return PREP
        elif lower == "her" and not self._starts_phrase(place + 1):
            return PRON
        elif (lower == "that" and self._relative(place)) or (
            tag == DEM and lower == "that" and before == VERB and self._starts_phrase(place + 1, names=True)
        ):
            self.open.append("finite")
            return SUB
        elif tag == PREP and lower in (
            "like",
            "near",
            "before",
            "after",
            "since",
            "until",
            "till",
            "as",
            "than",
        ):
            return self._preposition_or_not(place)
        elif tag in (ADJ, ADV) and base_form(lower) and (self._verb_due(place) or before == TO):
            return ADJ if following in lexicon.TIME_NOUNS else VERB
        return tag

    def _relative(self, place: int) -> bool:
        """Say whether "that" begins a clause about the noun before it."""
        before, word = self._before(), self.lowers[place - 1] if place else ""
        noun = (
            before in (NOUN, NAME, ADJ)
            or word in ("one", "ones", "those", "most", "all")
            or word.endswith("thing")
        )
        verb = before == VERB and self._next(place) in lexicon.AUXILIARIES
        return verb or (noun and self._starts_clause(place + 1))

    def _preposition_or_not(self, place: int) -> str:
        if self.lowers[place] == "like" and self._verb_due(place):
            return VERB
        return PREP

    def _starts_phrase(self, place: int, *, names: bool = False) -> bool:
        """Say whether the word there could begin or continue a noun phrase."""
        if place >= len(self.words):
            return False
        lower = self.lowers[place]
        tag = _TAGS.get(lower)
        if tag is None:
            return lower[0].isalnum()
        if names:
            return tag in (DET, MY, PRON)
        return tag in (ADJ, NUM)

    def _starts_clause(self, place: int) -> bool:
        if place >= len(self.words):
            return False
        lower = self.lowers[place]
        return _TAGS.get(lower) in (AUX, PRON, DET, MY) or base_form(lower) is not None

    def _verb_due(self, place: int) -> bool:
        """Say whether a word that can be a verb is one here, given its neighbours."""
        before, lower = self._before(), self.lowers[place]
        if before in (DET, MY, GEN, DEM, NUM) and not (before == DEM and self.waiting):
            return False
        if before == PREP:
            return lower.endswith("ing")
        if self.waiting == "base":
            return lower in lexicon.VERBS and (before in (AUX, TO, PRON, ADV) or not self._later(place))
        if before == ADJ:
            return False
        if self.waiting == "participle":
            return lower.endswith(("ed", "ing")) or lower in lexicon.PARTICIPLES
        if self.waiting == "finite":
            return self._finite(place)
        return before in (NOUN, NAME, PRON, ADV, PUNCT, "") and lower.endswith(("ed", "ing"))

    def _later(self, place: int) -> bool:
        """Say whether a better verb follows before the phrase ends: "the plan cost"."""
        for i in range(place + 1, len(self.words)):
            if _TAGS.get(self.lowers[i], ADJ) not in (ADJ, ADV) or not self.lowers[i][0].isalnum():
                return False
            if self._may_be_verb(i):
                return True
        return False

    def _finite(self, place: int) -> bool:
        lower, before = self.lowers[place], self._before()
        if before != WH:
            singular = before == DEM and self.lowers[place - 1] in ("that", "this")
            return singular or before in (NOUN, NAME, PRON, ADV)
        if self.lowers[place - 1] in ("which", "whose") and place <= 2:
            return False
        if self.lowers[place - 1] != "what":
            return True
        if lower in lexicon.VERBS:
            return False
        return lower in HAPPENING or not any(
            w in lexicon.AUXILIARIES for w in self.lowers[place + 1 : place + 4]
        )

    def _open(self, place: int) -> str:
        lower = self.lowers[place]
        if self._before() == WH and self.lowers[place - 1] == "how":
            return ADJ
        if self._before() == WH and self.lowers[place - 1] == "who" and lower.endswith(("s", "ed")):
            return VERB
        if self._between_phrases(place):
            return VERB
        verbal = base_form(lower) is not None or lower in lexicon.PARTICIPLES
        verbal = verbal or (len(lower) > 5 and lower.endswith(("ing", "ed")) and self.waiting in WAITING)
        if (verbal and self._verb_due(place)) or self._last_chance(place):
            return VERB
        if (
            lower.endswith("ly")
            and len(lower) > 4
            and self._before() not in OPENING
            and lower not in NOT_ADVERBS
        ):
            return ADV
        return NOUN

    def _between_phrases(self, place: int) -> bool:
        """Say whether an unknown word stands between a plural noun and a new phrase: "states recognise the …"."""
        if self.waiting != "finite" or self._before() != NOUN or place + 1 >= len(self.words):
            return False
        opens = _TAGS.get(self._next(place)) in (DET, MY, DEM) or self.words[place + 1][0][0].isupper()
        return (
            opens and lexicon.is_plural(self.lowers[place - 1]) and not lexicon.is_plural(self.lowers[place])
        )

    def _last_chance(self, place: int) -> bool:
        """Say whether an unknown word must be the verb: a clause needs one, and the phrase ends here."""
        if self.waiting != "base" or self._before() not in (NOUN, NAME, PRON, NUM, ADV):
            return False
        following = self._next(place)
        ends = not following or not following[0].isalnum() or following in _TAGS
        joined = next(
            (i for i in range(place, len(self.words)) if self.lowers[i] in ("and", "or")), len(self.words)
        )
        later = any(self._may_be_verb(i) for i in range(place + 1, joined))
        return ends and following not in ("'s", "of", "'") and not later

    def _may_be_verb(self, place: int) -> bool:
        """Say whether the word there is a base verb's form and no article, preposition or "to" is before it."""
        lower, before = self.lowers[place], _TAGS.get(self.lowers[place - 1])
        if lower not in lexicon.VERBS or before in (DET, MY, TO, PREP, ADJ):
            return False
        return lower != "back" and not (lower in _TAGS and self._next(place) in lexicon.TIME_NOUNS)


def _misspelt(lower: str) -> str | None:
    """Return the tag of an auxiliary whose letters are in another order: "wuold"."""
    if len(lower) < 4 or base_form(lower):
        return None
    key = lower[0] + "".join(sorted(lower))
    return AUX if key in _SHUFFLED else None


_SHUFFLED = {a[0] + "".join(sorted(a)) for a in lexicon.AUXILIARIES if len(a) > 3}
