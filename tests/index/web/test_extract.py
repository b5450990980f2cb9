from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.extract import article
from tests.index.offsets import aside
from tests.index.web.pages import BODY, COST, COUNCIL, MUD, TEXT, TITLE, document_of, page, story

NAVIGATION = '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News of Velm</a></li></ul></nav>'
COOKIES = (
    '<div class="banner"><p>We use cookies to improve your experience.</p><button>Accept all</button></div>'
)
NEWSLETTER = (
    '<div class="box"><p>Sign up for our newsletter and get the best of Velm in your inbox every week!</p>'
    '<form><label>Your email</label><input name="mail"><button>Subscribe</button></form></div>'
)
FOOTER = '<footer><p>© 2024 Velm Gazette. All rights reserved.</p><a href="/p">Privacy policy</a></footer>'
RELATED = (
    '<section><h3>Related articles</h3><ul><li><a href="/a">The ferry that never left</a></li>'
    '<li><a href="/b">The pier that did leave</a></li></ul></section>'
)


@pytest.mark.parametrize(
    ("before", "inside", "after", "gone"),
    [
        (NAVIGATION, "", "", ["Home", "News of Velm"]),
        (COOKIES, "", "", ["We use cookies to improve your experience.", "Accept all"]),
        ("", NEWSLETTER, "", ["Sign up for our newsletter", "Your email", "Subscribe"]),
        ("", "", NEWSLETTER, ["Sign up for our newsletter", "Your email", "Subscribe"]),
        ("", "", FOOTER, ["© 2024 Velm Gazette", "Privacy policy"]),
        ("", "", RELATED, ["Related articles", "The ferry that never left", "The pier that did leave"]),
        (
            "",
            "<aside><p>Also: the ferry that never left</p></aside>",
            "",
            ["Also: the ferry that never left"],
        ),
        (NAVIGATION + COOKIES, NEWSLETTER, RELATED + FOOTER, ["Home", "Accept all", "Related articles"]),
    ],
)
def test_what_is_no_article_is_set_aside_with_a_reason(
    before: str, inside: str, after: str, gone: list[str]
) -> None:
    body = f"<p>{COUNCIL}</p>{inside}<p>{MUD}</p><p>{COST}</p>"
    document = document_of(page(f"{before}<main><article><h1>{TITLE}</h1>{body}</article></main>{after}"))
    assert document.text == f"{TITLE}\n\n{TEXT}"
    for start in gone:
        assert any(text.removeprefix("- ").startswith(start) for text in aside(document)), start
    assert all(aside(document).values())


def test_nothing_that_is_seen_is_lost() -> None:
    html = page(
        f"{NAVIGATION}{COOKIES}<main><article><h1>{TITLE}</h1><p>By Ann Lee</p>{BODY}{NEWSLETTER}<h2>Mud</h2>"
        f"<ul><li>old</li><li>new</li></ul><p>{COST} Again.</p></article></main>{RELATED}{FOOTER}"
    )
    document = document_of(html)
    words = set(" ".join([document.text, *aside(document)]).split())
    for part in (NAVIGATION, COOKIES, NEWSLETTER, RELATED, FOOTER, BODY):
        assert [word for word in re.sub("<[^>]*>", " ", part).split() if word not in words] == []


def test_a_short_line_between_paragraphs_belongs_to_them() -> None:
    middle = "<p>Mud.</p><blockquote>It is only mud.</blockquote><h2>Why now</h2><ul><li>The ferry</li></ul>"
    document = document_of(story(f"<p>{COUNCIL}</p>{middle}<p>{MUD}</p><p>{COST}</p>"))
    assert document.text == (
        f"{TITLE}\n\n{COUNCIL}\n\nMud.\n\nIt is only mud.\n\nWhy now\n\n- The ferry\n\n{MUD}\n\n{COST}"
    )


@pytest.mark.parametrize("container", ["div", "section", "td", "center", "main"])
def test_an_article_needs_no_element_of_its_name(container: str) -> None:
    inner = f"<{container}><h1>{TITLE}</h1>{BODY}</{container}>"
    html = page(f"<table><tr>{inner}</tr></table>" if container == "td" else inner)
    assert document_of(html).text == f"{TITLE}\n\n{TEXT}"


def test_a_page_of_one_sentence_is_read() -> None:
    assert document_of(page(f"<p>{COUNCIL}</p>")).text == COUNCIL
    assert document_of(COUNCIL).text == COUNCIL


@pytest.mark.parametrize(
    "html", [page(""), page("<script>mud()</script><p> </p>"), "<p></p>", "<!-- mud -->", "<!DOCTYPE html>"]
)
def test_a_page_without_words_gives_no_blocks(html: str) -> None:
    assert article(html)["blocks"] == []


PIECES = "<p> </p> <div> </div> <table><tr><td> </table> <ul><li> <h2> <a\thref=x> <pre> <nav> <br>".split(
    " "
)
PIECES += [
    f"<p>{COUNCIL}</p>",
    "<p hidden>",
    "<script>",
    "</script>",
    "&amp;",
    "&#0;",
    "<![CDATA[",
    "<title>",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text("aB. é\U0001f30a<", max_size=8)), max_size=25))
@settings(max_examples=60)
def test_any_html_becomes_a_document_that_lost_nothing_and_whose_offsets_hold(parts: list[str]) -> None:
    html = f"<body><p>{MUD}</p>{''.join(parts)}"
    document = document_of(html)
    assert any(MUD in text for text in [document.text, *aside(document)])
