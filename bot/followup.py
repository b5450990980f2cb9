"""A question in a conversation → the question that stands alone, by grammar and salience, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Turn
from bot.coreference import HE, IT, SHE, THAT, THERE, Anaphor, Understood, anaphors, antecedent, explained
from bot.ellipsis import asked_noun, complete, is_cut, with_noun
from bot.grammar import lexicon
from bot.grammar.answers import name_in
from bot.grammar.clause import ASKED, FRAGMENT, POLAR, Clause, is_participle, lowered, parse, parts
from bot.grammar.lexicon import base_form, singular_of
from bot.grammar.mentions import (
    ANSWER,
    FEMININE,
    MASCULINE,
    OBJECT,
    SUBJECT,
    THING,
    Mention,
    mentions_of,
    phrases,
    whole_phrase,
)
from bot.grammar.tokens import (
    ADJ,
    ADV,
    AUX,
    DEM,
    DET,
    GEN,
    MY,
    NOUN,
    NUM,
    PREP,
    PRON,
    PUNCT,
    REF,
    VERB,
    WH,
    Token,
    join,
    tokenize,
)

TURNS = 6  # earlier turns that are read; what is older is hardly ever meant
Tokens = list[Token]
NAME_AND_DESCRIPTION = True
OTHERS = re.compile(r"^(?:and |or |what about |how about )?the others?(?: ones?| two)?\W*$", re.IGNORECASE)
ASKED_WHICH = re.compile(
    r"^(which|what)(?: (?:two|three|four))? (?!is |are |was |were |do|did |has |have )(.+)$", re.IGNORECASE
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it takes from earlier turns put in; unchanged where it takes nothing.

    >>> standalone("What about Kammen?", [Turn("How many buses did Ostrelle buy?")])
    'How many buses did Kammen buy?'
    """
    others = the_others(question, history)
    if others:
        return others
    earlier: list[Understood] = []
    for turn in history[-TURNS:]:
        clause = resolved(parse(turn.question), earlier)
        earlier.append(understood(clause, turn.answer))
    if not earlier:
        return question
    asked = parse(question)
    found = resolved(asked, earlier)
    if found.tokens == asked.tokens and not (asked.lead and asked.kind != FRAGMENT):
        return question
    return finished(found.tokens)


def the_others(question: str, history: Sequence[Turn]) -> str | None:
    """Return what a lone "the other one" asks: which others there are, beside those that came up.

    >>> the_others("And the other one?", [Turn("Which incursions does it name?"), Turn("Kursk")])
    'Which other incursions does it name?'
    """
    if not OTHERS.match(question):
        return None
    asked = (ASKED_WHICH.match(turn.question.strip()) for turn in reversed(history))
    found = next((match for match in asked if match), None)
    return f"{found[1]} other {found[2]}" if found else None


def understood(clause: Clause, answer: str) -> Understood:
    """Return an earlier question with what it mentions; what it asks for has its name from the answer."""
    mentions = mentions_of(clause)
    asked = next(
        (m for m in mentions if m.role == ANSWER and (m.kind != THING or clause.word == "which")), None
    )
    name = name_in(answer, clause) if answer and asked and not asked.plural else ""
    if asked and name:
        described = asked.text.removeprefix("the person ")
        text = f"{name}, {described}," if NAME_AND_DESCRIPTION else name
        mentions[mentions.index(asked)] = replace(asked, text=text, named=True)
    return Understood(clause, tuple(mentions))


def finished(tokens: Sequence[Token]) -> str:
    """Return the words as a question: a capital first, a question mark last."""
    text = join(tokens).rstrip("?.! ,").replace(",,", ",").replace(", ,", ",")
    return text[:1].upper() + text[1:] + "?"


def resolved(clause: Clause, earlier: Sequence[Understood]) -> Clause:
    """Return a question with all that earlier ones say of it put in; the same where nothing is."""
    pattern = next((turn.clause for turn in reversed(earlier) if turn.clause.kind != FRAGMENT), None)
    if pattern is None:
        return clause
    for step in (_undislocated, _with_nouns, _with_deeds, _with_pronouns, _completed):
        tokens = step(clause, pattern, earlier)
        if tokens is not None:
            clause = parts(tokens, clause.lead)
    return clause


def _undislocated(clause: Clause, _: Clause, __: Sequence[Understood]) -> Tokens | None:
    """Turn "its neighbour, what did that spend?" into "what did its neighbour spend?"."""
    tokens = list(clause.tokens)
    words = [t.lower for t in tokens[:4]]
    if words[:1] == ["of"] and words[2:] == ["how", "many"] and tokens[1].tag in (PRON, DEM):
        return [*tokens[2:4], *tokens[:2], *tokens[4:]]
    comma = next((i for i, t in enumerate(tokens) if t.text == ","), -1)
    own = clause.lead or tokens[0].tag in (MY, WH) or any(t.lower == "other" for t in tokens[:comma])
    if comma < 1 or not own or comma + 1 >= len(tokens) or tokens[comma + 1].tag not in (WH, AUX):
        return None
    front = tokens[:comma]
    if front[0].tag == WH and len(front) > 2 and front[1].lower == "about":
        front = front[2:]
    if any(t.tag in (VERB, AUX, WH) for t in front) or front[0].tag == PREP:
        return None
    body = tokens[comma + 1 :]
    for place, token in enumerate(body):
        if (
            token.tag == PRON and token.lower in ("it", "they", "he", "she", "him", "them")
        ) or token.tag == DEM:
            return [*body[:place], *lowered(front), *body[place + 1 :]]
    return None


def _with_nouns(clause: Clause, last: Clause, _: Sequence[Understood]) -> Tokens | None:
    """Put in the nouns that "how many did she fill", "the second one" and "which won" leave out."""
    if clause.kind == FRAGMENT:
        return None
    tokens = list(clause.tokens)
    counted = asked_noun(last)
    end = clause.asked.stop
    if clause.asked and not asked_noun(clause) and counted and _counts(tokens[clause.asked.start : end]):
        one = tokens[end - 1].lower in ("one", "ones")
        noun = [*counted[:-1], counted[-1]]
        if one or (clause.word == "which" and not lexicon.is_plural(noun[-1].text)):
            noun[-1] = noun[-1]._replace(text=singular_of(noun[-1].text))
        tokens[end - one : end] = [t._replace(gap=True) for t in noun]
        return tokens
    nouns = counted or _subject_noun(last)
    if not nouns:
        return None
    head = nouns[-1]
    ranks = any(t.tag in (ADJ, NUM) or t.lower in ("most", "least") for t in last.tokens)
    new = next((last.part(p) for p in phrases(last.tokens) if last.tokens[p.start].lower in ("a", "an")), ())
    return _with_ones(tokens, head, ranks=ranks, new=new)


def _counts(asked: Sequence[Token]) -> bool:
    words = [t.lower for t in asked if t.tag != PREP]
    return words in (["how", "many"], ["how", "many", "more"], ["which"], ["which", "one"], ["which", "ones"])


def _with_ones(tokens: Tokens, head: Token, *, ranks: bool, new: Sequence[Token]) -> Tokens | None:
    """Put the noun into "the second one", "each one", "of the two", and "the second" where the last one `ranks`."""
    for place in range(1, len(tokens)):
        token, before = tokens[place], tokens[place - 1]
        after = tokens[place + 1].tag if place + 1 < len(tokens) else ""
        start = place - 1
        while start > 0 and tokens[start].tag == ADJ:
            start -= 1
        if token.lower == "one" and before.tag == VERB and after in ("", ADV, PUNCT) and new:
            return [*tokens[:place], *new, *tokens[place + 1 :]]
        if tokens[start].lower not in ("the", "each", "which") or after not in ("", AUX, VERB, ADV, PUNCT):
            continue
        if token.lower in ("one", "ones") and (start < place - 1 or tokens[start].lower != "the"):
            number = head.text if token.lower == "ones" else singular_of(head.text)
            return [*tokens[:place], Token(number, NOUN), *tokens[place + 1 :]]
        two = token.lower in lexicon.NUMBERS and place > 1 and tokens[place - 2].lower == "of"
        ranked = token.lower in lexicon.ORDINALS - {"next", "last"} and after in ("", AUX) and ranks
        if before.lower == "the" and (two or ranked):
            filled = with_noun([before, token], head)
            return [*tokens[: place - 1], *filled, *tokens[place + 1 :]] if filled else None
    return None


def _subject_noun(last: Clause) -> Tokens:
    phrase = next(phrases(last.tokens, last.subject.start, last.subject.stop), None) if last.subject else None
    inside = [t for t in last.part(phrase) if t.tag == NOUN] if phrase else []
    return inside[-1:]


def _with_deeds(clause: Clause, last: Clause, _: Sequence[Understood]) -> Tokens | None:
    """Put in what "do it", "do so" and "think so" stand for."""
    tokens = list(clause.tokens)
    for place in range(1, len(tokens)):
        verb, lower = tokens[place - 1], tokens[place].lower
        if lower not in ("so", "it", "that", "this") or verb.tag not in (VERB, AUX):
            continue
        doer = tokens[place - 2].tag if place > 1 else ""
        if (
            lower == "so"
            and verb.lower == "do"
            and doer not in (PRON, REF)
            and place - 1 != clause.asked.stop
        ):
            continue
        if lower == "so" and base_form(verb.lower) in lexicon.REPORTING and last.kind == POLAR:
            return [*tokens[:place], Token("that", DEM), *last.statement, *tokens[place + 1 :]]
        asks = last.kind == POLAR or (
            last.kind == ASKED and last.word in ("when", "where", "why", "how") and last.subject
        )
        if verb.lower in ("do", "done") and last.verb >= 0 and asks and (deed := _same_deed(last, verb)):
            return [*tokens[: place - 1], *deed, *tokens[place + 1 :]]
    return None


def _same_deed(last: Clause, do: Token) -> Tokens:
    """Return the last predicate in the form of "do" or "done", a passive one turned round."""
    verb = last.tokens[last.verb]
    base = base_form(verb.lower) or verb.lower
    done = verb.lower if is_participle(verb.lower) else lexicon.past_of(base)
    patient = last.part(last.subject) if last.passive else ()
    return [verb._replace(text=done if do.lower == "done" else base), *patient, *last.tokens[last.verb + 1 :]]


def _with_pronouns(clause: Clause, last: Clause, earlier: Sequence[Understood]) -> Tokens | None:
    """Put in what the pronouns mean; None where there is nothing to put in."""
    put: dict[int, Tokens] = {}
    used: list[Mention] = []
    tokens = list(clause.tokens)
    for anaphor in anaphors(tokens):
        if explained(clause, anaphor):
            continue
        if anaphor.family == THAT and (words := _proposition(clause, anaphor.place, last, earlier)):
            put[anaphor.place] = words
            continue
        family = IT if anaphor.family == THAT else anaphor.family
        meant = antecedent(family, earlier, clause=clause, place=anaphor.place, used=used)
        if meant is not None:
            used.append(meant)
            put |= _instead(tokens, anaphor, meant)
    if not put:
        return None
    particle = len(tokens) - 2  # "take that back" → "take back what …"
    if (
        particle in put
        and tokens[-1].lower in ("back", "up", "out", "off", "down")
        and tokens[particle - 1].tag == VERB
    ):
        put = {**put, particle: [tokens[-1]], particle + 1: put[particle]}
    return [token for place, old in enumerate(tokens) for token in put.get(place, [old])]


def _instead(tokens: Sequence[Token], anaphor: Anaphor, meant: Mention) -> dict[int, Tokens]:
    """Return, by place, the words that take the place of a pronoun and of the noun it owns."""
    place = anaphor.place
    gender = {HE: MASCULINE, SHE: FEMININE}.get(anaphor.family, meant.gender)
    ref = Token(meant.text, REF, tokens[place].gap, replace(meant, gender=gender))
    if anaphor.family == THERE:
        plain = (place and tokens[place - 1].tag == PREP) or meant.text.startswith("where ")
        return {place: [ref] if plain else [Token("in", PREP, ref.gap), ref._replace(gap=True)]}
    if tokens[place].tag != MY:
        return {place: [ref]}
    if place + 1 < len(tokens) and is_participle(tokens[place + 1].lower):  # "its taken up again"
        return {place: [ref, Token("is", AUX)]}
    if meant.genitive:
        return {place: [ref, Token(meant.genitive.removeprefix(meant.text), GEN, False)]}
    owned = next(phrases(tokens, place + 1), None)
    if owned is None or owned.start != place + 1:
        return {place: [ref]}
    end = owned.stop - 1
    return {
        place: [Token("the", DET, ref.gap)],
        end: [tokens[end], Token("of", PREP), ref._replace(gap=True)],
    }


def _proposition(clause: Clause, place: int, last: Clause, earlier: Sequence[Understood]) -> Tokens | None:
    """Return what a lone "that" means: what the last question asked for, or what it was about."""
    gap, before = clause.tokens[place].gap, clause.tokens[place - 1]
    if place and before.lower == "of" and last.kind == ASKED and last.word == "how":
        return None
    answer = next(
        (m for m in earlier[-1].mentions if m.role == ANSWER and m.kind == THING and not m.plural), None
    )
    if answer is not None:
        return [Token(answer.text, REF, gap, answer)]
    new = next((m for m in earlier[-1].mentions if m.new and m.role == OBJECT and not m.plural), None)
    if new is not None:
        return [Token(new.text, REF, gap, new)]
    if last.kind not in (ASKED, POLAR) or last.names:
        return None
    if last.kind == ASKED and last.word == "what" and last.subject:
        return [
            Token(join(last.indirect), REF, gap, Mention(join(last.indirect), "what", OBJECT, THING, False))
        ]
    if last.kind == ASKED and last.word == "what":
        return None
    if place in clause.subject or clause.kind == FRAGMENT:
        return _deed(last, gap) if clause.verb >= 0 else None
    wants = before.tag == VERB and last.kind == POLAR
    if before.tag == PREP and last.kind == POLAR and (words := _doing(last)):
        return [Token(join(words), REF, gap, Mention(join(words), "that", OBJECT, THING, False))]
    words = [Token("that", DEM, gap), *last.statement] if wants else last.indirect
    return [Token(join(words), REF, gap, Mention(join(words), "that", OBJECT, THING, False))]


def _doing(last: Clause) -> Tokens:
    """Return subject and predicate as a deed: "the chain turning to imports"."""
    auxiliary = last.tokens[last.auxiliary].lower
    if auxiliary in lexicon.BE | lexicon.HAVE:
        form = Token("being" if auxiliary in lexicon.BE else "having", VERB)
        return [*last.part(last.subject), form, *last.part(last.rest)]
    if last.verb < 0:
        return []
    verb = last.tokens[last.verb]
    rest = list(last.part(last.rest))
    rest[last.verb - last.rest.start] = verb._replace(text=lexicon.gerund_of(verb.lower))
    return [*last.part(last.subject), *rest]


def _deed(last: Clause, gap: bool) -> Tokens | None:
    """Return the last question's predicate as a deed: "extending the deadline"."""
    if last.verb < 0 or not last.subject:
        return None
    verb = base_form(last.tokens[last.verb].lower) or last.tokens[last.verb].lower
    if last.passive:
        return None
    text = join([Token(lexicon.gerund_of(verb), VERB), *last.tokens[last.verb + 1 :]])
    return [Token(text, REF, gap, Mention(text, "that", SUBJECT, THING, False))]


def _completed(clause: Clause, last: Clause, _: Sequence[Understood]) -> Tokens | None:
    """Complete a question cut short on the pattern of the last one."""
    return complete(clause, last) if clause.kind != FRAGMENT or is_cut(clause) else None


__all__ = ["finished", "resolved", "standalone", "tokenize", "whole_phrase"]
