from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, load
from index.load import LoadError, document_from_text, load_bytes

WESTERN = (
    "Der Bürgermeister sagte: “It rained for 20 days – nobody minded.”\nThe naïve café owner agreed, for €5."
)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_promised_encoding_reads_the_same(encoding: str, tmp_path: Path) -> None:
    assert load(written(tmp_path, "a.txt", WESTERN.encode(encoding))).text == WESTERN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["天地玄黄，宇宙洪荒。日月盈昃。", "Шёл дождь, и никто не возражал.", "هل هذا صحيح؟ نعم."]
)
def test_other_scripts_read_in_utf8_and_utf16(text: str, encoding: str) -> None:
    assert load_bytes(text.encode(encoding), name="a.txt").text == text


def test_one_broken_byte_does_not_spoil_the_other_letters() -> None:
    data = ("Größe, Höhe und Länge. " * 5).encode()
    assert "Höhe" in load_bytes(data[:40] + b"\xe2" + data[40:], name="a.txt").text


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("empty.txt", b"", "is empty (0 bytes); give it"),
        ("blank.txt", b" \n\t\r\n", "is empty (5 bytes)"),
        ("mark.txt", b"\xef\xbb\xbf", "is empty"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "is an image, not text; save its text"),
        ("report.txt", b"%PDF-1.7\n...", "is a PDF, not text"),
        ("letter.txt", b"PK\x03\x04" + bytes(50), "an office document"),
        ("noise.txt", bytes(range(256)) * 20, "is a binary file (5120 bytes)"),
        (
            "russian.txt",
            ("Шёл дождь, и никто не возражал. " * 3).encode("cp1251"),
            "neither UTF-8, UTF-16 nor",
        ),
        ("report.pdf", b"x", "unknown type '.pdf'; save it as one of: .txt, .md"),
        ("README", b"x", "unknown type ''"),
        ("only.md", b"![](a.png)\n\n***\n", "holds no text, only markup"),
        (
            "long.txt",
            b"word " * 3000,
            "has 15000 characters, the limit is 10000 characters; load it in parts",
        ),
        ("longer.txt", b"word " * 30000, "has 150000 bytes, the limit is 10000 characters"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_and_what_to_do(
    name: str, data: bytes, what: str, tmp_path: Path
) -> None:
    for read in (
        lambda: load(written(tmp_path, name, data), max_characters=10_000),
        lambda: load_bytes(data, name=name, max_characters=10_000),
    ):
        with pytest.raises(LoadError) as caught:
            read()
        assert what in str(caught.value)
        assert name in str(caught.value)
        assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("https://example.com/a", "addresses are not fetched; save the page and load the file"),
        ("HTTP://example.com/a.txt", "addresses are not fetched"),
        ("no/such/file.txt", "there is no file no/such/file.txt; check the path"),
        (".", "is a folder; name a file in it"),
        ("a\0b.txt", "cannot be read"),
        ("x" * 5000 + ".txt", "cannot be read"),
    ],
)
def test_a_path_that_is_no_file_is_refused(source: str, what: str) -> None:
    with pytest.raises(LoadError, match=what.replace("(", r"\(")):
        load(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    caught: list[str] = []

    def read() -> None:
        try:
            load(tmp_path / "pipe.txt")
        except LoadError as error:
            caught.append(str(error))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    thread.join(timeout=20)
    assert caught and "no regular file" in caught[0]


def test_the_five_million_characters_that_are_allowed_are_read(tmp_path: Path) -> None:
    text = ("It rained on the harbour, and nobody minded it at all. " * 40 + "\n\n") * 2200
    assert len(load(written(tmp_path, "book.txt", text.encode())).text) > 4_800_000
    with pytest.raises(LoadError, match="the limit is 5000000 characters; load it in parts"):
        load(written(tmp_path, "books.txt", text.encode() * 5))


def test_a_hostile_file_name_is_only_a_name() -> None:
    document = load_bytes(b"It rained. Nobody minded.", name="../../<img src=x onerror=1>.txt")
    assert document.title == "<img src=x onerror=1>"


def test_a_text_file_that_holds_a_page_is_read_as_a_page() -> None:
    page = (
        b"<!DOCTYPE html><html><body><h1>Rain</h1><p>It rained on the harbour for a week.</p></body></html>"
    )
    assert load_bytes(page, name="a.txt").text == "Rain\n\nIt rained on the harbour for a week."


def test_plain_prose_is_left_as_it_is() -> None:
    text = "It rained, as it does.\n\n  “Nobody minded,” said Ann.\nShe meant it.\n\n- one\n- two"
    document = Document.from_text(text)
    assert document.text == text
    assert document.set_aside == ()


def test_line_ends_blank_lines_and_trailing_space_are_tidied() -> None:
    text = "\r\n\r\nIt rained.  \r\n \t\r\n\r\n\r\nNobody\0minded.\u2029The end.\n"
    assert document_from_text(text).text == "It rained.\n\nNobody minded.\n\nThe end."


def test_half_a_surrogate_becomes_a_replacement_character() -> None:
    assert document_from_text("a\ud800b c.").text == "a\ufffdb c."


def test_a_title_that_is_given_overrides_the_one_recognised() -> None:
    text = "Rain again by Ann M. Lee\n\nIt rained, and nobody minded it at all."
    given_title = document_from_text(text, title="Weather")
    assert (given_title.title, given_title.title_span) == ("Weather", None)
    assert given_title.text == text
    standing = document_from_text(text, title="Rain again")
    assert standing.title_span is not None
    assert standing.title_span.of(standing.text) == "Rain again"


def test_without_a_title_a_file_has_its_name_and_a_text_its_first_words(tmp_path: Path) -> None:
    text = "It rained on the harbour for twenty days and nobody minded it, least of all the harbour master."
    assert load(written(tmp_path, "harbour-2024.txt", text.encode())).title == "harbour-2024"
    assert (
        document_from_text(text).title
        == "It rained on the harbour for twenty days and nobody minded it, least of all…"
    )


def test_an_empty_text_is_refused() -> None:
    for text in ("", " \n\0\t"):
        with pytest.raises(ValueError, match="has no text; give it at least one sentence"):
            Document.from_text(text)


@given(st.text(max_size=300))
def test_any_text_becomes_a_document_or_a_clear_refusal(text: str) -> None:
    try:
        document = document_from_text(text)
    except ValueError as error:
        assert "has no text" in str(error)
        return
    for span in document.front_matter:
        span.of(document.text)
    kept = "".join(document.text.split()) + "".join("".join(gone.text.split()) for gone in document.set_aside)
    assert sorted(kept) == sorted("".join(text.replace("\0", " ").removeprefix("\ufeff").split()))


@given(st.binary(max_size=300))
def test_any_bytes_become_a_document_or_a_clear_refusal(data: bytes) -> None:
    try:
        load_bytes(data, name="a.txt")
    except LoadError as error:
        assert "a.txt" in str(error)
