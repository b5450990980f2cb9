from __future__ import annotations

import time
from pathlib import Path

import pytest

from index import load
from index.load import LoadError, load_bytes
from index.web.webpage import webpage
from tests.index.offsets import aside, assert_offsets_hold, headings
from tests.index.web.pages import BODY, COST, COUNCIL, MUD, TEXT, TITLE, document_of, page, story

REMEDY = "save the article's text as .txt and load that"


def test_a_saved_page_becomes_the_document_of_its_article(tmp_path: Path) -> None:
    html = page(
        f'<nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1><p>By Ann Lee</p><p>5 March 2024</p>'
        f"<p>{COUNCIL}</p><h2>What it costs</h2><p>{MUD}</p><p hidden>The secret ferry</p>"
        f"<p>{COST}</p></article>",
        head='<link rel="canonical" href="https://example.org/mud">',
    )
    path = tmp_path / "saved.html"
    path.write_text(html, encoding="utf-8")
    document = load(path)
    assert_offsets_hold(document)
    assert document == document_of(html)
    assert document.text == (
        f"{TITLE}\n\nBy Ann Lee\n\n5 March 2024\n\n{COUNCIL}\n\nWhat it costs\n\n{MUD}\n\n{COST}"
    )
    assert (document.title, document.authors, document.date) == (TITLE, ("Ann Lee",), "5 March 2024")
    assert document.url == "https://example.org/mud"
    assert headings(document) == [(2, "What it costs")]
    assert aside(document) == {"The secret ferry": "hidden on the page", "Home": "outside the article"}


@pytest.mark.parametrize(
    ("encoding", "declaration", "words"),
    [
        ("utf-8", "", "Café “Zum Möwen” – €5, 汉字 \U0001f30a"),
        ("utf-8", '<meta charset="utf-8">', "Café “Zum Möwen” – €5"),
        ("cp1252", '<meta charset="windows-1252">', "Café “Zum Möwen” – €5"),
        (
            "koi8-r",
            '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
            "Шёл дождь в Вельме",
        ),
        ("shift_jis", "<meta charset=Shift_JIS>", "港の泥は毎年増える"),
        ("utf-16", '<meta charset="utf-8">', "Café “Zum Möwen” – €5, 汉字"),
    ],
)
def test_the_encoding_that_a_page_declares_is_read(encoding: str, declaration: str, words: str) -> None:
    html = story(f"<p>{words}</p>{BODY}", head=declaration).replace("’", "'")
    document = load_bytes(html.encode(encoding), name="a.html")
    assert_offsets_hold(document)
    assert document.text == f"{TITLE}\n\n{words}\n\n{TEXT}"


@pytest.mark.parametrize("declared", ["utf-7", "no-such-thing", "rot13", "zlib", "idna"])
def test_a_declaration_that_no_page_should_make_is_passed_over(declared: str) -> None:
    html = story(f"<p>A café of Velm.</p>{BODY}", head=f'<meta charset="{declared}">')
    assert "A café of Velm." in load_bytes(html.encode("cp1252"), name="a.htm").text


def test_an_empty_page_is_refused_with_what_to_do() -> None:
    for html in (page(""), page("<script>mud()</script>", head="<style>p {}</style>"), "<!-- mud -->"):
        with pytest.raises(LoadError, match=f"^mud.html is a web page without text; {REMEDY}$"):
            load_bytes(html.encode(), name="mud.html")


def test_a_page_nested_too_deep_is_refused_and_not_cut_short() -> None:
    html = page(f"<p>{COUNCIL}</p>{'<div>' * 20_000}<p>{MUD}</p>")
    with pytest.raises(LoadError) as caught:
        webpage(html, name="deep.html")
    message = str(caught.value)
    assert message.startswith("deep.html cannot be read as a web page (ValueError: its elements are nested")
    assert message.endswith(REMEDY)


def test_a_page_that_takes_too_long_is_stopped_and_refused() -> None:
    began = time.perf_counter()
    with pytest.raises(LoadError, match=r"mud\.html takes too long to read as a web page \(over 0 s\); save"):
        webpage(story(BODY * 2000), name="mud.html", seconds=0.01)
    assert time.perf_counter() - began < 3


def test_half_a_surrogate_and_controls_do_no_harm() -> None:
    found = webpage(story(f"<p>a\ud800b &#1; &#xD800; \x01 c.</p>{BODY}"), name="a.html")
    assert found.blocks[0].text == TITLE
    assert [block.text for block in found.blocks[-3:]] == TEXT.split("\n\n")
