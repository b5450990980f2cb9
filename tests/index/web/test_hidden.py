from __future__ import annotations

import pytest

from index.web.hidden import LONG_TAG, parse, remove_hidden
from tests.index.offsets import aside
from tests.index.web.pages import BODY, COST, COUNCIL, MUD, TEXT, TITLE, document_of, page, story


def around(piece: str) -> str:
    return story(f"<p>{COUNCIL}</p><p>{MUD}</p>{piece}<p>{COST}</p>")


@pytest.mark.parametrize(
    "piece",
    [
        "<p hidden>The secret ferry</p>",
        '<p style="color: red; DISPLAY : none">The secret ferry</p>',
        "<p style=visibility:hidden>The secret ferry</p>",
        '<p style="font-size:0">The secret ferry</p>',
        '<p style="position:absolute; left:-9999px">The secret ferry</p>',
        '<div aria-hidden="true"><div><p>The secret <b>ferry</b></p></div></div>',
        '<p class="note sr-only">The secret ferry</p>',
        "<style>@media print { .x {color: red} } .gone, #out { display:none }</style>"
        '<p class="gone">The secret ferry</p>',
        '<style>#out{visibility: hidden}</style><p id="out">The secret ferry</p>',
    ],
)
def test_hidden_elements_are_set_aside_and_named(piece: str) -> None:
    document = document_of(around(piece))
    assert document.text == f"{TITLE}\n\n{TEXT}"
    assert aside(document) == {"The secret ferry": "hidden on the page"}


@pytest.mark.parametrize(
    "piece",
    [
        '<p class="hidden md:block">The ferry sails on.</p>',
        '<p style="opacity: 0.9; overflow:hidden; border-left: -1px">The ferry sails on.</p>',
        '<p class="hidden-gems">The ferry sails on.</p>',
        '<p aria-hidden="false">The ferry sails on.</p>',
        '<style>.gone p { display: none }</style><p class="gone">The ferry sails on.</p>',
    ],
)
def test_what_only_looks_hidden_stays(piece: str) -> None:
    assert (
        document_of(around(piece)).text == f"{TITLE}\n\n{COUNCIL}\n\n{MUD}\n\nThe ferry sails on.\n\n{COST}"
    )


@pytest.mark.parametrize(
    "piece",
    [
        "<script>var secret = 'ferry < pier';</script>",
        "<style>p::before { content: 'secret' }</style>",
        "<noscript><p>A secret ferry</p></noscript>",
        "<template><p>A secret ferry</p></template>",
        "<!-- a secret ferry -->",
        "<!--[if IE]><p>A secret ferry</p><![endif]-->",
        "<svg><title>secret</title><text>ferry</text></svg>",
        "<iframe srcdoc='<p>secret</p>'>A secret ferry</iframe>",
        '<img src="ferry.png" alt="secret">',
        "<object><p>A secret ferry</p></object>",
        "<video><p>A secret ferry</p></video>",
    ],
)
def test_script_style_and_the_like_are_no_text_and_the_text_behind_them_stays(piece: str) -> None:
    document = document_of(story(f"<p>{COUNCIL}{piece} So it was.</p><p>{MUD}</p><p>{COST}</p>"))
    assert document.text == f"{TITLE}\n\n{COUNCIL} So it was.\n\n{MUD}\n\n{COST}"
    assert document.set_aside == ()


def test_controls_are_set_aside() -> None:
    piece = "<p>Mud <button>Play it</button>grows.</p><select><option>Velm</option></select>"
    document = document_of(around(piece))
    assert "Mud grows." in document.text
    assert aside(document) == {"Play it": "control of the page", "Velm": "control of the page"}


def test_an_article_that_a_script_would_show_is_kept() -> None:
    for body in (f'<body style="display:none">{BODY}', f'<div style="opacity:0">{BODY}</div>'):
        assert document_of(page(f"<h1>{TITLE}</h1>{body}")).text == f"{TITLE}\n\n{TEXT}"


def test_the_text_behind_a_hidden_element_stays_where_it_stood() -> None:
    tree = parse(
        "<body><p>One <i hidden>two</i>three <script>x()</script>four</p><p>five six seven</p></body>"
    )
    assert remove_hidden(tree) == [("two", "hidden on the page")]
    assert tree.text_content() == "One three fourfive six seven"


def test_a_tag_of_endless_length_is_dropped_before_it_is_parsed() -> None:
    long = "<a " + "x " * 20_000 + ">"
    assert LONG_TAG.search(long)
    assert document_of(around(f"<p>{long}The pier{'</a>'}.</p>")).text.count("The pier.") == 1


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "section", "em"])
@pytest.mark.parametrize("depth", [200, 300, 1500])
def test_very_deep_nesting_loses_nothing(tag: str, depth: int) -> None:
    deep = f"<{tag}>" * depth + f"<p>{MUD}</p>" + f"</{tag}>" * depth
    document = document_of(page(f"<h1>{TITLE}</h1><p>{COUNCIL}</p>{deep}<p>{COST}</p>"))
    assert document.text == f"{TITLE}\n\n{TEXT}"


def test_deeper_than_the_parser_goes_is_refused_and_not_cut_short() -> None:
    with pytest.raises(ValueError, match="nested more than 2048 deep"):
        parse("<div>" * 3000 + MUD)
