from __future__ import annotations

import pytest

from index import Document

BODY = "It rained on the harbour for twenty days, and nobody minded it at all."

# Head of the text → title, authors, date.
HEADS: list[tuple[str, str, tuple[str, ...], str | None]] = [
    (
        "How to Leave a Bog by Ann Lee & Charles A. Bo",
        "How to Leave a Bog",
        ("Ann Lee", "Charles A. Bo"),
        None,
    ),
    ("Rain again\n\nBy Ann Lee and Bo Ek", "Rain again", ("Ann Lee", "Bo Ek"), None),
    ("Rain again\n\nby ANN LEE, BO EK and CY DAHL", "Rain again", ("ANN LEE", "BO EK", "CY DAHL"), None),
    ("Rain again\nBy Ann Lee | June 3, 2024 | 5 min read", "Rain again", ("Ann Lee",), "June 3, 2024"),
    (
        "Rain again\n\nAnn Lee, Staff Writer\n\nPublished 3 June 2024",
        "Rain again",
        ("Ann Lee",),
        "3 June 2024",
    ),
    ("Rain again\n\nPosted by Ann Lee on June 3, 2024", "Rain again", ("Ann Lee",), "June 3, 2024"),
    ("Rain again\n\nAnn Lee\n\n2024-06-03", "Rain again", ("Ann Lee",), "2024-06-03"),
    ("Rain again\n\nBy Ann Lee, our correspondent in Oslo", "Rain again", ("Ann Lee",), None),
    ("Rain again\n\nWords by María del Mar López", "Rain again", ("María del Mar López",), None),
    ("Rain again\n\nUpdated 5 June 2024\n\nPublished 3 June 2024", "Rain again", (), "3 June 2024"),
    ("Rain again\n\nSaturday, 3 December 2022", "Rain again", (), "Saturday, 3 December 2022"),
    ("Rain again\n\nBy Reuters", "Rain again", ("Reuters",), None),
    ("Title: Rain again\nAuthor: Ann Lee\nDate: June 2024", "Rain again", ("Ann Lee",), "June 2024"),
    ("June 2024\n\nRain again, and again", "Rain again, and again", (), "June 2024"),
    ("Regen, wieder\n\nVon Hanna Kloft\n\n3. Mai 2022", "Regen, wieder", ("Hanna Kloft",), "3. Mai 2022"),
    ("Why does it rain?", "Why does it rain?", (), None),
    # What only looks like it.
    ("A Town Swallowed by Salt Water", "A Town Swallowed by Salt Water", (), None),
    ("What happened on 6 March 1953", "What happened on 6 March 1953", (), None),
    (
        "Rain again\n\nMedically reviewed by Dr. Ilka Storm on March 3, 2020",
        "Rain again",
        (),
        "March 3, 2020",
    ),
]


@pytest.mark.parametrize(("head", "title", "authors", "date"), HEADS)
def test_title_authors_and_date_are_read_where_they_stand(
    head: str, title: str, authors: tuple[str, ...], date: str | None
) -> None:
    document = Document.from_text(f"{head}\n\n{BODY}\n\n{BODY}")
    assert (document.title, document.authors, document.date) == (title, authors, date)
    assert document.title_span is not None
    assert document.title_span.of(document.text) == title
    for span, said in ((document.authors_span, authors), (document.date_span, (date,) if date else ())):
        assert (span is not None) == bool(said)
        if span is not None:
            assert all(part in span.of(document.text) for part in said)


def test_prose_alone_has_no_title_no_authors_and_no_date() -> None:
    document = Document.from_text(f"{BODY}\n\nOn 3 June 2024 it stopped, as was said by Ann Lee.\n\n{BODY}")
    assert document.front_matter == ()
    assert document.authors == ()


def test_a_bare_name_is_the_author_if_the_end_says_who_that_is() -> None:
    text = f"Against the draft\n\nLeonie Abara\n\n{BODY}\n\nLeonie Abara is the author of two novels."
    assert Document.from_text(text).authors == ("Leonie Abara",)
    assert Document.from_text(f"Against the draft\n\nLeonie Abara\n\n{BODY}").authors == ()


def test_a_name_that_opens_the_text_is_the_title_however_short() -> None:
    text = f"Marta Elvund\n\nShare\n\nAlso known as the lock builder\n\nMarta Elvund was an engineer. {BODY}"
    assert Document.from_text(text).title == "Marta Elvund"
