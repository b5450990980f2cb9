from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document, Heading, Passage, Span
from index.embed import bundled_folder
from index.split import sentences, split

Counter = Callable[[Sequence[str]], list[int]]
LIMIT = 254


def by_word(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def by_character(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def more_together(texts: Sequence[str]) -> list[int]:
    """Count a text as more than the sum of its sentences, as some tokenizers do."""
    return [len(text.split()) + text.count(".") ** 2 // 40 for text in texts]


@pytest.fixture(scope="module")
def by_word_piece() -> Counter:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda texts: [len(e.ids) for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def document(text: str, **details: object) -> Document:
    return Document(text=text, title="Test", **details)  # type: ignore[arg-type]


def paragraph(words: int, *, sentence: int = 10) -> str:
    """Return a paragraph of that many words, in sentences of ten."""
    plain = [f"word{number}" for number in range(words)]
    rows = [plain[start : start + sentence] for start in range(0, words, sentence)]
    return " ".join(f"{' '.join(row).capitalize()}." for row in rows)


def check(found: list[Passage], made_of: Document, counter: Counter, limit: int) -> None:
    """Hold passages against every law there is."""
    text, covered = made_of.text, 0
    assert [passage.id for passage in found] == [f"p{number}" for number in range(1, len(found) + 1)]
    assert all(count <= limit for count in counter([passage.text for passage in found]))
    for passage in found:
        assert passage.text == text[passage.span.start : passage.span.end]
        assert passage.document_id == made_of.id
        for sentence in passage.sentences:
            assert passage.span.contains(sentence)
            assert not text[covered : sentence.start].strip()
            covered = sentence.end
        assert covered == passage.span.end
    assert not text[covered:].strip()


def test_a_normal_paragraph_is_one_passage() -> None:
    text = "\n\n".join(paragraph(words) for words in (80, 120, 200, 95))
    found = split(document(text), count_tokens=by_word, limit=LIMIT)
    assert [passage.text for passage in found] == text.split("\n\n")


def test_short_neighbours_are_packed_together() -> None:
    text = "\n\n".join(paragraph(30) for _ in range(8))
    found = split(document(text), count_tokens=by_word, limit=LIMIT)
    assert [len(passage.text.split()) for passage in found] == [90, 90, 60]


def test_a_very_short_paragraph_joins_the_one_before() -> None:
    text = f"{paragraph(100)}\n\nBut it was not true.\n\n{paragraph(100)}"
    assert [len(p.text.split()) for p in split(document(text), count_tokens=by_word, limit=LIMIT)] == [
        105,
        100,
    ]


def test_a_long_paragraph_is_divided_evenly_between_sentences() -> None:
    found = split(document(paragraph(600)), count_tokens=by_word, limit=LIMIT)
    assert [len(passage.text.split()) for passage in found] == [200, 200, 200]


def test_a_sentence_longer_than_the_window_is_cut_at_clauses() -> None:
    text = ", ".join(" ".join(["word"] * 100) for _ in range(5)) + "."
    found = split(document(text), count_tokens=by_word, limit=LIMIT)
    assert [passage.text[-5:] for passage in found] == ["word,", "word,", "word."]
    check(found, document(text), by_word, LIMIT)


def test_title_authors_and_date_are_passages_of_their_own() -> None:
    text = f"On Ferries by Ann Lee\n\n3 June 2024\n\nA deck.\n\n{paragraph(100)} It was 3 June 2024."
    made = document(
        text, title_span=Span(0, 10), authors=("Ann Lee",), authors_span=Span(14, 21), date_span=Span(23, 34)
    )
    found = split(made, count_tokens=by_word, limit=LIMIT)
    assert found[0].text == "On Ferries by Ann Lee\n\n3 June 2024"
    assert found[1].text.startswith("A deck.")
    check(found, made, by_word, LIMIT)


def test_a_date_inside_a_paragraph_does_not_make_it_front_matter() -> None:
    text = f"{paragraph(90)} It was 3 June 2024.\n\n{paragraph(90)}"
    made = document(text, date_span=Span(text.index("3 June"), text.index("3 June") + 11))
    assert len(split(made, count_tokens=by_word, limit=LIMIT)) == 2


def test_a_heading_stays_with_the_text_below_it_and_names_its_section() -> None:
    text = f"{paragraph(40)}\n\nThe mud\n\nIts colour\n\n{paragraph(90)}\n\nThe end\n\n{paragraph(20)}"
    at = [text.index(heading) for heading in ("The mud", "Its colour", "The end")]
    made = document(
        text,
        headings=tuple(Heading(Span(start, text.index("\n", start)), 2) for start in at),
        pages=(0, at[2]),
    )
    found = split(made, count_tokens=by_word, limit=LIMIT)
    assert [passage.text.split("\n\n")[0][:10] for passage in found] == ["Word0 word", "The mud", "The end"]
    assert [passage.section for passage in found] == [None, "The mud", "The end"]
    assert [passage.page for passage in found] == [1, 1, 2]


def test_numbers_go_on_from_the_first_one_given() -> None:
    text = "\n\n".join(paragraph(90) for _ in range(3))
    assert [p.id for p in split(document(text), count_tokens=by_word, limit=LIMIT, first=41)] == [
        "p41",
        "p42",
        "p43",
    ]


def test_the_sentences_of_the_passages_are_those_of_the_text() -> None:
    text = f"{paragraph(90)}\n\nDr. Hale left. He came back.\n\n- one\n- two"
    found = split(document(text), count_tokens=by_word, limit=LIMIT)
    assert [span for passage in found for span in passage.sentences] == sentences(text)


def test_tokens_are_counted_in_a_few_calls_however_long_the_book() -> None:
    calls = []

    def counting(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return by_word(texts)

    split(document("\n\n".join(paragraph(100) for _ in range(500))), count_tokens=counting, limit=LIMIT)
    assert len(calls) <= 4


def test_a_tokenizer_that_counts_more_for_the_whole_than_for_its_parts_is_held_to_the_limit() -> None:
    made = document("\n\n".join(paragraph(240) for _ in range(4)))
    check(split(made, count_tokens=more_together, limit=LIMIT), made, more_together, LIMIT)


HOSTILE = {
    "an endless line": "word " * 4000,
    "a word without end": "x" * 20_000,
    "no punctuation in Chinese": "天地玄黄" * 2000,
    "families of emoji": "👩‍👩‍👧‍👦" * 500,
    "a heap of marks": "e" + "\u0301" * 5000,
    "a sea of space": f"a{' ' * 30_000}b. C.",
    "right to left": "\u202eهل هذا صحيح؟ نعم.\u202c " * 300,
    "flags": "🇳🇴" * 1500,
    "dots": ". " * 5000,
    "brackets": "( a. B " * 1000,
    "half a surrogate": "a\ufffdb. " * 500,
    "base64": "QmFzZTY0IGlzIG5vIGxhbmd1YWdlLg==" * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_obeys_every_law_with_the_real_tokenizer(name: str, by_word_piece: Counter) -> None:
    made = document(HOSTILE[name])
    check(split(made, count_tokens=by_word_piece, limit=LIMIT), made, by_word_piece, LIMIT)


ALPHABET = st.sampled_from("aé天\u0301\u200d👩🇳🇴\u202e \n.,!?。;\"'()-1A\t")
TEXTS = st.lists(st.text(ALPHABET, max_size=60), min_size=1, max_size=12).map("\n\n".join).filter(str.strip)


@given(TEXTS, st.integers(1, 40), st.sampled_from([by_word, by_character, more_together]))
@settings(max_examples=200)
def test_generated_text_obeys_every_law_at_any_limit(text: str, limit: int, counter: Counter) -> None:
    made = document(text)
    check(split(made, count_tokens=counter, limit=limit), made, counter, limit)


@given(text=TEXTS)
@settings(max_examples=100)
def test_generated_text_obeys_every_law_with_the_real_tokenizer(text: str, by_word_piece: Counter) -> None:
    made = document(text)
    check(split(made, count_tokens=by_word_piece, limit=8), made, by_word_piece, 8)


@given(TEXTS, st.data())
@settings(max_examples=100)
def test_headings_and_front_matter_anywhere_lose_nothing(text: str, data: st.DataObject) -> None:
    starts = sorted(data.draw(st.sets(st.integers(0, len(text) - 1), max_size=4)))
    spans = [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]
    made = document(
        text, title_span=spans[0] if spans else None, headings=tuple(Heading(span, 2) for span in spans[1:])
    )
    check(split(made, count_tokens=by_word, limit=10), made, by_word, 10)


def test_a_whole_book_obeys_every_law(by_word_piece: Counter) -> None:
    parts = [
        'Dr. Hale said "No." Then she left. ',
        "It rained; nobody minded, ",
        "天地玄黄。",
        "- item\n",
        "\n\n",
        "é\u0301 ",
    ]
    book = "".join(parts[(number * number + number // 7) % len(parts)] for number in range(40_000))
    made = document(book)
    found = split(made, count_tokens=by_word_piece, limit=LIMIT)
    check(found, made, by_word_piece, LIMIT)
    assert len(book) > 500_000
