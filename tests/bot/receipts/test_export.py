from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.answer import Answer
from bot.receipts.export import export_json, export_markdown
from bot.receipts.markdown import BREAK, UNSHOWABLE, literal
from bot.receipts.receipt import ReceiptError, verify_data, verify_object
from index.document import Document
from index.sentences.sentence import sentences
from tests.receipts import HOSTILE, TEXT, answered, receipt, refused, sectioned, sound

CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = "\\`*_{}[]()<>#+-.!|~$^=:&@%'\"/?;, \t\n1ab\u202e\u00a0é"
PAYLOADS = [
    "![x](//evil.example/x.png)",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<!-- footnote-receipt {} -->",
    "--> <b>out</b> <!--",
    "# heading\n\n- item\n\n    code\n\n> quote\n\n---\n",
    "[^1]: a false footnote",
    "1. one\n2) two",
    "| a | b |\n|---|---|\n| c | d |",
    "https://evil.example/ and www.evil.example and <mailto:a@b.example>",
    "&lt;b&gt; &#91;x&#93; \\*x\\* $$x$$ ~~x~~ ==x== `x` ```x",
    "What!",
    "\u202egnp.exe",
]


def conversation() -> list[Answer]:
    return [
        answered(sectioned(), 1, 2, question="What crossed the sound?"),
        refused(sectioned()),
        answered(sectioned(), 2, 4, question="What did it carry, and what came then?"),
    ]


def tokens(text: str) -> list[Token]:
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def test_a_conversation_exported_as_json_is_proven_again_from_its_file() -> None:
    exported = export_json(conversation(), documents=[sectioned()])
    again = json.loads(json.dumps(exported))
    report = verify_data(json.dumps(exported, indent=2).encode("utf-16"), [sectioned()])
    assert again == exported
    assert report.proven
    assert (report.turns, len(report.findings)) == (3, 4)
    assert exported["documents"] == [
        {"id": sectioned().id, "title": "Across the sound", "url": "https://example.org/sound"}
    ]


def test_a_conversation_exported_as_markdown_is_proven_again_from_its_file() -> None:
    written = export_markdown(conversation())
    for data in (written, written.encode(), written.replace("\n", "\r\n").encode("utf-8-sig")):
        report = verify_data(data, [sectioned()])
        assert report.proven, report.to_dict()
        assert (report.turns, len(report.findings)) == (3, 4)


def test_footnotes_are_numbered_through_the_conversation_and_the_same_quotation_has_one() -> None:
    written = export_markdown(conversation())
    assert re.findall(r"\[\^(\d)\](?!:)", written) == ["1", "2", "2", "3"]
    assert re.findall(r"^\[\^(\d)\]:", written, re.MULTILINE) == ["1", "2", "3"]
    assert "A ferry crossed the sound in 1911.[^1] It carried 40 people and 12 cows.[^2]" in written
    start = TEXT.index("It carried")
    assert (
        "[^2]: “It carried 40 people and 12 cows.” – Across the sound, “The ferry”, page 1, "
        f"characters {start} to {start + 33}, "
        "[in the source](<https://example.org/sound#:~:text=It%20carried%2040%20people%20and%2012%20cows.>)"
    ) in written


def test_a_refusal_is_exported_as_one() -> None:
    written = export_markdown(conversation())
    assert "## 2. Who owns the moon?\n\n> The article does not say. It never mentions “moon”." in written


def test_a_saved_answer_alone_becomes_a_conversation_of_one_turn() -> None:
    written = export_markdown(receipt(sound(), 1))
    assert verify_data(written, [sound()]).proven
    assert written == export_markdown([answered(sound(), 1)])


def test_nothing_is_not_exported() -> None:
    with pytest.raises(ValueError, match="ask something first"):
        export_json([])
    with pytest.raises(ReceiptError, match="question is missing"):
        export_markdown({})


def test_a_conversation_over_a_changed_source_is_not_proven() -> None:
    changed = sound(TEXT.replace("40", "41"))
    for exported in (export_json(conversation()), export_markdown(conversation())):
        report = verify_data(exported, [changed])
        assert not report.proven
        assert [finding.status for finding in report.findings] == ["moved", "gone", "gone", "moved"]


def test_a_conversation_that_contradicts_itself_is_not_proven() -> None:
    exported = export_json(conversation())
    exported["turns"][0]["question"] = "What sank?"
    exported["documents"] = []
    exported.pop("digest")
    reasons = [fault["reason"] for fault in verify_object(exported, [sectioned()])["faults"]]
    assert "the question “What sank?” is not the one answered" in reasons
    assert "it cites a document that the conversation does not list" in reasons


def test_a_conversation_of_a_later_version_is_refused_with_the_remedy() -> None:
    with pytest.raises(ReceiptError, match="this program reads version 1, got 2; verify it with"):
        verify_object({**export_json(conversation()), "version": 2}, [])


@CALM
@given(st.data())
def test_any_change_of_one_character_of_an_export_is_noticed(data: st.DataObject) -> None:
    document = Document(HOSTILE + TEXT, HOSTILE, url="https://example.org/a-b")
    written = export_markdown([answered(document, 0, 2), refused(document)])
    at = data.draw(st.integers(0, len(written) - 1))
    other = written[:at] + data.draw(st.one_of(st.just(""), st.characters())) + written[at + 1 :]
    assume(other.rstrip("\n") != written.rstrip("\n"))
    assume(not re.search(r'"timings_ms":\{[^}]*$', written[:at]))
    assert is_noticed(other, document)


def is_noticed(data: object, document: Document) -> bool:
    try:
        return not verify_data(data, [document]).proven
    except ReceiptError:
        return True


def test_the_line_of_an_edit_is_named() -> None:
    edited = export_markdown(conversation()).replace("in 1911.[^1]", "in 1912.[^1]")
    (fault,) = verify_data(edited, [sectioned()]).faults
    assert fault.reason == "line 9 of the Markdown is not what its receipt says"


@CALM
@given(st.one_of(st.text(SIGNS, max_size=40), st.text(max_size=40), st.sampled_from(PAYLOADS)))
def test_literal_text_stands_for_itself_and_does_nothing(text: str) -> None:
    shown = literal(text)
    assert not BREAK.search(shown)
    found = tokens(f"{shown}[^1] and on")
    assert [token.type for token in found if token.children is None] in (
        ["paragraph_open", "text", "paragraph_close"],
        ["paragraph_open", "text", "text_special", "paragraph_close"],
    )
    (line,) = (token.content for token in found if token.type == "text")
    assert line.strip() == f"{UNSHOWABLE.sub(chr(0xFFFD), text)}[^1] and on".strip()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_a_conversation_acts_as_markdown(payload: str) -> None:
    text = f"It rained all night. {payload} Nobody minded the rain, and 12 ducks were glad."
    document = Document(f"{text}\n\n{payload}", payload, url=f"javascript:{payload}")
    count = len(sentences(document.text))
    made = [answered(document, n, question=payload) for n in range(count)]
    made += [refused(document, question=payload)]
    written = export_markdown(made)
    assert verify_data(written, [document]).proven
    allowed = {
        "heading",
        "paragraph",
        "bullet_list",
        "list_item",
        "blockquote",
        "hr",
        "inline",
        "text",
        "code_inline",
    }
    found = tokens(written)
    comments = [token for token in found if token.type == "html_block"]
    assert {re.sub("_(open|close)$", "", token.type) for token in found} - {"html_block"} <= allowed
    assert [comment.content.count("-->") for comment in comments] == [1]
    assert sum(token.type == "heading_open" for token in found) == 2 + count


def test_only_web_addresses_become_links() -> None:
    for url, count in (("https://example.org/x", 2), ("javascript:alert(1)", 0), ("https://a b/<x>", 0)):
        written = export_markdown([answered(sound(url=url), 1)])
        assert sum(token.type == "link_open" for token in tokens(written)) == count


def test_documents_that_nothing_cites_are_listed_too() -> None:
    def listed(**options: Any) -> list[str]:
        return [document["title"] for document in export_json([refused(sound())], **options)["documents"]]

    assert listed() == []
    assert listed(documents=[sound(), Document("Goats climb.", "Goats")]) == ["Across the sound", "Goats"]
