from __future__ import annotations

import pytest

from index.web.hidden import parse
from index.web.visible import visible_blocks
from tests.index.offsets import headings
from tests.index.web.pages import BODY, COST, COUNCIL, MUD, TEXT, TITLE, document_of, story


def seen(body: str) -> list[str]:
    return [block.text for block in visible_blocks(parse(f"<body>{body}</body>"))]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        (
            "<p>Tea &amp; caf&eacute;, &#8364;5 &lt;twice&gt; &#x27;now&#x27;</p>",
            ["Tea & café, €5 <twice> 'now'"],
        ),
        ("<p>  It\n\t rained <b> in </b>\r\n <i>Velm</i> . </p>", ["It rained in Velm ."]),
        ("<p>5&nbsp;km</p>", ["5\xa0km"]),
        ("<p>One<br>two<br/>three</p>", ["One\ntwo\nthree"]),
        ("<p>har<b>bour</b><i>master</i></p>", ["harbourmaster"]),
        ("Bare <div>inner</div> tail", ["Bare", "inner", "tail"]),
        ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
        ("<p></p><div> &nbsp;</div><p>\n</p>", []),
        ("<p>\U0001f30a ﷺ e\u0301 汉</p>", ["\U0001f30a ﷺ e\u0301 汉"]),
    ],
)
def test_entities_and_spaces_read_as_a_browser_shows_them(html: str, blocks: list[str]) -> None:
    assert [text for text in seen(html) if text.strip()] == blocks


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<ul><li>one<li>two</ul>", ["- one", "- two"]),
        ("<ol><li>one</li><li><p>two</p><p>more</p></li></ol>", ["1. one", "2. two", "more"]),
        ("<ul><li>one<ol><li>in</li></ol></li><li>two</li></ul>", ["- one", "  1. in", "- two"]),
        ("<dl><dt>Mud</dt><dd>Fine silt.</dd></dl>", ["Mud", "Fine silt."]),
        (
            "<table><caption>Boats</caption><tr><th>Boat<th>Built<tr><td><p>Anna</p><p>II</p><td>1931</table>",
            ["Boats", "Boat | Built", "Anna II | 1931"],
        ),
        ("<pre>if mud:\n    dredge()\n\n\n\n\nend</pre>", ["if mud:\n    dredge()\n\nend"]),
        ("<table><tr><td><td></table><h2><table><tr><td> </table></h2>", []),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", ["One.", "Two."]),
        ("<figure><img src=a alt=mast><figcaption>The mast.</figcaption></figure>", ["The mast."]),
    ],
)
def test_lists_tables_and_code_keep_their_shape(html: str, blocks: list[str]) -> None:
    assert seen(html) == blocks


def test_each_block_knows_where_in_the_page_it_stands() -> None:
    home, link, words, tip = visible_blocks(
        parse(
            '<body><nav><a href="/">Home</a></nav><main><h2><a href="/m">Mud</a></h2>'
            '<p>The <a href="/m">mud</a> grows and grows.</p></main><footer>Tips</footer></body>'
        )
    )
    assert [block.aside for block in (home, link, words, tip)] == [True, False, False, True]
    assert [block.level for block in (home, link, words, tip)] == [None, 2, None, None]
    assert home.linked == link.linked == 1.0
    assert 0 < words.linked < 0.2
    assert link.home == words.home != home.home


def test_headings_keep_their_level_and_their_place() -> None:
    document = document_of(
        story(
            f"<p>{COUNCIL}</p><h2>What it <em>costs</em>&nbsp;us</h2><p>{COST}</p>"
            f"<h3>Who<br>pays</h3><p>{MUD}</p><h2>What it <em>costs</em>&nbsp;us</h2><p>{COUNCIL} Again.</p>"
        )
    )
    assert headings(document) == [(2, "What it costs\xa0us"), (3, "Who\npays"), (2, "What it costs\xa0us")]
    assert document.section_at(document.text.index(MUD)) == "Who\npays"
    assert document.section_at(document.text.index(COUNCIL)) is None


def test_a_list_and_a_table_stand_as_lines_between_paragraphs() -> None:
    middle = "<ul><li>one boat<li>two boats</ul><table><tr><td>Anna<td>1931<tr><td>Bo<td>1950</table>"
    document = document_of(story(f"<p>{COUNCIL}</p><p>{MUD}</p>{middle}<p>{COST}</p>"))
    assert document.text == (
        f"{TITLE}\n\n{COUNCIL}\n\n{MUD}\n\n- one boat\n- two boats\n\nAnna | 1931\nBo | 1950\n\n{COST}"
    )


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{TITLE}<p>{COUNCIL}<p>{MUD}<p>{COST}",
        f"<h1>{TITLE}</h1></div></b><p>{COUNCIL}</i><p>{MUD}</p></p></span>{COST}</body></html></html>",
        f"<html><h1>{TITLE}</h1><p><b>{COUNCIL}<p>{MUD}</b><p>{COST}</p",
        f"<h1>{TITLE}</h1><p class=a\"b' x=>{COUNCIL}</p><p>{MUD}</p><p>{COST}</p><!-- never closed",
        f"<body><h1>{TITLE}</h1>{BODY}<script>never closed",
        f"<H1>{TITLE}</H1>{BODY.upper().replace(COUNCIL.upper(), COUNCIL)}".replace(MUD.upper(), MUD).replace(
            COST.upper(), COST
        ),
        f"<html><html><body><body><h1>{TITLE}</h1><unknown-tag>{BODY}</unknown-tag>",
        f"<table><tr><td><h1>{TITLE}</h1>{BODY}</td></tr></table>",
    ],
)
def test_broken_html_is_read_all_the_same(html: str) -> None:
    assert document_of(html).text == f"{TITLE}\n\n{TEXT}"
