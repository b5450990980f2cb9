"""Questions cut short ("And Kammen?", "why not?", "since when?") → whole ones, on the pattern of the last."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grammar import lexicon
from bot.grammar.clause import ASKED, FRAGMENT, POLAR, Clause, lowered, parts
from bot.grammar.lexicon import singular_of
from bot.grammar.mentions import (
    GROUP,
    PERSON,
    PLACE,
    THING,
    UNKNOWN,
    VAGUE,
    Mention,
    is_time,
    mention,
    phrases,
    whole_phrase,
)
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
    VERB,
    WH,
    YEAR,
    Token,
    join,
    tokenize,
)

Tokens = list[Token]
PLACED = frozenset("in on at near across among around inside outside".split())
TIMED = frozenset("before after since until untill till by during within".split())
PLURAL = {"does": "do", "is": "are", "was": "were", "has": "have", "doesn't": "don't", "isn't": "aren't"}
SINGULAR = {plural: singular for singular, plural in PLURAL.items()}
LONGEST = 16  # words of a fragment
NEGATIVE = {"can": "can't", "will": "won't", "shall": "shan't", "am": "isn't"}


def is_cut(fragment: Clause) -> bool:
    """Say whether a fragment is cut short, and not a search in key words: "board vote date?"."""
    tokens = fragment.tokens
    if not tokens or len(tokens) > LONGEST:
        return False
    if fragment.asked:
        return fragment.asked.start == 0 and len(tokens) < 9 and len(list(phrases(tokens))) < 2
    if fragment.lead or (tokens[0].tag == WH and len(tokens) > 2 and tokens[1].lower in ("about", "if")):
        return True
    names = len(tokens) < 4 and all(t.tag == NAME for t in tokens)
    opens = tokens[0].tag in (PREP, ADV, SUB) or tokens[0].lower in ("the", "those", "these", "that", "this")
    return len(tokens) < 7 and (names or opens) and not any(t.tag == VERB for t in tokens)


def complete(fragment: Clause, last: Clause) -> Tokens | None:
    """Return the whole question that a cut one stands for, or None where it is not cut."""
    tokens = list(fragment.tokens)
    if fragment.kind != FRAGMENT:
        return _with_predicate(fragment, last)
    if fragment.asked:
        return _asked_again(fragment, last)
    if len(tokens) > 2 and tokens[0].tag == WH and tokens[1].lower in ("about", "if"):
        tokens = tokens[2:] if tokens[1].lower == "about" else tokens[1:]
    if tokens and tokens[0].lower == "if":
        return _on_condition(tokens, last)
    return _in_parallel(tokens, last)


def _with_predicate(clause: Clause, last: Clause) -> Tokens | None:
    """Complete "did she?" and "why wasn't it?" with the predicate of the last question."""
    if (
        not clause.subject
        or last.verb < 0
        or any(t.tag not in (ADV, PUNCT) for t in clause.part(clause.rest))
    ):
        return None
    if clause.tokens[clause.subject.start].tag not in (PRON, REF) or clause.word not in (
        "",
        "why",
        "when",
        "where",
    ):
        return None
    be = [c.tokens[c.auxiliary].lower in lexicon.BE for c in (clause, last) if c.auxiliary >= 0]
    if clause.auxiliary < 0 or (be[0] and not be[-1]):
        return None
    return [*clause.part(range(clause.asked.start, clause.subject.stop)), *last.part(last.predicate)]


def _asked_again(fragment: Clause, last: Clause) -> Tokens | None:
    """Complete "for how long?" and "how many last year?"."""
    tokens = list(fragment.tokens)
    words = [t.lower for t in tokens]
    if words[:2] == ["why", "not"] and len(words) <= 3:
        return _why_not(last)
    same = _shared_opening(fragment, last)
    if same and len(tokens) > same:
        return _in_parallel(tokens[same:], last)
    if last.kind == ASKED and not last.subject:
        return [*last.tokens, Token(",", PUNCT, False), Token("and", AND), *lowered(tokens)]
    if last.kind not in (ASKED, POLAR) or last.auxiliary < 0:
        return None
    return [*tokens, *lowered(last.tokens[last.auxiliary :]), *_left_noun(last)]


def _left_noun(last: Clause) -> Tokens:
    """Return what the last question asked for, where its verb would miss it: "buy" → "buy the buses"."""
    if (
        last.word not in ("how", "which", "what")
        or last.asked.start != 0
        or last.verb != len(last.tokens) - 1
    ):
        return []
    noun = asked_noun(last)
    return [Token("the", DET), *noun] if noun else []


def asked_noun(last: Clause) -> Tokens:
    """Return the noun that a question counts or chooses among: "buses" of "how many buses"."""
    place = next((i for i in last.asked if last.tokens[i].lower in ("many", "much", "which", "what")), -1)
    if place < 0:
        return []
    found = list(phrases(last.tokens, place + 1, last.asked.stop))
    vague = len(found) > 1 and singular_of(last.tokens[found[0].stop - 1].lower) in VAGUE
    phrase = found[vague] if found else range(0)
    inside = [
        t for t in last.part(phrase) if t.tag in (NOUN, NAME, ADJ, GEN) and t.lower not in ("more", "other")
    ]
    return inside if inside and inside[-1].tag in (NOUN, NAME) else []


def _shared_opening(fragment: Clause, last: Clause) -> int:
    """Return how many words a fragment has in common with the last question's asked phrase."""
    same = 0
    for one, other in zip(fragment.tokens, last.part(last.asked), strict=False):
        if one.lower != other.lower:
            break
        same += 1
    return same if same >= 2 and fragment.tokens[same - 1].tag != PREP else 0


def _why_not(last: Clause) -> Tokens | None:
    if last.auxiliary < 0 or not last.subject:
        return None
    auxiliary = last.tokens[last.auxiliary]._replace(gap=True)
    word = auxiliary.lower
    body = last.tokens[last.auxiliary + 1 :]
    why = Token("Why", WH, False)
    if word.endswith(("n't", "nt")) or any(t.lower == "not" for t in last.tokens):
        return [why, auxiliary._replace(text=word), *body]
    if word == "may":
        return [
            why,
            auxiliary._replace(text=word),
            *last.part(last.subject),
            Token("not", ADV),
            *last.part(last.rest),
        ]
    return [why, auxiliary._replace(text=NEGATIVE.get(word, word + "n't")), *body]


def _on_condition(tokens: Tokens, last: Clause) -> Tokens | None:
    """Complete "if it isn't?" and "what if it turns wet?"."""
    old = next(
        (i for i, t in enumerate(last.tokens) if i >= max(1, last.asked.stop) and t.lower in ("if", "when")),
        len(last.tokens),
    )
    before = list(last.tokens[:old])
    if tokens[-1].tag == AUX and tokens[-1].lower.endswith(("nt", "n't", "not")):
        verb = next((i for i in range(old + 1, len(last.tokens)) if last.tokens[i].tag == VERB), -1)
        if verb >= 0:
            same = tokens[1].tag == REF  # the pronoun stands for the subject of the old condition
            subject = last.tokens[old + 1 : verb] if same else ()
            cut = next((i for i, t in enumerate(subject) if t.tag == AUX), len(subject))
            return [*before, tokens[0], *(subject[:cut] or tokens[1:-1]), tokens[-1], *last.tokens[verb:]]
        if last.verb >= 0:
            return [*tokenize("What happens"), *tokens, *last.part(last.predicate)]
    return [*before, *tokens]


def _in_parallel(tokens: Tokens, last: Clause) -> Tokens | None:
    """Put a fragment in the place of what it is parallel to in the last question, else behind it."""
    if not tokens or last.kind == FRAGMENT:
        return None
    end = range(len(last.tokens), len(last.tokens))
    while tokens[0].tag == ADV and len(tokens) > 1 and tokens[1].tag == PREP:
        tokens = tokens[1:]
    if _is_timed(tokens):
        place = _time_place(last, tokens) or end
        return _put(last, place, _dated(tokens, last.part(place)))
    if tokens[0].tag == PREP:
        place = _prepositional(tokens, last) or end
        filled = with_noun(tokens[1:], last.tokens[place.stop - 1]) if place and len(tokens) > 1 else None
        return _put(last, place, [tokens[0], *filled] if filled else tokens)
    if all(t.tag == ADV for t in tokens):
        return _put(last, end, tokens)
    later = _time_behind(tokens)
    if later and (timed := _in_parallel(tokens[later:], last)):
        return _in_parallel(tokens[:later], parts(timed))
    if last.word in ("who", "whom") and not last.subject and (other := _also(tokens, last)):
        return other
    place, words = _best_parallel(tokens, last)
    return _put(last, place, words) if place else None


def _time_behind(tokens: Tokens) -> int:
    """Return where a time follows a noun phrase ("the ministry three months later"), or 0."""
    first = next(phrases(tokens), range(0))
    begin = first.stop
    if first.start or not first or begin >= len(tokens) or is_time(tokens, first):
        return 0
    return begin if _is_timed(tokens[begin:]) else 0


def _also(tokens: Tokens, last: Clause) -> Tokens | None:
    """Ask of another what was asked of anyone: "Who signed?", "And Italy?" → "Did Italy sign?"."""
    noun = next(phrases(tokens), range(0))
    if not noun or noun.start:
        return None
    new = mention(tokens, noun, role="")
    if any(t.tag in (MY, REF) for t in tokens) and new.kind == THING:
        return [*tokenize("What is"), *tokens]
    if any(_likeness(tokens, noun, last.tokens, phrase) >= 2.5 for phrase in phrases(last.tokens)):
        return None
    if new.kind == THING or last.verb < 0:
        return None
    if last.auxiliary >= 0:
        return [last.tokens[last.auxiliary]._replace(gap=False), *tokens, *last.part(last.rest)]
    verb = last.tokens[last.verb]
    base = lexicon.base_form(verb.lower) or verb.lower
    do = "Do" if new.plural else "Does"
    auxiliary = (
        do
        if verb.lower in (base, lexicon.third_of(base)) and base not in lexicon.IRREGULAR.values()
        else "Did"
    )
    return [Token(auxiliary, AUX, False), *tokens, verb._replace(text=base), *last.tokens[last.verb + 1 :]]


def _put(last: Clause, place: range, tokens: Sequence[Token]) -> Tokens:
    words = [*last.tokens[: place.start], *lowered(tokens), *last.tokens[place.stop :]]
    if (
        place.start == last.subject.start
        and last.auxiliary >= 0
        and place.stop <= last.subject.stop
        and tokens
    ):
        noun = next(phrases(tokens), range(0))
        number = mention(tokens, noun, role="").plural or tokens[-1].tag == NUM if noun else False
        forms = PLURAL if number else SINGULAR
        old = words[last.auxiliary]
        words[last.auxiliary] = old._replace(text=forms.get(old.lower, old.text))
    return words


def _prepositional(tokens: Tokens, last: Clause) -> range | None:
    """Return the phrase with the same or a like preposition that the fragment's phrase replaces."""
    noun = next(phrases(tokens, 1), None)
    best, chosen = 0.0, None
    for phrase in phrases(last.tokens):
        begin = phrase.start - 1
        while begin > 0 and last.tokens[begin].tag == ADV:
            begin -= 1
        if begin < 0 or last.tokens[begin].tag != PREP or is_time(last.tokens, phrase):
            continue
        before = last.tokens[begin].lower
        same = before == tokens[0].lower
        if same or (before in PLACED and tokens[0].lower in PLACED and _is_place(last.tokens, phrase)):
            likeness = 2.0 * same + (_likeness(tokens, noun, last.tokens, phrase) if noun else 0.0)
            if likeness + phrase.start / 1000 > best:
                best, chosen = likeness + phrase.start / 1000, range(begin, phrase.stop)
    return chosen


def _is_place(tokens: Sequence[Token], phrase: range) -> bool:
    found = mention(tokens, phrase, role="")
    return found.kind in (PLACE, GROUP) or found.named or found.head in ("north", "south", "east", "west")


def _best_parallel(tokens: Tokens, last: Clause) -> tuple[range, Tokens]:
    """Return the place in the last question that a noun phrase is parallel to, and what to put there."""
    noun = next(phrases(tokens), range(0))
    noun = noun if noun.start < 2 and noun.stop > noun.start else range(0)
    owner = tokens[-1].tag == GEN
    short = not noun or tokens[noun.stop - 1].tag in (ADJ, NUM)  # "the other one", "the second"
    best, chosen = -99.0, range(0)
    someone = last.subject and last.tokens[last.subject.start].lower in (
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
    )
    pronoun = [last.subject] if someone else []
    for phrase in (*pronoun, *phrases(last.tokens)):
        for part in (phrase, *(range(phrase.start, i) for i in phrase if last.tokens[i].tag == GEN)):
            if is_time(last.tokens, part) or not part or last.tokens[part.stop - 1].lower in VAGUE:
                continue
            score = _likeness(tokens, noun, last.tokens, part) + _prior(last, part)
            owned = part.stop < len(last.tokens) and last.tokens[part.stop].tag == GEN
            same = tokens[0].means is not None and tokens[0].means.text == join(last.part(part))
            score += 2.0 if same else 0.0
            score += 1.5 if short and last.tokens[part.start].tag == REF else 0.0
            score += 2.0 if owner and owned else -0.5 if owned else 0.0
            if score > best:
                best, chosen = score, part
    return _filled(tokens, last, chosen) if chosen else (range(0), [])


def _filled(tokens: Tokens, last: Clause, chosen: range) -> tuple[range, Tokens]:
    """Return place and words, with the noun put in that "the second" and "the spring one" leave out."""
    head, words = last.tokens[chosen.stop - 1], list(tokens)
    counted = chosen.start in last.asked
    if counted:  # "how many launchers": the words that count stay
        chosen = range(max(chosen.start, chosen.stop - len(asked_noun(last) or [head])), chosen.stop)
    if head.means is not None and not head.means.named:
        head = Token(head.means.head, NOUN)
    if head.tag == NOUN and (filled := with_noun(words, head)):
        return chosen, filled
    owned = chosen.stop < len(last.tokens) and last.tokens[chosen.stop].tag == GEN
    if owned and words[-1].tag == GEN:
        return range(chosen.start, chosen.stop + 1), words
    if owned or head.tag == NAME:
        return chosen, words
    return whole_phrase(
        last.tokens, chosen, last.subject.stop if chosen.start in last.subject else None
    ), words


def with_noun(tokens: Sequence[Token], head: Token) -> Tokens | None:
    """Return a phrase with the noun it leaves out: "the spring one", "the second", "those in the hills"."""
    words = list(tokens)
    place = next((i for i, t in enumerate(words) if t.lower in ("one", "ones") and t.tag == PRON), -1)
    if place >= 0:
        words[place] = Token(_numbered(head.text, plural=words[place].lower == "ones"), NOUN)
        return words
    if (
        words[0].tag == DEM
        and words[0].lower in ("those", "these")
        and (len(words) < 2 or words[1].tag != NOUN)
    ):
        return [head._replace(gap=True), *words[1:]]
    if words[-1].tag in (ADJ, NUM) and words[0].tag == DET and len(words) > 1:
        return [*words, Token(_numbered(head.text, plural=words[-1].tag == NUM), NOUN)]
    return None


def _numbered(noun: str, *, plural: bool) -> str:
    return noun if plural or not lexicon.is_plural(noun) else lexicon.singular_of(noun)


def _prior(last: Clause, part: range) -> float:
    before = last.tokens[part.start - 1] if part.start else None
    nested = before is not None and before.tag == PREP
    if part.start in last.asked:
        return (
            -0.5
            if nested or GEN in {t.tag for t in last.part(last.asked)}
            else -2.0
            if last.subject
            else -1.0
        )
    if part.start in last.subject:
        return 0.6 if nested else 1.2
    return 0.3 if nested else 0.6


def _likeness(one: Sequence[Token], noun: range, other: Sequence[Token], phrase: range) -> float:
    """Return how alike two noun phrases are: head, name or not, article, number, person or thing."""
    if not noun:
        return 0.0
    a, b = mention(one, noun, role=""), mention(other, phrase, role="")
    first, second = one[noun.start], other[phrase.start]
    score = 3.0 if lexicon.singular_of(a.head) == lexicon.singular_of(b.head) else 0.0
    if a.named and b.named:
        score += 2.0
    elif a.named != b.named:
        score -= 1.0
    score += 0.5 * (first.tag == second.tag) + 0.5 * (a.plural == b.plural)
    score += 1.0 if {t.tag for t in one} & {GEN, MY} and GEN in {other[i].tag for i in phrase} else 0.0
    return score + _alike_kind(a, b)


def _alike_kind(a: Mention, b: Mention) -> float:
    if a.kind == b.kind:
        return 1.0
    acting = (PERSON, GROUP, UNKNOWN)
    if a.kind in acting and b.kind in acting:
        return 0.5
    return -1.0 if PERSON in (a.kind, b.kind) else 0.0


def _is_timed(tokens: Sequence[Token]) -> bool:
    first = tokens[0].lower
    if first in lexicon.TIME_WORDS or first in ("before", "after", "since"):
        return True
    begin = 1 if tokens[0].tag == PREP else 0
    noun = next(phrases(tokens, begin), None)
    if noun is None or noun.start != begin:
        return False
    last = next((p for p in reversed(list(phrases(tokens, begin)))), noun)
    vague = tokens[noun.stop - 1].lower in VAGUE and is_time(tokens, last)
    return vague or is_time(tokens, noun)


def _opens_time(words: Sequence[Token], place: int) -> bool:
    if words[place].tag != PREP:
        return False
    year = place + 1 < len(words) and bool(YEAR.match(words[place + 1].text))
    return words[place].lower in TIMED or (words[place].lower in ("between", "from") and year)


def _dated(tokens: Tokens, old: Sequence[Token]) -> Tokens:
    """Return "since then" with the last year that was named in place of "then"."""
    year = next((t for t in reversed(old) if YEAR.match(t.text)), None)
    return [*tokens[:1], year] if year and len(tokens) == 2 and tokens[1].lower == "then" else tokens


def _time_place(last: Clause, tokens: Sequence[Token]) -> range | None:
    """Return where the last question names a time, its preposition included."""
    words = last.tokens
    since = next((i for i in range(last.asked.stop, len(words)) if _opens_time(words, i)), -1)
    if since >= 0 and tokens[0].lower in TIMED:
        if len(tokens) == 1 and since < len(words) - 1:
            return range(since, since + 1)
        return range(since, len(words))
    found = None
    for phrase in phrases(words, last.asked.stop):
        if is_time(words, phrase):
            found = range(phrase.start - (words[phrase.start - 1].tag == PREP), phrase.stop)
    if found is None:
        found = next((range(i, i + 1) for i, t in enumerate(words) if t.lower in lexicon.TIME_WORDS), None)
    if found is None and since >= 0:
        found = range(since, len(words))
    return found


__all__ = ["SUB", "asked_noun", "complete", "with_noun"]
