from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document
from index.load import LoadError, load_bytes
from index.markdown import markdown, without_tags
from index.split import sentences
from tests.index.offsets import aside, assert_offsets_hold, headings

TITLE = "# Velm dredges its harbour\n\n"
COUNCIL = "The council of Velm met on Tuesday and voted nine to six to dredge the inner harbour."
MUD = "Ann Lee, who has kept the harbour's books since 1988, says that the mud grows by a foot a year."


def read(text: str, name: str = "harbour.md") -> Document:
    document = load_bytes(text.encode(), name=name)
    assert_offsets_hold(document)
    return document


def body(text: str) -> str:
    """Return what becomes of Markdown between the title and a closing paragraph."""
    document = read(f"{TITLE}{text}\n\n{COUNCIL}\n")
    assert document.text.startswith("Velm dredges its harbour\n\n")
    assert document.text.endswith(f"\n\n{COUNCIL}")
    return document.text.removeprefix("Velm dredges its harbour\n\n").removesuffix(f"\n\n{COUNCIL}")


def test_headings_of_both_styles_keep_their_level_and_their_place() -> None:
    document = read(
        f"{TITLE}{COUNCIL}\n\n## The *ferry* `M7` ##\n\n{MUD}\n\nWho pays\n--------\n\n{COUNCIL}\n\n"
        f"###### A [note](https://example.org) & more\n\n{MUD}\n"
    )
    assert headings(document) == [(2, "The ferry M7"), (2, "Who pays"), (6, "A note & more")]
    assert (document.title, document.title_span is not None) == ("Velm dredges its harbour", True)
    assert document.section_at(document.text.index("Ann Lee")) == "The ferry M7"
    assert document.section_at(document.text.index(COUNCIL)) is None
    assert document.section_at(len(document.text) - 1) == "A note & more"


def test_a_sign_without_a_space_and_a_heading_without_words_are_no_headings() -> None:
    document = read(f"{TITLE}{COUNCIL}\n\n#harbour is trending.\n\n##\n\n{MUD}\n")
    assert headings(document) == []
    assert "#harbour is trending." in document.text


def test_headings_like_the_title_are_told_apart_by_their_offsets() -> None:
    document = read(f"{TITLE}{COUNCIL}\n\n## Mud\n\n{MUD}\n\n## Mud\n\n{COUNCIL}\n")
    first, second = document.headings
    assert first.span.start < document.text.index(MUD) < second.span.start


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("- one boat\n- two boats\n- three boats", "- one boat\n- two boats\n- three boats"),
        ("* one boat\n\n* two boats", "- one boat\n- two boats"),
        ("1. one boat\n1. two boats", "1. one boat\n2. two boats"),
        ("7. seven boats\n8. eight boats", "7. seven boats\n8. eight boats"),
        ("- outer\n  - inner\n    goes on\n- outer again", "- outer\n  - inner goes on\n- outer again"),
        ("1. one\n   - of wood\n2. two", "1. one\n  - of wood\n2. two"),
        ("- one boat\n\n  and its crew\n- two", "- one boat\nand its crew\n- two"),
        ("- [ ] dredge\n- [x] vote", "- [ ] dredge\n- [x] vote"),
        ("- one boat\n- ![a mast](mast.png)", "- one boat"),
        ("- one boat\n-", "- one boat"),
    ],
)
def test_lists_keep_their_marks_their_numbers_and_their_depth(source: str, text: str) -> None:
    assert body(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('See [the *report*](https://example.org/r "Its title").', "See the report."),
        ("See [the report][r].\n\n[r]: https://example.org/r", "See the report."),
        ("See <https://example.org/r>.", "See https://example.org/r."),
        ("It was **never** _said_, ~~not~~ once: `x_y` and a_b_c, 2 * 3.", None),
        ("Fish \\*and\\* chips &amp; &copy; &#8364;5", "Fish *and* chips & © €5"),
        ("One line\nand the same line", "One line and the same line"),
        ("One line  \nand another\\\nand a third", "One line\nand another\nand a third"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("> The mud is old.\n>\n> > Older still.", "The mud is old.\n\nOlder still."),
        ("The first.\n\n***\n\nThe second.", "The first.\n\nThe second."),
        ("A reference [to nothing] stays.", "A reference [to nothing] stays."),
    ],
)
def test_links_and_emphasis_leave_their_words(source: str, text: str | None) -> None:
    assert body(source) == (text or "It was never said, not once: x_y and a_b_c, 2 * 3.")


def test_a_pictures_description_is_set_aside() -> None:
    document = read(f"{TITLE}{COUNCIL}\n\n![The mast of the Anna](mast.png)\n\n{MUD}")
    assert "mast" not in document.text
    assert aside(document) == {"The mast of the Anna": "picture"}


def test_a_tables_rows_are_lines_of_cells() -> None:
    table = "| Boat | Built | Note |\n|:--|--:|---|\n| *Anna* | 1931 | raised \\| sunk |\n|[Bo](b)|1950| |"
    assert body(table) == "Boat | Built | Note\nAnna | 1931 | raised | sunk\nBo | 1950 |"


def test_code_stands_as_it_was_written() -> None:
    fenced = "```python\nif mud > 3:\n    dredge('<b>')  # *now*\n\n\n\n\n# not a heading\n```"
    assert body(fenced) == "if mud > 3:\n    dredge('<b>')  # *now*\n\n# not a heading"
    assert body("    mud = 3\n    dredge()") == "mud = 3\ndredge()"
    assert headings(read(f"{TITLE}{COUNCIL}\n\n{fenced}\n")) == []


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Rain again\nauthor: Ann Lee and Bo Ek\ndate: 2024-06-03\n---",
        "---\ntitle: \"Rain again\"  # for now\nauthors: [Ann Lee, 'Bo Ek']\ndate: 2024-06-03T08:00:00Z\n---",
        "---\ntitle: >\n  Rain\n  again\nauthors:\n  - name: Ann Lee\n    email: a@example.org\n  - Bo Ek\n"
        "published: '2024-06-03'\n---",
        '+++\ntitle = \'Rain again\'\nauthors = ["Ann Lee", "Bo Ek"]\ndate = 2024-06-03\n[extra]\n+++',
    ],
)
def test_front_matter_is_written_out_where_it_can_be_cited(front: str) -> None:
    document = read(f"{front}\n\n{COUNCIL}\n\n{MUD}\n")
    assert (
        document.text == f"Rain again\n\nBy Ann Lee and Bo Ek\n\nPublished 3 June 2024\n\n{COUNCIL}\n\n{MUD}"
    )
    assert (document.title, document.authors, document.date) == (
        "Rain again",
        ("Ann Lee", "Bo Ek"),
        "3 June 2024",
    )
    assert document.headings == ()


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"Issue #4 of Velm"', "Issue #4 of Velm"),
        ('"The \\"Anna\\" sinks"', 'The "Anna" sinks'),
        ("'It''s raining in Velm'", "It's raining in Velm"),
        ("Rain: a history", "Rain: a history"),
        ("Rain again # draft", "Rain again"),
    ],
)
def test_a_title_in_quotes_loses_only_the_quotes(value: str, title: str) -> None:
    document = read(f"---\ntitle: {value}\nlayout: post\n---\n{COUNCIL}\n\n{MUD}\n")
    assert document.text == f"{title}\n\n{COUNCIL}\n\n{MUD}"
    assert document.title == title


def test_front_matter_says_nothing_twice() -> None:
    front = "---\ntitle: Velm dredges\nauthor: Somebody Else\ndate: 2020-01-01\n---\n"
    document = read(f"{front}{TITLE}By Ann Lee\n\n3 June 2024\n\n{COUNCIL}\n\n{MUD}\n")
    assert document.text == f"Velm dredges its harbour\n\nBy Ann Lee\n\n3 June 2024\n\n{COUNCIL}\n\n{MUD}"
    assert document.authors == ("Ann Lee",)


@pytest.mark.parametrize("key", ["url", "canonical_url", "link"])
def test_the_address_in_front_matter_is_the_documents(key: str) -> None:
    for address, url in (
        ("https://example.org/rain", "https://example.org/rain"),
        ("javascript:alert(1)", None),
        ("https://ann@example.org/rain", None),
    ):
        assert read(f"---\n{key}: {address}\n---\n{TITLE}{COUNCIL}\n").url == url


@pytest.mark.parametrize("opening", ["---\n\n{}\n\n---\n\n{}\n", "---\n{}\n---\n\n{}\n", "---\n{}\n\n{}\n"])
def test_text_between_two_rules_is_no_front_matter(opening: str) -> None:
    assert read(opening.format(COUNCIL, MUD)).text == f"{COUNCIL}\n\n{MUD}"


def test_footnotes_stay_and_do_not_glue_sentences_together() -> None:
    source = (
        f"{TITLE}It rained for a week.[^1] Then the mud came.[^long-note] Nobody minded.[^3]\n\n{COUNCIL}\n\n"
        "[^1]: The clerk's book of 1931 says so.\n\n[^long-note]: Clerk\n\n"
        "    The same clerk.\n\n[^3]: https://example.org/mud\n"
    )
    document = read(source)
    said = [span.of(document.text) for span in sentences(document.text)]
    assert said[1:4] == [
        "It rained for a week.[^1]",
        "Then the mud came.[^long-note]",
        "Nobody minded.[^3]",
    ]
    for note in ("[^1]: The clerk's book of 1931 says so.", "[^long-note]: Clerk", "The same clerk."):
        assert note in said
    assert document.text.endswith("[^3]: https://example.org/mud")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div>A <b>bold</b> &amp; <i>wet</i> harbour</div>", "A bold & wet harbour"),
        ("<p>One.<p>Two.</p>\n<ul><li>three<li>four</ul>", "One.\nTwo.\nthree\nfour"),
        ("<table><tr><td>Anna</td> <td>1931</td></tr><tr><td>Bo</td></tr></table>", "Anna | 1931\nBo"),
        ("<details><summary>Notes</summary>The mud is old.</details>", "Notes\nThe mud is old."),
        ("Mud <!-- not this --> here.", "Mud  here."),
        ("<script>\nlet mud = 1;\n</script>\n\nMud.", "Mud."),
        ("<style>p {color: red}</style>\n\nMud.", "Mud."),
        ("Mud <script>let mud = 1</script>is<style>p {}</style> here.", "Mud is here."),
        ("Write a <script> tag and go on.", "Write a  tag and go on."),
        ('<p><img src="a.png" aria-hidden="true"> Mud.</p>', "Mud."),
        ('An <abbr title="a hidden port">AHP</abbr> stays.', "An AHP stays."),
        ('<p title="The hidden port">Mud stays.</p>', "Mud stays."),
        ("<p>İİİİİİİİ</p><script>mud()</script>", "İİİİİİİİ"),
    ],
)
def test_html_inside_leaves_its_words_and_no_code(source: str, text: str) -> None:
    assert body(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "<div hidden>The secret ferry</div>",
        '<DIV STYLE="Display: None">The secret ferry</DIV>',
        '<div hidden=""><div>The secret</div> ferry</div>',
        '<p class="wide hidden">The secret ferry</p>',
        'Seen <span aria-hidden="true">The secret **ferry**</span>.',
        "<div hidden>The secret ferry",
    ],
)
def test_hidden_html_is_set_aside_and_named(source: str) -> None:
    document = read(f"{TITLE}{MUD}\n\n{source}\n\n{COUNCIL}\n")
    assert "secret" not in document.text
    assert "ferry" not in document.text
    assert COUNCIL in document.text
    ((text, reason),) = aside(document).items()
    assert reason == "hidden on the page"
    assert text.split()[:2] == ["The", "secret"]
    assert "ferry" in text


@pytest.mark.parametrize("depth", [9, 10, 30, 49, 60, 3000])
def test_no_depth_of_lists_and_quotations_loses_a_word(depth: int) -> None:
    quoted = read(f"{TITLE}{'> ' * depth}The mud is old.\n\n{COUNCIL}\n").text
    assert "The mud is old." in quoted
    assert COUNCIL in quoted
    levels = min(depth, 200)
    listed = read(TITLE + "".join(f"{'  ' * level}- boat{level}.\n" for level in range(levels))).text
    assert [f"boat{level}." in listed for level in range(levels)] == [True] * levels


def test_hostile_html_takes_no_time() -> None:
    began = time.perf_counter()
    for source in (
        "<span hidden>" * 20_000,
        "<div hidden" * 20_000,
        "<!--" * 20_000,
        '<p hidden "x" ' * 9000,
    ):
        without_tags(source)
        markdown(f"Mud {source}")
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "source", ["***\n", "![](a.png)\n", "<!-- mud -->\n", "<script>mud()</script>", "##\n"]
)
def test_markup_without_words_is_refused(source: str) -> None:
    with pytest.raises(LoadError, match=r"harbour\.md holds no text, only markup; give it at least one"):
        read(source)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    source = f"---\ntitle: Rain\n---\n\n{COUNCIL}\n\n## Mud\n\n- one\n- two\n"
    plain = read(source)
    windows = read("\ufeff" + source.replace("\n", "\r\n"), name="harbour.markdown")
    assert (plain.text, plain.headings) == (windows.text, windows.headings)
    assert headings(plain) == [(2, "Mud")]


PIECES = [
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "`",
    "```\n",
    "*",
    "[",
    "](a)",
    "|",
    "\n",
    "\n\n",
    "<p hidden>",
    "</p>",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text("aB. é\U0001f30a", max_size=8)), max_size=30))
@settings(max_examples=60)
def test_any_markdown_becomes_a_document_whose_offsets_hold_or_a_refusal(parts: list[str]) -> None:
    try:
        document = load_bytes("".join(parts).encode(), name="a.md")
    except LoadError as error:
        assert "a.md" in str(error)
        return
    assert_offsets_hold(document)
