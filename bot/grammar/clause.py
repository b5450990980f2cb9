"""A question → its parts: what it asks for, auxiliary, subject, verb and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.grammar import lexicon
from bot.grammar.lexicon import past_of, third_of
from bot.grammar.tokens import (
    ADJ,
    ADV,
    AND,
    AUX,
    DEM,
    DET,
    GEN,
    MY,
    NAME,
    NOUN,
    NUM,
    PREP,
    PRON,
    PUNCT,
    REF,
    SUB,
    TO,
    VERB,
    WH,
    Token,
    join,
    tokenize,
)

LEADS = frozenset("and but or so then well ok okay also hmm oh".split())
ASKED, POLAR, ORDER, FRAGMENT = "asked", "polar", "order", "fragment"
ORDERS = frozenset("tell describe explain give name list show compare discuss summarize summarise".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A question's tokens without its opening word and closing mark, and where its parts stand in them.

    `asked` is the phrase that asks ("in which year"), empty in a yes-or-no question; `auxiliary` and
    `verb` are places or -1; `subject` is empty where the asked phrase is the subject.
    """

    tokens: tuple[Token, ...]
    kind: str
    lead: str = ""
    asked: range = range(0)
    auxiliary: int = -1
    subject: range = range(0)
    verb: int = -1

    def part(self, part: range) -> tuple[Token, ...]:
        """Return the tokens of a part."""
        return self.tokens[part.start : part.stop]

    def text(self, part: range) -> str:
        """Return the words of a part."""
        return join(self.part(part))

    @property
    def word(self) -> str:
        """Return the question word in lower case, or nothing."""
        return next((t.lower for t in self.part(self.asked) if t.tag == WH), "")

    @property
    def rest(self) -> range:
        """Return what follows the subject, or the asked phrase that is the subject, verb included."""
        after = self.auxiliary + 1 if self.auxiliary >= 0 else self.asked.stop
        return range(self.subject.stop if self.subject else after, len(self.tokens))

    @property
    def statement(self) -> list[Token]:
        """Return subject and predicate in the order of a statement: "Ostrelle bought last year"."""
        if not self.subject:
            return list(self.tokens[self.asked.stop :])
        auxiliary, rest = self.tokens[self.auxiliary], list(self.part(self.rest))
        if auxiliary.lower in ("do", "does", "did") and self.verb >= 0:
            place, verb = self.verb - self.rest.start, self.tokens[self.verb]
            form = {"did": past_of, "does": third_of}.get(auxiliary.lower, str)(verb.lower)
            rest[place] = verb._replace(text=form)
            return [*self.part(self.subject), *rest]
        return [*self.part(self.subject), auxiliary._replace(text=auxiliary.lower, gap=True), *rest]

    @property
    def indirect(self) -> list[Token]:
        """Return the question as a part of another: "how many buses Ostrelle bought", "whether it is so"."""
        if self.kind == ASKED:
            return [*lowered(self.part(self.asked)), *self.statement]
        if self.kind == POLAR:
            return [Token("whether", SUB), *self.statement]
        return list(self.tokens)

    @property
    def predicate(self) -> range:
        """Return verb, objects and the rest, from the main verb on; empty without one."""
        begin = self.verb
        while begin > 0 and self.tokens[begin - 1].lower in ("be", "been", "being"):
            begin -= 1
        return range(begin, len(self.tokens)) if self.verb >= 0 else range(0)

    @property
    def names(self) -> bool:
        """Say whether the question only asks who or what something is: "Who is Adela Quint?"."""
        be = self.auxiliary >= 0 and self.tokens[self.auxiliary].lower in lexicon.BE
        return be and self.kind == ASKED and bool(self.subject) and (self.verb < 0 or self.word == "who")

    @property
    def passive(self) -> bool:
        """Say whether the main verb is a participle behind a form of "be"."""
        if self.verb < 1 or not is_participle(self.tokens[self.verb].lower):
            return False
        before = [t.lower for t in self.tokens[max(0, self.auxiliary) : self.verb] if t.tag in (AUX, VERB)]
        return bool(before) and (before[-1] in lexicon.BE or before[-1] in ("be", "been", "being"))


def is_participle(word: str) -> bool:
    """Say whether a verb's form is a past participle, by list or ending."""
    return word in lexicon.PARTICIPLES or word.endswith("ed")


def lowered(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with a small first letter, unless the first is a name."""
    if not tokens or tokens[0].tag in (NAME, REF) or tokens[0].text.isupper():
        return [tokens[0]._replace(gap=True), *tokens[1:]] if tokens else []
    return [tokens[0]._replace(text=tokens[0].text[:1].lower() + tokens[0].text[1:], gap=True), *tokens[1:]]


def parse(text: str) -> Clause:
    """Return the parts of a question; a fragment when it has no verb to hang them on.

    >>> clause = parse("How many buses did the town buy?")
    >>> clause.text(clause.asked), clause.text(clause.subject), join(clause.statement)
    ('How many buses', 'the town', 'the town bought')
    """
    tokens = tokenize(text)
    while tokens and tokens[-1].tag == PUNCT and tokens[-1].text not in ")]":
        tokens.pop()
    lead: list[Token] = []
    while len(tokens) > 1 and (tokens[0].lower in LEADS or (lead and tokens[0].text == ",")):
        if tokens[0].lower == "so" and tokens[1].tag in (DET, ADJ, ADV, DEM):
            break
        lead.append(tokens.pop(0))
    return parts(tokens, join(lead))


def parts(words: Sequence[Token], lead: str = "") -> Clause:
    """Return the parts of a question whose tokens are known."""
    tokens = tuple(words)
    if not tokens:
        return Clause(tokens, FRAGMENT, lead)
    if tokens[0].tag == AUX:
        subject = _subject(tokens, 1, polar=True)
        return Clause(tokens, POLAR, lead, range(0), 0, subject, _verb(tokens, subject.stop))
    if tokens[0].lower in ORDERS:
        return Clause(tokens, ORDER, lead, verb=0)
    begin = _asking_word(tokens)
    if begin < 0 or (len(tokens) > begin + 1 and tokens[begin + 1].lower in ("about", "if")):
        return Clause(tokens, FRAGMENT, lead)
    start = begin
    while start and tokens[start - 1].tag in (PREP, TO):
        start -= 1
    end = next((i for i in range(begin + 1, len(tokens)) if tokens[i].tag in (AUX, VERB)), -1)
    if end < 0:
        return Clause(tokens, FRAGMENT, lead, range(start, len(tokens)))
    asked = range(start, end)
    if tokens[end].tag == VERB:
        return Clause(tokens, ASKED, lead, asked, verb=end)
    if _asked_is_subject(tokens, begin, end):
        return Clause(tokens, ASKED, lead, asked, end, range(0), _verb(tokens, end + 1))
    subject = _subject(tokens, end + 1, polar=False)
    return Clause(tokens, ASKED, lead, asked, end, subject, _verb(tokens, subject.stop))


def _asking_word(tokens: Sequence[Token]) -> int:
    """Return the place of the word that asks: first, behind prepositions, or behind a comma; else -1."""
    for place, token in enumerate(tokens):
        if token.tag == WH:
            before = tokens[place - 1] if place else None
            return place if before is None or before.tag in (PREP, TO) or before.text in (",", ":") else -1
        if token.tag in (AUX, VERB, SUB) and not (place and tokens[0].tag in (PREP, AND)):
            return -1
    return -1


def _asked_is_subject(tokens: Sequence[Token], begin: int, auxiliary: int) -> bool:
    after = [t for t in tokens[auxiliary + 1 :] if t.tag != ADV or t.lower == "there"]
    if not after:
        return tokens[begin].lower == "who"
    if after[0].lower == "there" or tokens[begin].lower in ("when", "where", "why"):
        return False
    first = after[0].tag
    if first in (VERB, TO, AUX) or (first == PREP and tokens[auxiliary].lower in lexicon.BE):
        return True
    if first == ADJ and tokens[auxiliary].lower in lexicon.BE:
        return len(after) < 2 or after[1].tag not in (NOUN, NAME)
    has_verb = any(t.tag == VERB for t in after)
    return tokens[auxiliary].lower in lexicon.HAVE and not has_verb and first not in (PRON, REF)


def _subject(tokens: Sequence[Token], start: int, *, polar: bool) -> range:
    """Return the noun phrase that begins there, with the prepositional phrases that belong to it."""
    while (
        start < len(tokens) - 1 and tokens[start].tag == ADV and tokens[start].lower not in ("there", "here")
    ):
        start += 1
    if start >= len(tokens):
        return range(start, start)
    first, second = tokens[start], tokens[start + 1] if start + 1 < len(tokens) else None
    alone = first.tag in (PRON, ADV) or first.lower == "there" or (first.tag == REF and not _owns(second))
    if alone and not (second is not None and second.lower == "of"):
        return range(start, start + 1)
    if first.tag == DEM and stands_alone(tokens, start):
        return range(start, start + 1)
    only_of = polar and tokens[start - 1].lower in lexicon.BE
    end = start + 1
    while end < len(tokens) and not _ends_subject(tokens, end, only_of=only_of):
        end += 1
    return range(start, end)


def stands_alone(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a demonstrative stands for something by itself, before no noun."""
    after = tokens[place + 1].tag if place + 1 < len(tokens) else ""
    if after == ADJ:
        return place + 2 >= len(tokens) or tokens[place + 2].tag not in (NOUN, NAME, ADJ, NUM)
    if after in (DET, MY, DEM) and tokens[place + 1].lower not in ("a", "an", "every", "each"):
        return False  # "the proof that the mayor knew"
    if place + 1 < len(tokens) and tokens[place + 1].lower == "of":
        return False  # "that of the mayor"
    if after in (WH, PREP, PRON) and tokens[place].lower in ("those", "these"):
        return False  # "those who", "those in the hills", "these ones"
    return after not in (NOUN, NAME, NUM, PRON)


def _owns(following: Token | None) -> bool:
    return following is not None and following.tag == GEN


def _ends_subject(tokens: Sequence[Token], place: int, *, only_of: bool) -> bool:
    token, before = tokens[place], tokens[place - 1]
    if token.tag == VERB:
        return before.tag != PREP
    if token.tag in (AUX, ADV, TO, WH, SUB, PUNCT):
        return True
    if token.tag == PREP:
        return not _joins(tokens, place, only_of=only_of)
    opens = token.tag in (DET, MY, DEM, PRON, REF, ADJ)
    return opens and before.tag in (NOUN, NAME, NUM, PRON, REF)


def _joins(tokens: Sequence[Token], place: int, *, only_of: bool) -> bool:
    """Say whether a preposition continues the subject before it."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None:
        return False
    if tokens[place].lower == "of":
        return True
    if following.tag == VERB:
        return following.lower.endswith("ing") and tokens[place].lower == "for" and not only_of
    return not only_of and following.tag in (DET, MY, NOUN, NAME, ADJ, NUM, DEM, REF)


def _verb(tokens: Sequence[Token], start: int) -> int:
    """Return the place of the main verb, a participle rather than the "be" before it; -1 without one."""
    for place in range(start, len(tokens)):
        if tokens[place].tag == VERB:
            passive = tokens[place].lower in ("be", "been", "being") and place + 1 < len(tokens)
            return place + (passive and tokens[place + 1].tag == VERB)
    return -1
