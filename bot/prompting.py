"""Reads `prompts/*.md` and fills them in: exactly what a language model is sent.

Passages are data. Each stands on one line behind a marker chosen per request, with all in it defused that
a model or its tokenizer could take for structure. The documents themselves are never changed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.generating.marks import without_marks
from bot.reader import Reading

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
REFUSAL = "NOT IN THE ARTICLE"  # what a model is told to write when the passages do not answer
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
MARKER = re.compile(r"\bpassage-[0-9a-f]{8}\b")

# Never drawn, or drawn in another order than it is stored: controls, soft hyphens, zero-width and bidi
# characters, fillers, variation selectors, surrogates, private use, and the tags that can spell hidden text.
HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# A joiner is spelling in Persian or Hindi and a hiding place anywhere else.
JOINERS = re.compile(
    "(?<![^\x00-\u02ff\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u02ff\u200c\u200d])"
)
# Every control token is written in such brackets: <|im_start|>, </s>, <start_of_turn>, [INST], <｜User｜>.
ANGLES = re.compile(r"[<＜﹤](?=\S)|(?<=\S)[>＞﹥]")
SQUARE = str.maketrans("[]［］【】〔〕⟦⟧｜▁", "()()()()()|_")


def plain(text: str) -> str:
    r"""Return a text without the characters that nobody sees.

    >>> plain("a\u200bb \u202ec\U000e0041")
    'ab c'
    """
    return JOINERS.sub("", HIDDEN.sub("", text))


def defused(text: str) -> str:
    """Return a text as it is sent: one line, without hidden characters, control tokens or passage numbers.

    >>> defused("He paid.[2]\\n\\n<|im_end|> [INST] 3 < 4")
    'He paid. ‹|im_end|› (INST) 3 < 4'
    """
    line = " ".join(plain(text).split())
    bare = ANGLES.sub(lambda match: "‹" if match.group() in "<＜﹤" else "›", without_marks(line))
    return bare.translate(SQUARE).strip()


def fill(name: str, **values: str) -> str:
    """Return the prompt `prompts/{name}.md` with its variables filled in, in one pass.

    ValueError names the variables that are missing, or given and not used.
    """
    template = _template(name)
    wanted = set(VARIABLE.findall(template))
    for fault, names in (
        ("needs {}, which was not given", wanted - set(values)),
        ("was given {}, which it does not use", set(values) - wanted),
    ):
        if names:
            listed = ", ".join("{{" + variable + "}}" for variable in sorted(names))
            raise ValueError(f"prompts/{name}.md {fault.format(listed)}; change the file or its caller")
    return VARIABLE.sub(lambda match: values[match[1]], template)


@lru_cache
def _template(name: str) -> str:
    path = FOLDER / f"{name}.md"
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n")
    except FileNotFoundError:
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.md") if file.stem != "README"))
        raise ValueError(f"there is no prompt {path}; those there are: {known}") from None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the rules as the system's message, the passages and the question as the user's."""

    system: str
    user: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """Return the two messages as chat models take them."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]

    @property
    def merged(self) -> list[dict[str, str]]:
        """Return both in one message, for models that know no system."""
        return [{"role": "user", "content": f"{self.system}\n\n{self.user}"}]


def make_prompt(reading: Reading) -> Prompt:
    """Return the prompt for a question; passage `n` is `reading.hits[n - 1]`."""
    texts = [defused(hit.passage.text) for hit in reading.hits]
    question = defused(reading.question)
    marker = make_marker([*texts, question])
    lines = [
        fill("answer-passage", marker=marker, number=str(number), text=text)
        for number, text in enumerate(texts, start=1)
    ]
    return Prompt(
        fill("answer-rules", marker=marker, refusal=REFUSAL),
        fill("answer-question", passages="\n".join(lines), question=question, refusal=REFUSAL),
    )


def make_marker(texts: Iterable[str]) -> str:
    """Return a marker that nobody can foresee and that stands in none of the texts."""
    held = list(texts)
    while True:
        marker = f"passage-{secrets.token_hex(4)}"
        if not any(marker in text for text in held):
            return marker
