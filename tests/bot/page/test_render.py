from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Context, Refusal, Sentence, ShortAnswer, Source, Withheld
from bot.citation import Citation
from bot.highlight import Mark
from bot.page.pane import article, article_page, pane
from bot.page.render import answer_message, escape, literal
from bot.page.view import welcome
from index.document import Document, Heading, Passage, SetAside, Span

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <svg><a href='javascript:alert(1)'>x</a></svg> "
    '"><style>*{display:none}</style> <details open ontoggle=alert(1)> ![x](//evil.example/x.png) $$x$$ </p>'
)
OURS = {"div", "p", "span", "a", "strong", "details", "summary", "ol", "ul", "li", "blockquote", "cite", "em"}
OURS |= {"mark", "button", "q", "article", "section", "nav", "h2", "h3", "h4", "h5", "h6"}
SAFE_ATTRIBUTES = {"class", "id", "role", "href", "title", "value", "target", "rel", "type", "tabindex"}
SAFE_ATTRIBUTES |= {"aria-label", "data-start", "data-end", "data-shown"}


class Reader(HTMLParser):
    """Collects what a browser would make of the markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.blocks: list[tuple[int, int, str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.attributes += found.items()
        if "data-start" in found:
            self.blocks.append((int(found["data-start"]), int(found["data-end"]), ""))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.blocks:
            start, end, text = self.blocks[-1]
            self.blocks[-1] = (start, end, text + data)


def assert_harmless(markup: str) -> Reader:
    read = Reader(markup)
    assert set(read.tags) <= OURS
    assert {name for name, _ in read.attributes} <= SAFE_ATTRIBUTES
    for name, value in read.attributes:
        if name == "href":
            assert value.startswith(("article#", "https://", "http://")), value
    return read


def answered(text: str, *, quote: str | None = None, short: str | None = None, **more: object) -> Answer:
    quote = quote or text
    passage = Passage("p1", "sha256:ab", Span(10, 10 + len(quote)), quote, (Span(10, 10 + len(quote)),))
    start = 10 + quote.index(short) if short else 0
    values: dict[str, object] = {
        "question": "Why?",
        "standalone_question": "Why?",
        "sentences": (Sentence(text, (1,)),),
        "citations": (Citation(1, quote, passage.span, "sha256:ab", "p1", 0.9, document_title="On Rain"),),
        "confidence": 0.875,
        "reader": "scripted",
        "short_answer": ShortAnswer(short, 1, Span(start, start + len(short))) if short else None,
        "sources": (Source(passage, 1.0, cited=True),),
    }
    return Answer(**{**values, **more})  # type: ignore[arg-type]


def refused(**more: object) -> Answer:
    passage = Passage("p7", "sha256:ab", Span(40, 50), "It rained.", (Span(40, 50),), section="Weather")
    refusal = Refusal("The article does not say. It never mentions “tanks”.", ("tanks", "Mars"), ("p7", "p9"))
    values: dict[str, object] = {
        "sentences": (),
        "citations": (),
        "refusal": refusal,
        "sources": (Source(passage, 0.4),),
    }
    return answered("x", **{**values, **more})


def test_each_sentence_carries_its_chip_and_the_chip_its_offsets() -> None:
    markup = answer_message(answered("It rained 12 days.", short="12 days"), turn="t1")
    assert 'href="article#ab/p10-28/e10-28/w20-27"' in markup
    assert 'role="doc-noteref"' in markup
    assert "It rained <strong>12 days</strong>." in markup


def test_the_sources_quote_the_evidence_and_name_document_section_and_page() -> None:
    citation = Citation(1, "It rained.", Span(10, 20), "sha256:ab", "p1", 0.9, "On Rain", None, "Weather", 3)
    markup = answer_message(answered("It rained.", citations=(citation,)), turn="t1")
    assert "<blockquote>It rained.</blockquote><cite>On Rain · Weather · page 3</cite>" in markup
    assert "Sources (1)" in markup


def test_a_source_with_an_address_opens_it_at_the_quote_but_never_runs_one() -> None:
    def cited(url: str) -> str:
        citation = Citation(1, "It rained.", Span(10, 20), "sha256:ab", "p1", 0.9, "On Rain", url)
        return answer_message(answered("It rained.", citations=(citation,)), turn="t1")

    assert 'href="https://example.org/a?b=1&amp;c#:~:text=It%20rained."' in cited(
        "https://example.org/a?b=1&c"
    )
    assert 'href="javascript' not in cited("javascript:alert(1)//")


def test_two_turns_share_no_id() -> None:
    first, second = (Reader(answer_message(answered("It rained."), turn=turn)) for turn in ("t1", "t2"))
    ids = [{value for name, value in read.attributes if name == "id"} for read in (first, second)]
    assert all(ids)
    assert not ids[0] & ids[1]


def test_a_sentence_that_is_part_of_its_quote_is_bold_at_the_right_one_of_two_twins() -> None:
    quote = "In 12 days it rained; in 12 days it froze."
    answer = answered("in 12 days it froze.", quote=quote, short="12 days")
    second = quote.rindex("12 days") + 10
    short = ShortAnswer("12 days", 1, Span(second, second + 7))
    answer = answered("in 12 days it froze.", quote=quote, short_answer=short)
    assert "in <strong>12 days</strong> it froze." in answer_message(answer, turn="t")


def test_a_refusal_says_so_and_calls_the_nearest_passages_no_answer() -> None:
    markup = answer_message(refused(), turn="t1")
    text = "".join(Reader(markup).texts)
    assert text.startswith("The article does not say.It never mentions “tanks”.")
    assert text.count("The article does not say") == 1
    assert "Never mentioned in the article: Mars" in text
    assert "not an answer" in text
    assert 'href="article#ab/p40-50"' in markup


def test_a_question_read_differently_is_shown_as_it_was_read() -> None:
    markup = answer_message(answered("It rained.", standalone_question="Why did it rain?"), turn="t1")
    assert "Read as: <q>Why did it rain?</q>" in markup


def test_what_the_check_held_back_can_be_looked_at() -> None:
    withheld = (Withheld("It <b>snowed</b>.", "no quote carries it"),)
    markup = answer_message(answered("It rained.", withheld=withheld), turn="t1")
    assert "It &lt;b&gt;snowed&lt;/b&gt;. <em>no quote carries it</em>" in markup


def test_the_sentence_that_an_opening_it_points_back_to_is_shown_and_marked() -> None:
    context = Context("The rain came late.", Span(0, 9), "sha256:ab")
    markup = answer_message(answered("It fell.", sentences=(Sentence("It fell.", (1,), context),)), turn="t")
    assert "Said just before: <q>The rain came late.</q>" in markup
    assert 'href="article#ab/p10-18/c0-9/e10-18"' in markup


def test_what_was_no_question_gets_its_own_reply_without_passages() -> None:
    refusal = Refusal("Hello. Ask me what the article says.", (), ("p7",))
    markup = answer_message(refused(refusal=refusal), turn="t1")
    assert "Hello. Ask me what the article says." in markup
    assert "does not say" not in markup
    assert "not an answer" not in markup


def test_hostile_text_stays_text_in_a_message() -> None:
    citation = Citation(
        1, HOSTILE, Span(10, 10 + len(HOSTILE)), "sha256:ab", HOSTILE, 0.9, HOSTILE, None, HOSTILE
    )
    answer = answered(
        HOSTILE,
        standalone_question=HOSTILE,
        citations=(citation,),
        notice=HOSTILE,
        withheld=(Withheld(HOSTILE, HOSTILE),),
    )
    read = assert_harmless(answer_message(answer, turn="t1"))
    assert HOSTILE in read.texts


def test_hostile_text_stays_text_in_a_refusal() -> None:
    passage = Passage("p7", "sha256:ab", Span(0, len(HOSTILE)), HOSTILE, (Span(0, 5),), section=HOSTILE)
    refusal = Refusal(HOSTILE, (HOSTILE + "!",), ("p7",))
    assert_harmless(answer_message(refused(refusal=refusal, sources=(Source(passage, 0.1),)), turn="t1"))


def test_hostile_text_stays_text_in_the_article() -> None:
    document = Document(
        f"{HOSTILE}\n\n{HOSTILE}", HOSTILE, title_span=Span(0, 9), set_aside=(SetAside(HOSTILE, HOSTILE),)
    )
    assert_harmless(pane([document, Document("Other.", HOSTILE)]))


def test_hostile_titles_are_literal_where_markdown_is_read() -> None:
    drawn = welcome((Document("It rained.", HOSTILE),))
    assert not set("[]()!$`*_\\") & set(drawn)
    assert HOSTILE in "".join(Reader(drawn).texts)


@given(st.text(max_size=60))
def test_escaped_text_reads_as_it_was_wherever_a_browser_can_draw_it(text: str) -> None:
    for made in (escape(text), literal(text)):
        read = Reader(f"<p>{made}</p>")
        assert read.tags == ["p"]
        assert len("".join(read.texts)) == len(text)
        made.encode("utf-8")


TEXTS = st.text(
    st.sampled_from("ab .\n\r\t\0🦜é\u0301\u202eא中<&\"'\ud800\x85\u2028"), min_size=1, max_size=120
)


@given(TEXTS.filter(lambda text: text.strip() != ""))
def test_the_blocks_of_an_article_hold_its_text_at_the_offsets_they_carry(text: str) -> None:
    blocks = Reader(article(Document(text, "t"))).blocks
    for start, end, drawn in blocks:
        original = text[start:end]
        assert len(drawn) >= len(original)
        same = [a == b or b in "\ufffd " for a, b in zip(original, drawn, strict=False)]
        assert all(same)
    assert all(first[1] <= second[0] for first, second in pairwise(blocks))


def test_headings_title_and_byline_are_drawn_as_such() -> None:
    text = "On Rain\n\nby Ada Wet\n\nWeather\n\nIt rained."
    heading = Heading(Span(21, 28), 2)
    document = Document(text, "On Rain", Span(0, 7), ("Ada Wet",), Span(12, 19), headings=(heading,))
    drawn = article(document)
    assert '<h2 class="fn-block fn-heading" data-start="0"' in drawn
    assert '<p class="fn-block fn-byline" data-start="9"' in drawn
    assert '<h3 class="fn-block fn-heading" data-start="21"' in drawn
    assert drawn.count("On Rain") == 2  # once as the article's label, once as its title


def test_a_title_that_does_not_stand_in_the_text_is_drawn_above_it() -> None:
    assert '<h2 class="fn-heading fn-title">Weather</h2>' in article(Document("It rained.", "Weather"))


def test_marks_are_drawn_one_in_another() -> None:
    marks = [Mark(Span(0, 10), "passage"), Mark(Span(3, 9), "evidence")]
    assert (
        '<mark class="fn-passage">It </mark><mark class="fn-passage"><mark class="fn-evidence">rained</mark>'
        in article(Document("It rained.", "Weather"), marks=marks)
    )


@pytest.mark.parametrize(("count", "said"), [(1, "Left out: 1 block<"), (7, "Left out: 7 blocks<")])
def test_what_was_left_out_is_counted_and_can_be_looked_at(count: int, said: str) -> None:
    blocks = tuple(SetAside(f"Advert {n}", "an offer") for n in range(count))
    drawn = article(Document("It rained.", "Weather", set_aside=blocks))
    assert said in drawn
    assert drawn.count("Advert") == count


def test_several_articles_are_named_in_the_bar_and_one_is_not() -> None:
    first, second = Document("It rained.", "Rain"), Document("It froze.", "Frost")
    assert "<nav" not in pane([first])
    assert pane([first, second]).count('<a class="fn-name"') == 2


def test_the_articles_own_page_has_no_script_of_its_own() -> None:
    page = article_page([Document("It rained.", "Weather")])
    assert page.count("<script") == 1
    assert '<script src="footnote/page.js" defer></script>' in page
