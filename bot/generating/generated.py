"""What a language model wrote → a draft: sentences with the exact quotes of the passages they cite."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.answer import Withheld
from bot.generating.marks import Unmarked, unmark
from bot.generating.quoting import Quoter, same_words
from bot.prompting import MARKER, REFUSAL, plain
from bot.reader import Claim, Draft, GeneratingReader, Reading
from index.document import Span
from index.split import sentences

THINKING = "think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad"
THOUGHT = re.compile(
    rf"[<\[◁](?P<tag>{THINKING})[>\]▷].*?(?:[<\[◁]/(?P=tag)[>\]▷]|\Z)", re.IGNORECASE | re.DOTALL
)
THOUGHT_BEFORE = re.compile(rf"\A.*[<\[◁]/(?:{THINKING})[>\]▷]", re.IGNORECASE | re.DOTALL)
FINAL_CHANNEL = re.compile(r"\A.*<\|channel\|>final<\|message\|>", re.DOTALL)
OTHER_CHANNEL = re.compile(r"<\|channel\|>.*\Z", re.DOTALL)
TURN_ENDS = re.compile(
    r"(?:<\|(?:im_|eot_|eom_|end|start|return)|</s>|<end_of_turn>|<eos>|\[/?INST\]).*\Z", re.DOTALL
)
OPENING = re.compile(r"\A[\s*_#]*(?:final )?answer[*_]*\s*[:：][*_\s]*", re.IGNORECASE)
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*[^\W\d][^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
LINE_START = re.compile(r"\A\s*(?:#{1,6}\s+|[-*•–]\s+|\d{1,2}[.)]\s+(?=\D)|>\s*)+")
EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
LEAD_IN = re.compile(
    r"(?:(?<=[.!?] )|^)(?:according to|as (?:stated|noted|said|reported|described|mentioned) in|in|per)\s+"
    r"(?:the )?(?:passages? )?((?:\[[^\]]{1,20}\](?:,| and|\s)*)+),?\s*(\w+)",
    re.IGNORECASE,
)
DANGLING = re.compile(r"\b(?:in|to|by|and|or|from|see|per|with|of|that|passages?|sources?)$", re.IGNORECASE)

STOP_AT = re.compile(r".?[.!?…。！？]+[\"'”’)]*(?=\s+[^\sa-z])")

UNCITED = "it cites no passage"
A_WORD = "it uses a passage's number as a word"


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it, without its marks, and the numbers it cited; `broken` without them."""

    text: str
    numbers: tuple[int, ...]
    broken: bool = False


def draft_of(text: str, reading: Reading, *, complete: bool = True) -> Draft:
    """Return the draft that a model's text amounts to; numbers refer to `reading.hits`, from 1.

    Without `complete` the text is still being written: its last sentence waits. Nothing is lost silently:
    what cites nothing that was given is in `withheld`, with the reason. The confidence is 1.0, because
    what a sentence is worth is for the proof to say.
    """
    written = list(dict.fromkeys(sentences_of(text, count=len(reading.hits))))
    written = written if complete else written[:-1]
    if written and is_refusal(written[0].text):
        return Draft((), 0.0)
    quoter, claims, withheld = Quoter(reading), [], []
    for sentence in written:
        if is_refusal(sentence.text):
            continue
        claim = _claim(sentence, reading, quoter)
        claims += [claim] if isinstance(claim, Claim) else []
        withheld += [claim] if isinstance(claim, Withheld) else _unknown(sentence, len(reading.hits))
    return Draft(tuple(claims), 1.0 if claims else 0.0, withheld=tuple(withheld))


def read_by(reader: GeneratingReader, reading: Reading) -> Draft:
    """Return the draft of all that a reader writes; ReaderError."""
    fitted = reader.fit(reading)
    return draft_of("".join(reader.stream(fitted, threading.Event())), fitted)


def is_refusal(sentence: str) -> bool:
    """Say whether a sentence is the agreed refusal, alone or with a remark behind it.

    >>> is_refusal("**Not in the article.**"), is_refusal("It is not in the article that I know.")
    (True, False)
    """
    if sentence.lstrip(" *_\"'“").startswith(REFUSAL):
        return True
    return re.findall(r"\w+", sentence.lower()) == REFUSAL.lower().split()


def sentences_of(text: str, *, count: int) -> Iterator[Written]:
    """Yield the sentences of a model's text; `count` is how many passages it was given."""
    waiting: Written | None = None
    for line in spoken(text).splitlines():
        found = list(_line_sentences(line, count))
        if waiting and found and not found[0].text:  # marks on a line of their own belong to what precedes
            waiting = Written(waiting.text, (*waiting.numbers, *found.pop(0).numbers), waiting.broken)
        for sentence in found:
            if waiting:
                yield waiting
            waiting = sentence if any(c.isalnum() for c in sentence.text) else None
    if waiting:
        yield waiting


def spoken(text: str) -> str:
    """Return what a model says, without its reasoning, end-of-turn tokens, hidden characters and markup.

    >>> spoken("<think>Hm [2]?</think>**Answer:** It *rained* in [May](//x) [1].<|im_end|>And")
    'It *rained* in May [1].'
    """
    text = OTHER_CHANNEL.sub("", FINAL_CHANNEL.sub("", text))
    text = TURN_ENDS.sub("", THOUGHT_BEFORE.sub("", THOUGHT.sub("", text)))
    text = MARKER.sub("", plain(text))
    text = TAG.sub("", LINK.sub(r"\1", IMAGE.sub("", OPENING.sub("", text))))
    lines = (EMPHASIS.sub(r"\2", LINE_START.sub("", line, count=1)) for line in text.splitlines())
    return "\n".join(line.strip() for line in lines)


def _line_sentences(line: str, count: int) -> Iterator[Written]:
    """Yield the sentences of one line, each with the marks behind it; a line of marks is one without text."""
    line = LEAD_IN.sub(lambda match: f"{match[2][0].upper()}{match[2][1:]} {match[1].rstrip(' ,')}", line)
    bare = unmark(line, count=count)
    spans = _spans(bare)
    if not spans:
        yield from [Written("", numbers) for _, numbers in bare.runs]
        return
    # A line that begins with a mark and ends without one has its marks before its sentences.
    leads = bool(bare.runs) and bare.runs[0][0] == 0 and bare.runs[-1][0] < len(bare.text.rstrip())
    cited: list[list[int]] = [[] for _ in spans]
    broken: set[int] = set()
    for at, numbers in bare.runs:
        begun = sum(span.start < at for span in spans)
        owner = min(begun, len(spans) - 1) if leads else max(begun - 1, 0)
        opens = bare.text[at:].lstrip()
        begins = [n for n, span in enumerate(spans) if span.start == len(bare.text) - len(opens)]
        if begins and opens[0].islower():  # "[1] says that …"
            owner = begins[0]
            broken.add(owner)
        elif DANGLING.search(bare.text[:at]):  # "… is told in [1]."
            broken.add(owner)
        cited[owner] += numbers
    for owner, span in enumerate(spans):
        yield Written(span.of(bare.text), tuple(dict.fromkeys(cited[owner])), owner in broken)


def _spans(bare: Unmarked) -> list[Span]:
    """Return the sentences of a line; a mark beside a full stop ends one, whatever stands before it."""
    ends = (STOP_AT.match(bare.text, max(0, at - 1)) for at, _ in bare.runs)
    cuts = [0, *sorted({match.end() for match in ends if match}), len(bare.text)]
    return [span for start, end in pairwise(cuts) for span in sentences(bare.text[start:end], offset=start)]


def _claim(sentence: Written, reading: Reading, quoter: Quoter) -> Claim | Withheld:
    """Return the sentence with its quotes; where it has none, why."""
    count = len(reading.hits)
    given = [number for number in sentence.numbers if 1 <= number <= count]
    if not sentence.numbers:
        return Withheld(sentence.text, UNCITED)
    if not given:
        return Withheld(sentence.text, f"it cites {_listed(sentence.numbers)}, but {_numbered(count)}")
    if sentence.broken:
        return Withheld(sentence.text, A_WORD)
    evidence = quoter.quotes(sentence.text, given)
    if not evidence:
        return Withheld(sentence.text, f"nothing in {_listed(given)} speaks of it")
    quotes = [piece.span.of(reading.documents[piece.document_id].text) for piece in evidence]
    verbatim = next((quote for quote in quotes if same_words(quote, sentence.text)), None)
    return Claim(verbatim or sentence.text, evidence)


def _unknown(sentence: Written, count: int) -> list[Withheld]:
    """Return a note on the passages that a sentence cited beside others and that nobody gave."""
    unknown = [number for number in sentence.numbers if not 1 <= number <= count]
    reason = f"cited beside other passages for “{sentence.text}”, but {_numbered(count)}"
    return [Withheld(_listed(unknown), reason)] if unknown else []


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _numbered(count: int) -> str:
    return f"the passages given were numbered 1 to {count}" if count > 1 else f"{count} passage was given"
