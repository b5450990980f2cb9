"""Pronouns → what they mean: the most salient mention of earlier turns that fits in number and kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.grammar import lexicon
from bot.grammar.clause import FRAGMENT, Clause, stands_alone
from bot.grammar.lexicon import base_form
from bot.grammar.mentions import (
    ANSWER,
    FEMININE,
    GROUP,
    MASCULINE,
    NESTED,
    OBJECT,
    PERSON,
    PLACE,
    SUBJECT,
    THING,
    UNKNOWN,
    Mention,
    is_time,
    mention,
    phrases,
)
from bot.grammar.tokens import ADJ, ADV, AUX, DEM, GEN, MY, NOUN, PREP, PRON, SUB, TO, VERB, WH, Token

HE, SHE, HE_OR_SHE, IT, THEY, THERE, THAT = "he", "she", "he or she", "it", "they", "there", "that"
FAMILY = {
    **dict.fromkeys(("he", "him", "his"), HE),
    **dict.fromkeys(("she", "her", "hers"), SHE),
    **dict.fromkeys(("it", "its"), IT),
    **dict.fromkeys(("they", "them", "their", "theirs"), THEY),
    "there": THERE,
}
OTHER_GENDER = {HE: FEMININE, SHE: MASCULINE}
# How well a role fits what a pronoun asks for; chosen on two thirds of the training articles.
ROLES = {
    HE: {ANSWER: 5.0, SUBJECT: 4.0, OBJECT: 3.5, NESTED: 2.0},
    IT: {ANSWER: 3.6, SUBJECT: 3.5, OBJECT: 3.0, NESTED: 1.5},
    THEY: {ANSWER: 5.0, SUBJECT: 4.0, OBJECT: 3.5, NESTED: 2.0},
    THERE: {ANSWER: 3.0, SUBJECT: 1.0, OBJECT: 2.5, NESTED: 3.0},
}
ROLES[SHE] = ROLES[HE_OR_SHE] = ROLES[HE]
ANYONE = frozenset("who whom whose anyone everyone someone nobody everybody no-one each neither both".split())
CLAUSAL = frozenset("to that if whether for until before when where why who how since".split())
FURTHER = frozenset("and but , before after than once until so : ;".split())
NEWLY_NAMED = 1.5  # "a clause about drought": what was just introduced is what "it" means next
TURN_BACK = 2.5


@dataclass(frozen=True, slots=True)
class Understood:
    """An earlier question as it was understood, and what it and its answer mention."""

    clause: Clause
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word of the question that takes its meaning from before, and where it stands."""

    family: str
    place: int


def anaphors(tokens: Sequence[Token]) -> list[Anaphor]:
    """Return the pronouns that can point back, the first of each family."""
    found: list[Anaphor] = []
    for place, token in enumerate(tokens):
        family = _family(tokens, place) if token.tag in (PRON, MY, DEM, ADV) else None
        if family and all(f.family != family for f in found):
            found.append(Anaphor(family, place))
    return found


def _family(tokens: Sequence[Token], place: int) -> str | None:
    lower = tokens[place].lower
    if tokens[place].tag == DEM:
        if not stands_alone(tokens, place):
            return None
        return THAT if lower in ("that", "this") else THEY
    family = FAMILY.get(lower)
    if (family == THERE and _existential(tokens, place)) or (family == IT and _expletive(tokens, place)):
        return None
    return family


def _existential(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "there" only says that something exists, or is a misspelt "their"."""
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and (after.lower in lexicon.BE or after.tag in (NOUN, ADJ)):
        return True
    return before is not None and before.tag == AUX and (after is not None or tokens[0].tag == WH)


def _expletive(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "it" means nothing: "is it true that", "how long does it take to"."""
    rest = [t.lower for t in tokens[place + 1 :]]
    before = tokens[place - 1].lower if place else ""
    if tokens[place].lower == "it" and before in ("see", "sees", "as"):
        return True
    if not rest or tokens[place].lower != "it":
        return False
    clausal = any(w in CLAUSAL for w in rest)
    if rest[0] in (
        "take",
        "takes",
        "took",
        "cost",
        "costs",
        "matter",
        "matters",
        "fall",
        "falls",
        "seem",
        "seems",
    ):
        return clausal or (len(rest) < 3 and rest[0] in ("take", "costs"))
    if rest[0] in ("rain", "rains", "snow", "snows", "mean", "all") or (
        rest[0] == "that" and before in lexicon.BE
    ):
        return True
    be = (
        before in lexicon.BE
        or rest[0] in lexicon.BE | {"be", "get", "getting", "become"}
        or "been" in rest[:2]
    )
    return (
        clausal
        and (rest[0] not in ("before", "for") or "to" in rest)
        and (be or base_form(before) in ("consider", "find", "think", "make"))
    )


def explained(clause: Clause, anaphor: Anaphor) -> bool:
    """Say whether something earlier in the question itself can be what the pronoun means.

    A possessive can take its meaning from anything before it ("Did the mayor keep his word?"); an object
    cannot mean the subject of its own verb ("What does the team think of it?"), one clause further it can.
    """
    tokens, place = clause.tokens, anaphor.place
    if anaphor.family == THAT:
        return tokens[place].lower == "this" and any(True for _ in phrases(tokens, 0, place))
    owner = tokens[place].tag == MY
    for phrase in _with_owners(tokens, place):
        if _can_mean(tokens, phrase, anaphor) and (owner or _far(clause, phrase.stop, place)):
            return True
    if owner and place in clause.asked and clause.subject:
        subject = next(phrases(tokens, clause.subject.start, clause.subject.stop), None)
        return subject is not None and _can_mean(tokens, subject, anaphor)
    someone = any(t.lower in ANYONE for t in tokens[:place])
    return someone and anaphor.family in (HE, SHE, THEY) and (owner or _far(clause, 0, place))


def _with_owners(tokens: Sequence[Token], stop: int) -> Iterator[range]:
    """Yield the noun phrases before a place, and the owners in them: "Sorel's coalition", "Sorel"."""
    for phrase in phrases(tokens, 0, stop):
        yield phrase
        yield from (range(phrase.start, i) for i in phrase if tokens[i].tag == GEN and i > phrase.start)


def _can_mean(tokens: Sequence[Token], phrase: range, anaphor: Anaphor) -> bool:
    if is_time(tokens, phrase):
        return False
    found = mention(tokens, phrase, role=SUBJECT)
    if anaphor.family == THERE:
        return found.located
    if anaphor.family in (HE, SHE) and found.kind == THING and not found.plural:
        return (
            found.new
            or tokens[phrase.start].lower == "one"
            or (found.head.endswith(("er", "or")) and found.head + "s" not in lexicon.NOT_PERSONS)
        )
    return fits(found, anaphor.family, strict=True)


def _far(clause: Clause, begin: int, place: int) -> bool:
    """Say whether another clause begins between two places."""
    between = clause.tokens[begin:place]
    if not between:
        return False
    follows = clause.tokens[place + 1].tag if place + 1 < len(clause.tokens) else ""
    lower = begin and place not in clause.subject and follows in (AUX, VERB) and between[-1].tag != PREP
    if lower or (follows in (AUX, VERB) and base_form(between[-1].lower) in lexicon.REPORTING):
        return True
    marks = (SUB, WH) if begin else (SUB,)
    if any(t.tag in marks or t.lower in FURTHER for t in between):
        return True
    verbs = [t for t in between if t.tag == VERB]
    return len(verbs) > 1 or (len(verbs) == 1 and any(t.tag == TO for t in between))


def fits(mention: Mention, family: str, *, strict: bool = False) -> bool:
    """Say whether a pronoun can mean a mention; `strict` asks for more than that nothing speaks against it."""
    if family in (HE, SHE, HE_OR_SHE):
        if mention.plural or mention.gender == OTHER_GENDER.get(family, "-"):
            return False
        unknown = mention.named and mention.kind == UNKNOWN and not mention.text.startswith("the ")
        return mention.kind == PERSON or unknown
    if family == IT:
        return not mention.plural and mention.kind != PERSON and mention.head != "where"
    if family == THEY:
        if mention.plural or (not strict and mention.kind == GROUP):
            return True
        return not strict and mention.role == ANSWER and mention.kind == PERSON
    if family == THERE:
        named = mention.kind == UNKNOWN and mention.named and " " not in mention.text
        return mention.kind in (PLACE, GROUP) or named or mention.located
    return False


def antecedent(
    family: str, earlier: Sequence[Understood], *, clause: Clause, place: int, used: Sequence[Mention] = ()
) -> Mention | None:
    """Return the mention that a pronoun most likely means, or None where nothing fits."""
    best: tuple[float, Mention] | None = None
    taken = {mention.text for mention in used}
    for back, turn in enumerate(reversed(earlier)):
        for said in turn.mentions:
            if said.text in taken or not fits(said, family):
                continue
            if back == 0 and said.role == SUBJECT and family in (HE, SHE) and _replies(clause, place):
                continue
            score = ROLES[family][said.role] - TURN_BACK * back + _bonus(said, family, clause, place)
            if best is None or score > best[0]:
                best = (score, said)
    if best is None and family == THEY:
        return antecedent(HE_OR_SHE, earlier, clause=clause, place=place, used=used)
    return best[1] if best else None


def _replies(clause: Clause, place: int) -> bool:
    """Say whether the question asks what someone replies to what another one said."""
    verb = clause.tokens[clause.verb].lower if clause.verb >= 0 and place in clause.subject else ""
    rest = [t.lower for t in clause.tokens[clause.verb + 1 :]]
    return verb in ("say", "reply", "answer", "respond") and rest[:1] == ["to"] and len(rest) < 4


def _bonus(mention: Mention, family: str, clause: Clause, place: int) -> float:
    """Return what speaks for a mention besides its role and its turn."""
    acting, bonus = mention.kind in (PERSON, GROUP), 0.0
    does = clause.tokens[clause.verb].lower if clause.verb >= 0 and place in clause.subject else ""
    if family == IT:
        bonus += _bonus_of_thing(mention, clause, place)
    elif family in (HE, SHE):
        bonus += 1.0 if mention.kind == PERSON else -0.5 if mention.located or mention.role == NESTED else 0.0
        bonus += 1.0 if mention.gender else 0.0
    elif family == THEY:
        bonus -= 1.5 if not mention.plural else 0.0
        counted = clause.asked and mention.role == ANSWER
        bonus -= 3.0 if counted and mention.head in {t.lower for t in clause.part(clause.asked)} else 0.0
    elif family == THERE:
        bonus += 1.5 * mention.located + 1.0 * mention.named
    if does in lexicon.WILLED and family in (IT, THEY):
        bonus += 2.5 if acting else -4.0 if family == THEY else -1.0
    return bonus


def _bonus_of_thing(mention: Mention, clause: Clause, place: int) -> float:
    bonus = NEWLY_NAMED if mention.new else 0.0
    bonus -= 1.0 if mention.named and mention.role != SUBJECT else 0.0
    bonus -= 2.0 if clause.kind == FRAGMENT and mention.head == "what" else 0.0
    bonus -= 1.0 if mention.kind == UNKNOWN and " " in mention.text else 0.0  # two names: rather a person
    passive = clause.auxiliary >= 0 and clause.tokens[clause.auxiliary].lower in lexicon.BE
    if mention.kind == GROUP and place in clause.subject:
        bonus += -1.0 if passive and clause.verb >= 0 else 0.5
    if clause.tokens[place].tag == MY:
        owned = clause.tokens[place + 1].lower if place + 1 < len(clause.tokens) else ""
        bonus -= 1.5 if mention.head in ("what", "that") else 0.0
        bonus -= (
            2.5
            if lexicon.singular_of(owned) in lexicon.PERSONS and not (mention.named or mention.kind == GROUP)
            else 0.0
        )
    return bonus
