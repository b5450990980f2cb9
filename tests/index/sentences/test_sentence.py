from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.sentences.sentence import sentences

ARTICLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "train" / "articles"

# Each case is its sentences, parted by " | ".
CASES = """
The firm, Dahl & Co., sold 3.5 million units (e.g. pumps) in No. 5 Mill Street. | Nobody noticed.
Prof. A. B. Smith agreed. | J. R. R. Tolkien did not.
"Without it there is nothing first," she told the council. | Then it rained.
He said "No." | Then he left.
"Is it safe?" asked the judge. | "It is!" cried Posse.
"Is it safe?" Anna asked. | Nobody answered.
"Are you sure?" I asked. | He was.
She asked whether it was safe (was it?) and left. | It was.
Wait... what? | He paused… then spoke. | "Never…" | She went on.
It cost $3.50. | 20 people paid.
The meeting is at 10 a.m. | The vote follows at 2 p.m. Eastern time.
It was 5 p.m. | Nobody came.
He lives in Washington, D.C. | She lives in the U.K. with Mr. and Mrs. Brown.
The U.S. Senate voted. | In Brasca, nobody did.
He was born on Jan. 5, 1950. | February was cold.
See Fig. 3 and pp. 10–12. | Then turn to Sec. 4.
The law (Art. IV) holds. | Vol. II appeared in 1901.
Apple Inc. CEO Tim Cook spoke. | He works for Apple Inc. | It is big.
Take vitamin C. | It helps.
So did I. | Nobody minded.
It was World War II. | Germany lost.
Visit example.com for more. | Or write to a.b@c.org. | Thanks!
Yahoo! Finance fell. | Stop! | Now.
(It rained. | Nobody minded.) | Then it stopped.
He left (it was late. Nobody minded) at noon. | Then it rained.
The town (pop. 3,000) grew. | It has St. Mary's Church.
1. Mix the flour. | Then bake.
She has a Ph.D. in physics. | He has an M.D. | They met in Oct. 1999.
“We do not have a river problem,” he said. | “We have an address problem.”
He noted beside number 88: "Poor yield. Sweet. Stands in wind." | Then he left.
He wrote: "I am ill." | She did not reply.
The ruling in Roe v. Wade stood. | Smith et al. found otherwise.
The results (see Fig. 2. for details) were clear. | We agree.
It happened in 2019.[3] | Then it ended.[4][5] | Nobody knows.
It grew by 5.5 per cent; sales rose. | iPhone sales fell.
Rates fell to 3.9. | Mortgages have followed.
Gen. Smith and Lt. Col. Jones met Sgt. Pepper. | They talked.
"What?!" | "Nothing."
The price was approx. five crowns. | it was too much.
Kevin Jr. went home. | His car is parked in LA. | Slowly he walked.
She said, “I won’t.” | But she did.
He called it ‘odd.’ | Critics disagreed.
Is it No. 1? | Yes, No. 1!
We saw lions, tigers, etc. | Then we left.
The temperature was 5° C. | The next day it rose.
He paid $5 million to Acme Ltd. | However, it failed.
The so-called "Dr. No" appeared. | Ms. Kelly Smith-Jones, Esq., objected.
I left :( It was late. | Then I came back :)
I love it! 😀 | Next.
MARLOW, Ill. — It rained. | Nobody minded.
The sky was grey ... and then it cleared . | We left .
« Non. » | Il partit.
Er kam am 3. Oktober an. | Dann ging er.
आज बारिश है। | कल धूप होगी।
هل هذا صحيح؟ | نعم.
""".strip().splitlines()

UNSPACED = [
    ["今日は雨です。", "明日は晴れるでしょう！", "本当に？"],
    ["「行こう。」と彼は言った。", "そして去った。"],
    ["“天黑了。”", "他说完就走了。"],
]


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_ends_where_a_reader_would_end_it(case: str) -> None:
    wanted = case.split(" | ")
    text = " ".join(wanted)
    assert [span.of(text) for span in sentences(text)] == wanted


@pytest.mark.parametrize("wanted", UNSPACED)
def test_chinese_and_japanese_need_no_space_between_sentences(wanted: list[str]) -> None:
    text = "".join(wanted)
    assert [span.of(text) for span in sentences(text)] == wanted


def test_wrapped_lines_are_one_sentence_and_list_items_are_each_one() -> None:
    text = (
        "The barge that takes the mud away was due on the second of\nSeptember, and it came on the third.\n\n"
        "- salt\n- oil\n- eggs\n\nWhat to bring\nA rope and a lamp that works in the rain, and patience."
    )
    assert [span.of(text) for span in sentences(text)] == [
        "The barge that takes the mud away was due on the second of\nSeptember, and it came on the third.",
        "- salt",
        "- oil",
        "- eggs",
        "What to bring",
        "A rope and a lamp that works in the rain, and patience.",
    ]


def test_offsets_are_shifted_by_the_offset_given() -> None:
    (span,) = sentences(" Rain. ", offset=100)
    assert (span.start, span.end) == (101, 106)


@given(st.text(st.sampled_from("ab. A!?\"'()\n。”“…•-1é\u0301\u200d👩🇳🇴\u202e,:;[]\t\r\u2028"), max_size=80))
@example("...")
@example("\n\n \r\n")
@example("(((a. B) c. D")
def test_sentences_cover_all_but_space_in_order_without_overlap(text: str) -> None:
    covered = 0
    for span in sentences(text):
        assert not text[covered : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        covered = span.end
    assert not text[covered:].strip()


@given(st.text(max_size=200))
def test_any_text_at_all_has_sentences_that_cover_it(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


ENDLESS = ["word ", "a. ", "A. B ", ". ", '"a. B" ', "( a. B ", "天地。", "a\n", "é\u0301"]


@pytest.mark.parametrize("piece", ENDLESS)
def test_one_endless_line_of_anything_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    spans = sentences(text)
    assert sum(len("".join(span.of(text).split())) for span in spans) == len("".join(text.split()))


def evidence() -> Iterator[tuple[list[str], str]]:
    for path in sorted(ARTICLES.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        for row in article["questions"] + article["statements"]:
            for sentence in row["evidence"]:
                yield article["paragraphs"], sentence


@pytest.mark.skipif(not ARTICLES.exists(), reason="the training articles are not beside the checkout")
def test_every_gold_sentence_of_the_training_articles_is_exactly_one_of_ours() -> None:
    found: dict[str, set[str]] = {}
    missed = []
    for paragraphs, sentence in evidence():
        for paragraph in paragraphs:
            if paragraph not in found:
                found[paragraph] = {span.of(paragraph) for span in sentences(paragraph)}
        if not any(sentence in found[paragraph] for paragraph in paragraphs):
            missed.append(sentence)
    assert len(missed) <= 0.005 * 6604, missed[:5]
