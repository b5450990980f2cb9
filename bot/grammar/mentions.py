"""What a question or an answer mentions: persons, things and places that a later pronoun can mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.grammar import lexicon
from bot.grammar.clause import ASKED, ORDER, Clause
from bot.grammar.lexicon import is_plural
from bot.grammar.tokens import (
    ADJ,
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
    REF,
    VERB,
    YEAR,
    Token,
    join,
)

PERSON, GROUP, PLACE, TIME, THING, UNKNOWN = "person", "group", "place", "time", "thing", "unknown"
ANSWER, SUBJECT, OBJECT, NESTED = "answer", "subject", "object", "nested"
MASCULINE, FEMININE = "masculine", "feminine"
PERSON_ENDINGS = ("ist", "ian", "maker", "keeper", "woman", "man", "mistress", "master")
LOOSE = frozenset("of in at on from to for about against between with over under behind near by".split())
VAGUE = frozenset(
    "number share percentage part proportion percent amount rest lot kind sort type many much".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something mentioned: `text` as it would be said again, its last noun, and what is known of it.

    `role` is what it was in its question: `answer` (what the question asks for), subject, object or
    nested in another phrase. `new` was introduced with "a" or "any". `place` is where it stands in the tokens.
    """

    text: str
    head: str
    role: str
    kind: str
    plural: bool
    named: bool = False
    new: bool = False
    gender: str = ""
    place: range = range(0)
    located: bool = False

    @property
    def genitive(self) -> str:
        """Return the mention as an owner, "the mayor's", or nothing where it is too long for that."""
        if len(self.text.split()) > 4 or "," in self.text:
            return ""
        return (
            self.text
            + ("’" if "’" in self.text else "'")
            + ("" if self.plural and self.text.endswith("s") else "s")
        )


def phrases(tokens: Sequence[Token], begin: int = 0, end: int | None = None) -> Iterator[range]:
    """Yield the noun phrases between two places, without the prepositional phrases behind them."""
    place, stop = begin, len(tokens) if end is None else end
    while place < stop:
        start = place
        while place < stop and tokens[place].tag in (DET, MY, DEM, NUM, ADJ):
            place += 1
        first = place
        place += place < stop and tokens[place].tag == REF
        while place < stop and _continues(tokens, place, first, stop):
            place += 1
        if place > first or (place > start and tokens[place - 1].tag == NUM):
            yield range(start, place)
        elif place == start:
            place += 1


def _continues(tokens: Sequence[Token], place: int, first: int, stop: int) -> bool:
    tag = tokens[place].tag
    if tag in (NOUN, NAME, NUM):
        return tokens[place - 1].tag != REF or place == first
    follows = place + 1 < stop and tokens[place + 1].tag in (NOUN, NAME, ADJ, NUM)
    if tag == GEN:
        return place > first and follows
    return tag == ADJ and follows and (place == first or tokens[place - 1].tag == GEN)


def whole_phrase(tokens: Sequence[Token], phrase: range, stop: int | None = None) -> range:
    """Return a noun phrase with the prepositional phrases behind it, those of time left out."""
    stop = len(tokens) if stop is None else stop
    end = phrase.stop
    while (
        end < stop
        and tokens[end].tag in (PREP, AND)
        and (tokens[end].tag == AND or tokens[end].lower in LOOSE)
    ):
        following = next(phrases(tokens, end + 1, stop), None)
        if following is None or following.start != end + 1 or is_time(tokens, following):
            break
        end = following.stop
    return range(phrase.start, end)


def is_time(tokens: Sequence[Token], phrase: range) -> bool:
    """Say whether a phrase names a time: a year, "last week", "March 2019", "Friday"."""
    inside = [tokens[i] for i in phrase]
    last = next((t for t in reversed(inside) if t.tag in (NOUN, NAME, NUM, ADJ)), inside[-1])
    if last.tag == NAME:
        return last.lower in lexicon.MONTHS | lexicon.DAYS
    return bool(YEAR.match(last.text)) or lexicon.singular_of(last.lower) in lexicon.TIME_NOUNS


def mentions_of(clause: Clause) -> list[Mention]:
    """Return what a question mentions, what it asks for first."""
    tokens = clause.tokens
    found = [asked] if (asked := _asked_for(clause)) else []
    for phrase in phrases(tokens):
        inside_asked = phrase.start in clause.asked
        head = phrase.start in clause.subject or phrase.start > clause.subject.stop - 1
        previous = tokens[phrase.start - 1] if phrase.start else None
        nested = previous is not None and previous.tag == PREP and phrase.start - 1 not in (clause.auxiliary,)
        role = SUBJECT if phrase.start in clause.subject else OBJECT
        if role == SUBJECT and phrase.start > clause.subject.start + 1:
            role = NESTED
        if clause.kind == ORDER and all(m.role != SUBJECT for m in found):
            role = SUBJECT
        if nested and previous is not None and _follows_noun(tokens, phrase.start - 1):
            role = NESTED
        if inside_asked:
            if not nested and clause.word in ("how", "what", "which", "whose"):
                continue  # "how many buses" is what the question asks for
            role = NESTED
        if is_time(tokens, phrase) or (not head and not inside_asked and clause.kind == ASKED and not nested):
            continue
        found += _with_owner(tokens, phrase, role, clause)
    return found


def _follows_noun(tokens: Sequence[Token], place: int) -> bool:
    return place > 0 and tokens[place - 1].tag in (NOUN, NAME)


def _with_owner(tokens: Sequence[Token], phrase: range, role: str, clause: Clause) -> Iterator[Mention]:
    stop = clause.subject.stop if phrase.start in clause.subject else len(tokens)
    whole = whole_phrase(tokens, phrase, stop)
    yield mention(tokens, phrase, role=role, whole=whole)
    if any(tokens[i].tag == AND for i in whole):
        yield mention(tokens, phrase, role=NESTED)
    for place in phrase:
        if tokens[place].tag == GEN and place > phrase.start:
            yield mention(tokens, range(phrase.start, place), role=NESTED)


def mention(tokens: Sequence[Token], phrase: range, *, role: str, whole: range | None = None) -> Mention:
    """Return the mention that a noun phrase makes."""
    inside = [tokens[i] for i in phrase]
    if len(inside) == 1 and inside[0].means is not None:
        return replace(inside[0].means, role=role, place=phrase, new=False)
    head = next((t for t in reversed(inside) if t.tag in (NOUN, NAME, NUM)), inside[-1])
    named = any(t.tag == NAME for t in inside) and inside[0].tag != MY
    first, before = inside[0].lower, tokens[phrase.start - 1] if phrase.start else None
    whole = whole or phrase
    if any(tokens[i].tag == PRON for i in whole):
        whole = phrase
    plural = _plural(inside, tokens, whole)
    located = before is not None and before.lower in (
        "in",
        "at",
        "on",
        "from",
        "to",
        "near",
        "across",
        "around",
    )
    kind = _kind(inside, head.lower, named=named)
    bare = kind == PERSON and first == head.lower and not plural
    return Mention(
        text=("the " if bare and not named else "") + _definite([tokens[i] for i in whole]),
        head=head.lower,
        role=role,
        kind=kind,
        plural=plural,
        named=named and head.tag == NAME,
        new=first in ("a", "an", "any", "some", "another"),
        gender=_gender(inside),
        place=whole,
        located=located,
    )


def _plural(inside: Sequence[Token], tokens: Sequence[Token], whole: range) -> bool:
    head = next((t for t in reversed(inside) if t.tag in (NOUN, NAME, NUM)), inside[-1])
    joined = whole.stop > len(inside) + whole.start and tokens[whole.start + len(inside)].tag == AND
    if head.tag == NAME:
        return joined or (inside[0].lower == "the" and is_plural(head.text))
    return joined or is_plural(head.text)


def _definite(inside: Sequence[Token]) -> str:
    first = inside[0]
    if first.lower in ("a", "an", "any", "some", "another", "every", "each", "no"):
        return join([first._replace(text="the"), *inside[1:]])
    if first.tag == NUM and len(inside) > 1 and not first.text[0].isdigit():
        return "the " + join([first._replace(text=first.lower), *inside[1:]])
    return join(
        [first if first.tag in (NAME, REF) else first._replace(text=_lowered(first.text)), *inside[1:]]
    )


def _lowered(word: str) -> str:
    return word if word.isupper() else word[:1].lower() + word[1:]


def _kind(inside: Sequence[Token], head: str, *, named: bool) -> str:
    words = {t.lower.rstrip(".") for t in inside if t.tag != GEN}
    single = lexicon.singular_of(head)
    if single in lexicon.GROUPS:
        return GROUP
    if single in lexicon.PERSONS or single.endswith(PERSON_ENDINGS) or _titled(inside):
        return PERSON
    if named:
        return GROUP if words & lexicon.GROUPS else UNKNOWN
    if head.endswith(("ers", "ors")) and head not in lexicon.NOT_PERSONS:
        return PERSON
    return PLACE if single in lexicon.PLACES else THING


def _titled(inside: Sequence[Token]) -> bool:
    first = next((t for t in inside if t.tag != DET), inside[0]).lower.rstrip(".")
    return (first in lexicon.TITLES or first in lexicon.PERSONS) and inside[-1].tag == NAME


def _gender(inside: Sequence[Token]) -> str:
    words = {t.lower.rstrip(".") for t in inside}
    if words & (lexicon.FEMALE_TITLES | lexicon.FEMININE):
        return FEMININE
    return MASCULINE if words & (lexicon.MALE_TITLES | lexicon.MASCULINE) else ""


def _asked_for(clause: Clause) -> Mention | None:
    """Return what a question asks for, told by its question: "the person who leads the union"."""
    if clause.kind != ASKED or not clause.word:
        return None
    if clause.word in ("who", "whom") and not clause.names:
        plural = (
            not clause.subject
            and clause.auxiliary >= 0
            and clause.tokens[clause.auxiliary].lower in ("are", "were")
        )
        text = f"{'the people' if plural else 'the person'} {'whom' if clause.subject else 'who'} {_predicate(clause)}"
        return Mention(text, "person", ANSWER, PERSON, plural)
    nouns = list(phrases(clause.tokens, clause.asked.start, clause.asked.stop))
    after = [i for i in clause.asked if clause.tokens[i].lower in ("many", "much", "what", "which")]
    if nouns and after and clause.word != "whose":
        return _counted(clause, nouns)
    if clause.word == "what" and not _only_happens(clause) and not clause.names:
        return Mention(f"what {_predicate(clause)}", "what", ANSWER, THING, False)
    if clause.word == "where" and clause.subject:
        return Mention(f"where {join(clause.statement)}", "where", ANSWER, PLACE, False)
    return None


def _counted(clause: Clause, nouns: Sequence[range]) -> Mention | None:
    tokens = clause.tokens
    first = nouns[0]
    start = next(
        (i for i in first if tokens[i].tag in (NOUN, NAME, ADJ) and tokens[i].lower not in ("many", "much")),
        -1,
    )
    if start < 0:
        return None
    phrase = range(start, first.stop)
    of = first.stop < clause.asked.stop and tokens[first.stop].lower == "of"
    if lexicon.singular_of(tokens[first.stop - 1].lower) in VAGUE and of and len(nouns) > 1:
        return mention(tokens, nouns[1], role=ANSWER, whole=range(nouns[1].start, clause.asked.stop))
    named = mention(tokens, phrase, role=ANSWER, whole=range(start, clause.asked.stop))
    if clause.tokens[clause.asked.start].tag == PREP and clause.subject:
        return (
            None
            if named.head in VAGUE
            else replace(named, text=f"the {tail(named.text, clause)}", role=ANSWER)
        )
    text = (
        named.text
        if named.text.startswith(("the ", "its ", "his ", "her ", "their "))
        else f"the {named.text}"
    )
    existential = clause.subject and clause.text(clause.subject).lower() == "there"
    if not existential:
        linking = "" if clause.subject else "who " if named.kind == PERSON else "that "
        text = f"{text} {linking}{_predicate(clause)}"
    return Mention(text, named.head, ANSWER, named.kind, named.plural)


def tail(noun: str, clause: Clause) -> str:
    """Return "condition on which Pelagic offered …" for "On what condition did Pelagic offer …"."""
    preposition = clause.tokens[clause.asked.start].lower
    return f"{noun.removeprefix('the ')} {preposition} which {_predicate(clause)}"


def _predicate(clause: Clause) -> str:
    begin = clause.auxiliary if clause.auxiliary >= 0 else clause.asked.stop
    words = clause.statement if clause.subject else clause.tokens[begin:]
    end = next((i for i, t in enumerate(words) if t.text == ","), len(words))
    return join(words[:end])


def _only_happens(clause: Clause) -> bool:
    """Say whether the question asks for what befell something, which is no thing to speak of."""
    if clause.subject or clause.verb < 0:
        return clause.verb >= 0 and clause.tokens[clause.verb].lower == "do"
    return clause.tokens[clause.verb].lower in (
        "happens",
        "happened",
        "happen",
        "became",
        "becomes",
        "become",
    )


__all__ = ["AUX", "VERB", "Mention", "is_time", "mention", "mentions_of", "phrases", "whole_phrase"]
