from __future__ import annotations

import json

import pytest

from index.web.hidden import parse
from index.web.metadata import Metadata, metadata, without_site
from tests.index.web.pages import BODY, TEXT, TITLE, document_of, page, story


def linked(*items: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)


def about(head: str) -> Metadata:
    return metadata(parse(page(BODY, head=head)))


def test_meta_tags_give_title_authors_date_and_address() -> None:
    found = about(
        '<meta property="og:title" content="  Velm  dredges its harbour ">'
        '<meta property="og:site_name" content="Velm Gazette">'
        '<meta name="Author" content="By Ann Lee and Bo Ek">'
        '<meta property="article:published_time" content="2024-03-05T23:30:00+01:00">'
        '<link rel="canonical" href="https://example.org/mud?id=1#top">'
    )
    assert found == Metadata(
        title=TITLE,
        site="Velm Gazette",
        authors=("Ann Lee", "Bo Ek"),
        date="5 March 2024",
        url="https://example.org/mud?id=1",
    )


def test_linked_data_goes_before_meta_tags() -> None:
    item = {
        "@type": ["Thing", "NewsArticle"],
        "headline": TITLE,
        "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Ek", {"name": "Ann Lee"}],
        "datePublished": "2024-03-05",
    }
    meta = '<meta name="author" content="Cy Dahl"><meta name="date" content="2020-01-01">'
    for script in (
        linked(item),
        linked([item]),
        linked({"@graph": [{"@type": "WebSite", "name": "x"}, item]}),
    ):
        found = about(meta + script)
        assert (found.title, found.authors, found.date) == (TITLE, ("Ann Lee", "Bo Ek"), "5 March 2024")


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">{"@type": "Article", "author": </script>',
        f'<script type="application/ld+json">{"[" * 5000}</script>',
        '<script type="application/ld+json"></script>',
        linked({"@type": "Organization", "name": "Velm Gazette", "author": "Cy Dahl"}),
        linked({"@type": "Article", "author": 7, "headline": ["a"], "datePublished": {"a": 1}}),
        linked({"@type": "Article", "author": "Dahl " * 200, "headline": "Mud " * 200}),
        linked({"@type": 3}, 4, None, "text", [[], [[]]]),
        '<script>var json = {"@type": "Article", "author": "Cy Dahl"}</script>',
    ],
)
def test_linked_data_that_is_broken_or_about_something_else_says_nothing(script: str) -> None:
    assert about(script + '<meta name="author" content="Ann Lee">') == Metadata(authors=("Ann Lee",))


@pytest.mark.parametrize(
    "name", ["admin@example.org", "velm 24", "the editors", "Velm Gazette", "", "A " * 9]
)
def test_what_can_be_no_name_names_no_author(name: str) -> None:
    head = f'<meta property="og:site_name" content="velm gazette"><meta name="author" content="{name}">'
    assert about(head).authors == ()


@pytest.mark.parametrize("day", ["2024-13-45", "soon", "", "05/03/2024"])
def test_a_date_that_is_none_falls_to_the_next(day: str) -> None:
    head = f'<meta property="article:published_time" content="{day}">'
    assert about(head).date == ""
    assert about(head + '<meta name="pubdate" content="2024-03-06">').date == "6 March 2024"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "/mud",
        "https://ann:secret@example.org/",
        "https://[bad",
        "file:///etc/x",
        "//a.b",
    ],
)
def test_an_address_that_no_reader_should_open_is_passed_over(address: str) -> None:
    link = f'<link rel="canonical" href="{address}">'
    assert about(link).url is None
    assert (
        about(f'{link}<meta property="og:url" content="https://example.org/">').url == "https://example.org/"
    )


@pytest.mark.parametrize(
    ("title", "site", "said"),
    [
        ("Velm dredges its harbour | The Velm Gazette", "", TITLE),
        ("Velm dredges its harbour — Velm Gazette", "Velm Gazette", TITLE),
        (
            "Mud - a long tale of the five boats that sank",
            "",
            "Mud - a long tale of the five boats that sank",
        ),
        ("Velm | Gazette", "", "Velm | Gazette"),
        ("Sea-mud and well-water", "", "Sea-mud and well-water"),
    ],
)
def test_a_pages_title_loses_its_sites_name(title: str, site: str, said: str) -> None:
    assert without_site(title, site) == said
    assert about(f'<title>{title}</title><meta property="og:site_name" content="{site}">').title == said


def test_what_only_the_metadata_says_is_written_out_so_that_it_can_be_cited() -> None:
    head = '<meta name="author" content="Ann Lee"><meta name="date" content="2024-03-05">'
    document = document_of(page(f"<article>{BODY}</article>", head=f"<title>{TITLE}</title>{head}"))
    assert document.text == f"{TITLE}\n\nBy Ann Lee\n\nPublished 5 March 2024\n\n{TEXT}"
    assert (document.title, document.authors, document.date) == (TITLE, ("Ann Lee",), "5 March 2024")


def test_what_the_page_shows_goes_before_its_metadata() -> None:
    head = '<meta name="author" content="Cy Dahl"><meta name="date" content="2020-01-01">'
    byline = '<p class="by">By <a href="/ann">Ann Lee</a> and Bo Ek</p><p><time>March 5, 2024</time></p>'
    document = document_of(story(byline + BODY, head=head))
    assert document.text == f"{TITLE}\n\nBy Ann Lee and Bo Ek\n\nMarch 5, 2024\n\n{TEXT}"
    assert (document.authors, document.date) == (("Ann Lee", "Bo Ek"), "March 5, 2024")


def test_the_metadata_tells_the_title_from_the_sites_name() -> None:
    body = f"<header><h1>Velm Gazette</h1></header><article><h1>{TITLE}</h1>{BODY}</article>"
    document = document_of(page(body, head=f'<meta property="og:title" content="{TITLE}">'))
    assert (document.title, document.text) == (TITLE, f"{TITLE}\n\n{TEXT}")
    assert [gone.text for gone in document.set_aside] == ["Velm Gazette"]


def test_a_title_that_stands_below_the_article_does_not_push_the_article_out() -> None:
    head = '<meta property="og:title" content="The mud of Velm">'
    html = story(head=head).replace("</article>", '</article><p><a href="/m">The mud of Velm</a></p>')
    assert TEXT in document_of(html).text
    late = document_of(page(f"<article>{BODY}</article><title>The mud of Velm</title>"))
    assert late.text == f"The mud of Velm\n\n{TEXT}"
